// Storeys, top to bottom like the building itself: a tap isolates, the small key beside stretches what is shown.
import type { Storey } from "../config";
import { element, icon, setAttributes } from "../dom";
import { fromTop, shortName, shownStoreys, type StoreyRange } from "../storeys";
import type { Words } from "../words";

export interface StoreyActions { isolate(id: string): void; extend(id: string): void; all(): void }

export class StoreyPanel {
  private readonly rows = new Map<string, { row: HTMLElement; key: HTMLButtonElement; stretch: HTMLButtonElement }>();
  private readonly whole: HTMLButtonElement;

  constructor(into: HTMLElement, private readonly storeys: readonly Storey[], words: Words, actions: StoreyActions, signal: AbortSignal) {
    const all = words("allStoreys");
    this.whole = element("button", { type: "button", class: "row whole", title: all }, icon("everything"), element("span", { class: "label" }, all));
    this.whole.addEventListener("click", actions.all, { signal });
    const list = element("ul", { class: "rows" }, element("li", {}, this.whole));
    for (const storey of fromTop(storeys)) {
      const key = element("button", { type: "button", class: "row", title: storey.name },
        element("span", { class: "short" }, shortName(storey, storeys)), element("span", { class: "label" }, storey.name));
      const name = words("extendTo", { name: storey.name });
      const stretch = element("button", { type: "button", class: "stretch", "aria-label": name, title: name }, icon("stretch"));
      key.addEventListener("click", () => actions.isolate(storey.id), { signal });
      stretch.addEventListener("click", () => actions.extend(storey.id), { signal });
      const row = element("li", {}, key, stretch);
      this.rows.set(storey.id, { row, key, stretch });
      list.append(row);
    }
    into.replaceChildren(element("h2", {}, words("storeys")), list);
  }

  show(range: StoreyRange): void {
    const shown = shownStoreys(range, this.storeys);
    setAttributes(this.whole, { "aria-pressed": range === null });
    for (const [id, { row, key, stretch }] of this.rows) {
      const on = range !== null && shown.has(id);
      setAttributes(key, { "aria-pressed": on });
      setAttributes(row, { "data-hidden": range !== null && !on });
      stretch.hidden = range === null || on;
    }
  }
}
