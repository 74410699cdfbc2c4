// The drawings of the station, to choose one from; `selected` is the code of what is looked for on them.
import { element, listen } from "../dom";
import type { Words } from "../words";
import { showingFirst, type Lines } from "./drawing";

export function drawingList({ drawings, schematics, others }: Lines, words: Words, page: string, selected: string | null, open: (id: string) => void, signal: AbortSignal): HTMLElement {
  const row = (id: string, title: string, about: string, count: string, shown = "") => {
    const key = element("button", { type: "button", class: "row", "data-drawing": id },
      element("span", { class: "drawing-name" }, title, element("span", { class: "small soft" }, about), ...(shown ? [element("span", { class: "small shows-it" }, shown)] : [])), element("span", { class: "small soft" }, count));
    return element("li", {}, listen(key, { click: () => open(id) }, signal));
  };
  const list = element("ul", { class: "rows" }, ...showingFirst(drawings, selected).map(({ line, shows }) => row(line.id, line.title, line.about, [
    line.hotspots ? words("spots", { count: line.hotspots }) : "", line.to_settle ? words("spotsToSettle", { count: line.to_settle }) : "",
  ].filter(Boolean).join(" · "), shows ? words("showsIt", { code: selected! }) : "")));
  const drawn = schematics.length ? [element("h3", {}, words("schematics")), element("ul", { class: "rows" }, ...schematics.map((line) => row(line.id, line.title, line.about, line.drawable ? "" : words("schematicNone"))))] : [];
  const more = element("details", {}, element("summary", {}, words("otherPapers", { count: others.length })), element("ul", { class: "rows" }, ...others.map((paper) => row(paper.id, paper.title, "", ""))));
  return element("div", { class: "drawing-list" },
    drawings.length ? list : element("p", { class: "empty" }, words("noDrawings")), ...drawn, ...(others.length ? [more] : []), element("p", {}, element("a", { href: page }, words("allDrawings"))));
}
