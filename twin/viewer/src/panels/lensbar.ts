// The lens bar: four ways of looking, always under the thumb, and beside them whether the data is up to date.
import { LENSES, type Lens } from "../config";
import { element, icon, setAttributes } from "../dom";
import { lensWord, type Words } from "../words";

export class LensBar {
  private readonly keys: [Lens, HTMLButtonElement][];
  private freshness: HTMLButtonElement | null = null;

  constructor(into: HTMLElement, words: Words, choose: (lens: Lens) => void, signal: AbortSignal) {
    this.keys = LENSES.map((lens) => {
      const name = words(lensWord(lens));
      const key = element("button", { type: "button", "data-lens": lens, title: name }, icon(lens), element("span", {}, name));
      key.addEventListener("click", () => choose(lens), { signal });
      return [lens, key];
    });
    setAttributes(into, { role: "group", "aria-label": words("lens") });
    into.replaceChildren(...this.keys.map(([, key]) => key));
  }

  /** A key of its own: it colours whatever the lens shows. */
  addFreshness(into: HTMLElement, words: Words, toggle: () => void, signal: AbortSignal): void {
    const name = words("freshness");
    const key = element("button", { type: "button", "data-tool": "freshness", title: name, "aria-pressed": false }, icon("freshness"), element("span", {}, name));
    key.addEventListener("click", toggle, { signal });
    this.freshness = key;
    into.append(element("span", { class: "divider", "aria-hidden": "true" }), key);
  }

  pressFreshness(on: boolean): void {
    if (this.freshness) setAttributes(this.freshness, { "aria-pressed": on });
  }

  show(active: Lens): void {
    for (const [lens, key] of this.keys) setAttributes(key, { "aria-pressed": lens === active });
  }
}
