// What a plan is of: its storeys as keys, and the way back to 3D.
import type { Storey } from "../config";
import { element, icon, setAttributes } from "../dom";
import { fromBottom, shortName, type StoreyRange } from "../storeys";
import type { Words } from "../words";

export class PlanBar {
  private readonly keys = new Map<string, HTMLButtonElement>();

  constructor(into: HTMLElement, storeys: readonly Storey[], words: Words, choose: (id: string) => void, leave: () => void, signal: AbortSignal) {
    const key = (word: string, name: string, act: () => void, ...face: (Node | string)[]) => {
      const made = element("button", { type: "button", title: name, "aria-label": name, [word]: "" }, ...face);
      made.addEventListener("click", act, { signal });
      return made;
    };
    const levels = element("div", { class: "levels", role: "group", "aria-label": words("storeys") });
    for (const storey of fromBottom(storeys)) {
      const short = shortName(storey, storeys), name = storey.name.startsWith(short) ? storey.name : `${short} · ${storey.name}`;
      const made = key("data-level", name, () => choose(storey.id), short);
      this.keys.set(storey.id, made);
      levels.append(made);
    }
    const back = key("data-leave", words("leavePlan"), leave, icon("model"), element("span", {}, words("model")));
    into.append(element("div", { class: "planbar", role: "group", "aria-label": words("planOf") }, levels, back));
  }

  show(range: StoreyRange): void {
    for (const [id, key] of this.keys) setAttributes(key, { "aria-pressed": range !== null && range[0] === id && range[1] === id });
  }
}
