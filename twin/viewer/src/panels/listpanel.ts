// The list view: storeys unfold, rows open the same sheet as a tap in 3D.
import { element } from "../dom";
import type { FeatureTable } from "../features";
import { listFeatures, type ListGroup } from "../listing";
import type { Words } from "../words";
/** How long typing rests before the list follows. */
const PAUSE_MS = 160;

const ROWS_AT_ONCE = 200;

export class ListPanel {
  private readonly groups = element("div", { class: "groups" });
  private pause = 0;

  constructor(
    into: HTMLElement, private readonly table: FeatureTable, intro: string, private readonly words: Words,
    private readonly open: (code: string) => void, private readonly signal: AbortSignal,
  ) {
    const filter = element("input", { type: "search", id: "list-filter", autocomplete: "off" });
    filter.addEventListener("input", () => {
      clearTimeout(this.pause);
      this.pause = window.setTimeout(() => this.show(filter.value), PAUSE_MS);
    }, { signal });
    into.replaceChildren(element("p", { class: "intro" }, intro), element("label", { for: "list-filter" }, words("filter")), filter, this.groups);
    this.show("");
  }

  private show(query: string): void {
    const groups = listFeatures(this.table, query);
    this.groups.replaceChildren(...groups.map((group, place) => this.fold(group, place === 0 || query !== "")));
    if (!groups.length) this.groups.replaceChildren(element("p", {}, this.words("noHit")));
  }

  private fold(group: ListGroup, open: boolean): HTMLElement {
    const title = `${group.storey ?? this.words("noPlace")} (${group.rows.length})`;
    const fold = element("details", { open }, element("summary", {}, title));
    const fill = () => {
      if (fold.open && fold.children.length === 1) fold.append(this.rows(group));
    };
    fold.addEventListener("toggle", fill, { signal: this.signal });
    fill();
    return fold;
  }

  private rows(group: ListGroup): HTMLElement {
    const list = element("ul", { class: "rows" });
    for (const row of group.rows.slice(0, ROWS_AT_ONCE)) {
      const button = element("button", { type: "button", class: "row", "data-code": row.code },
        element("span", { class: "code" }, row.code), element("span", { class: "kind" }, row.kind), element("span", { class: "label" }, row.name));
      button.addEventListener("click", () => this.open(row.code), { signal: this.signal });
      list.append(element("li", {}, button));
    }
    const more = group.rows.length - ROWS_AT_ONCE;
    if (more > 0) list.append(element("li", { class: "more" }, this.words("more", { count: more })));
    return list;
  }
}
