// The lens bar: four ways of looking, always under the thumb.
import { LENSES, type Lens } from "../config";
import { element, icon, setAttributes } from "../dom";
import { lensWord, type Words } from "../words";

export class LensBar {
  private readonly keys: [Lens, HTMLButtonElement][];

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

  show(active: Lens): void {
    for (const [lens, key] of this.keys) setAttributes(key, { "aria-pressed": lens === active });
  }
}
