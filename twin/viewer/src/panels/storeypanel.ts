// Storeys, top to bottom like the building itself: a tap shows one alone, + takes another with it, − leaves an end of the range out.
import type { Storey } from "../config";
import { element, icon, setAttributes } from "../dom";
import { fromTop, nameBeside, rangeKeys, shortName, shownStoreys, type StoreyRange } from "../storeys";
import type { Words } from "../words";

export interface StoreyActions { isolate(id: string): void; extend(id: string): void; shorten(id: string): void; all(): void }

interface Row { item: HTMLElement; key: HTMLButtonElement; more: HTMLButtonElement; less: HTMLButtonElement }

export class StoreyPanel {
  private readonly rows = new Map<string, Row>();
  private readonly whole: HTMLButtonElement;

  constructor(into: HTMLElement, private readonly storeys: readonly Storey[], words: Words, actions: StoreyActions, signal: AbortSignal) {
    const all = words("allStoreys");
    this.whole = element("button", { type: "button", class: "row whole", title: all }, icon("everything"), element("span", { class: "label" }, all));
    this.whole.addEventListener("click", actions.all, { signal });
    const list = element("ul", { class: "rows levels" }, element("li", {}, this.whole));
    for (const storey of fromTop(storeys)) {
      const { id, name } = storey, short = shortName(storey, storeys);
      const button = (attributes: Record<string, string>, act: () => void, ...children: Node[]) => {
        const made = element("button", { type: "button", ...attributes }, ...children);
        made.addEventListener("click", act, { signal });
        return made;
      };
      const key = button({ class: "row", title: name, "data-storey": id }, () => actions.isolate(id),
        element("span", { class: "short" }, short), element("span", { class: "label" }, nameBeside(short, name)));
      const reach = (tool: "more" | "less", title: string, act: () => void) => button({ class: "stretch", "data-range": tool, title, "aria-label": title }, act, icon(tool));
      const more = reach("more", words("extendTo", { name }), () => { actions.extend(id); key.focus(); });
      const less = reach("less", words("withoutStorey", { name }), () => { actions.shorten(id); key.focus(); });
      const item = element("li", {}, key, more, less);
      this.rows.set(id, { item, key, more, less });
      list.append(item);
    }
    into.replaceChildren(element("h2", {}, words("storeys")), list);
  }

  show(range: StoreyRange): void {
    const shown = shownStoreys(range, this.storeys), keys = rangeKeys(range, this.storeys);
    setAttributes(this.whole, { "aria-pressed": range === null });
    for (const [id, { item, key, more, less }] of this.rows) {
      const on = range !== null && shown.has(id);
      setAttributes(key, { "aria-pressed": on });
      setAttributes(item, { "data-hidden": range !== null && !on, "data-shown": on });
      more.hidden = keys.get(id) !== "more";
      less.hidden = keys.get(id) !== "less";
    }
  }
}
