// On foot: the big key to leave, the one to pass through walls, and the name of the room one is in.
import { element, icon, setAttributes } from "../dom";
import type { Words } from "../words";

export class WalkBar {
  private readonly place = element("p", { class: "here", role: "status" });
  private readonly ghost: HTMLButtonElement;

  constructor(into: HTMLElement, words: Words, leave: () => void, toggleGhost: () => void, signal: AbortSignal) {
    const key = (tool: "leaveWalk" | "ghostWalk", drawing: "close" | "ghost", act: () => void) => {
      const made = element("button", { type: "button", "data-tool": tool, title: words(tool) }, icon(drawing), element("span", {}, words(tool)));
      made.addEventListener("click", act, { signal });
      return made;
    };
    const out = key("leaveWalk", "close", leave);
    setAttributes(out, { "aria-keyshortcuts": "Escape" });
    this.ghost = key("ghostWalk", "ghost", toggleGhost);
    setAttributes(this.ghost, { "aria-pressed": false, "aria-keyshortcuts": "g" });
    into.append(element("div", { class: "walkbar", role: "group", "aria-label": words("walk") }, this.place, out, this.ghost));
  }

  /** Where one is, in words. Changes are read out; the same place is not said twice. */
  show(place: string, ghost: boolean): void {
    if (this.place.textContent !== place) this.place.textContent = place;
    setAttributes(this.ghost, { "aria-pressed": ghost });
  }
}
