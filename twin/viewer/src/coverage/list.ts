// The rooms nobody surveyed, as a list: for those without 3D, and beside a search that finds nothing.
import { fetchCoverage } from "../api";
import type { ViewerConfig } from "../config";
import { element } from "../dom";
import type { Words } from "../words";
import { missingIn } from "./rooms";

/** Appends them to the list; nothing for who is not told, or when the server does not answer. */
export async function listGaps(into: HTMLElement, config: ViewerConfig, words: Words, open: (code: string) => void, signal: AbortSignal): Promise<void> {
  if (!config.coverage) return;
  const answer = await fetchCoverage(config.coverage, signal).catch(() => null);
  const gaps = answer?.rooms.map((room) => ({ room, missing: missingIn(answer, room) })).filter(({ missing }) => missing.length) ?? [];
  if (!gaps.length) return;
  const rows = gaps.map(({ room, missing }) => {
    const button = element("button", { type: "button", class: "row", "data-code": room.code },
      element("span", { class: "label" }, room.name), element("span", { class: "kind" }, words("notSurveyedFor", { names: missing.join(", ") })));
    button.addEventListener("click", () => open(room.code), { signal });
    return element("li", {}, button);
  });
  into.append(element("details", { class: "gaps" },
    element("summary", {}, `${words("roomsNotSurveyed")} (${gaps.length})`), element("p", { class: "intro" }, words("absenceIsNot")), element("ul", { class: "rows" }, ...rows)));
}
