// Two keys beside the lenses: more or less of what stands before the thing one came to see.
import { element, icon, setAttributes } from "../dom";
import type { Words } from "../words";

export interface Wiping { more: boolean; less: boolean }

export class WipeKeys {
  private readonly less: HTMLButtonElement;
  private readonly more: HTMLButtonElement;

  constructor(into: HTMLElement, words: Words, wipe: (by: 1 | -1) => void, signal: AbortSignal) {
    const key = (tool: "wipeLess" | "wipeMore", by: 1 | -1) => {
      const name = words(tool), shortcut = tool === "wipeMore" ? "e" : "r";
      const made = element("button", { type: "button", class: "wipe", "data-tool": tool, title: name, "aria-label": name, "aria-keyshortcuts": shortcut }, icon(tool), element("span", { class: "under" }, name));
      made.addEventListener("click", () => wipe(by), { signal });
      return made;
    };
    this.less = key("wipeLess", -1);
    this.more = key("wipeMore", 1);
    into.append(element("span", { class: "divider", "aria-hidden": "true" }), this.less, this.more);
  }

  /** A key that would do nothing says so, and why when it is pressed all the same. */
  show({ more, less }: Wiping): void {
    setAttributes(this.less, { "aria-disabled": !less });
    setAttributes(this.more, { "aria-disabled": !more });
  }
}
