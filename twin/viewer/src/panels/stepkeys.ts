// One step back or forth, beside the lenses; the keyboard's usual keys do the same.
import { element, icon, setAttributes } from "../dom";
import { shortOf } from "../shortwords";
import type { Words } from "../words";

export class StepKeys {
  private readonly keys: Record<"back" | "forth", HTMLButtonElement>;

  constructor(into: HTMLElement, words: Words, retrace: (by: -1 | 1) => void, signal: AbortSignal) {
    const key = (tool: "undo" | "redo", by: -1 | 1, shortcut: string) => {
      const name = words(tool);
      const made = element("button", { type: "button", class: "step", "data-tool": tool, title: name, "aria-label": name, "aria-keyshortcuts": shortcut }, icon(tool), element("span", { class: "under" }, words(shortOf(tool))));
      made.addEventListener("click", () => { if (made.getAttribute("aria-disabled") !== "true") retrace(by); }, { signal });
      return made;
    };
    this.keys = { back: key("undo", -1, "Control+Z"), forth: key("redo", 1, "Control+Shift+Z") };
    into.prepend(this.keys.back, this.keys.forth, element("span", { class: "divider", "aria-hidden": "true" }));
    document.addEventListener("keydown", (event) => {
      const pressed = event.key.toLowerCase();
      if (!(event.ctrlKey || event.metaKey) || event.altKey || isTyping(event.target) || !(pressed === "z" || (pressed === "y" && event.ctrlKey))) return;
      event.preventDefault();
      retrace(event.shiftKey || pressed === "y" ? 1 : -1);
    }, { signal });
  }

  /** A key that would do nothing says so but keeps the focus of who just pressed it. */
  show({ back, forth }: { back: boolean; forth: boolean }): void {
    setAttributes(this.keys.back, { "aria-disabled": !back });
    setAttributes(this.keys.forth, { "aria-disabled": !forth });
  }
}

/** There the keys take back what was typed. */
function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("input, textarea, select, [contenteditable]") !== null;
}
