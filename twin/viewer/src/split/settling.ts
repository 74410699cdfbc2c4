// What waits for a steward on a drawing: hotspots that resolve to nothing, those of a new edition, and what the drawing proposes.
import { element, listen } from "../dom";
import type { Words } from "../words";
import type { Contents, Unsettled } from "./drawing";

export interface SettlingActions {
  edit(spot: Unsettled): void;
  remove(spot: Unsettled): void;
  confirm(ids: string[]): void;
  accept(marks: string[]): void;
}

/** A fold below the drawing; null when nothing waits. What waits is what the server counts everywhere; what the drawing offers is told apart. */
export function settling(contents: Contents, words: Words, actions: SettlingActions, signal: AbortSignal): HTMLElement | null {
  const { unsettled, proposals } = contents;
  if (!contents.may_draw || !(unsettled.length + proposals.length)) return null;
  const key = (label: string, act: () => void) => listen(element("button", { type: "button", class: "button" }, label), { click: act }, signal);
  const body = element("div", { class: "settling-body" });
  const kept = unsettled.filter((spot) => toConfirm(spot));
  if (kept.length > 1) body.append(element("p", {}, key(words("confirmAll", { count: kept.length }), () => actions.confirm(kept.map((spot) => spot.id)))));
  if (unsettled.length) body.append(element("ul", { class: "lines" }, ...unsettled.map((spot) => line(spot, words, actions, key))));
  if (proposals.length) {
    body.append(element("h3", {}, words("proposed", { count: proposals.length })));
    body.append(element("p", {}, key(words("acceptAll"), () => actions.accept(proposals.map((each) => each.mark)))));
    body.append(element("ul", { class: "lines" }, ...proposals.map((each) => element("li", {},
      element("span", {}, element("span", { class: "code" }, each.code), ` ${each.words}`), key(words("accept"), () => actions.accept([each.mark]))))));
  }
  const waits = unsettled.length ? [words("toSettle"), " ", element("span", { class: "count" }, String(unsettled.length))] : [];
  const offered = proposals.length ? [element("span", { class: "offered" }, words("proposed", { count: proposals.length }))] : [];
  return element("details", { class: "settling" }, element("summary", {}, ...waits, " ", ...offered), body);
}

/** It stands on equipment that is there, and nobody has said yet that it is the right place. */
const toConfirm = (spot: Unsettled): boolean => spot.resolves && (spot.standing === "kept" || spot.standing === "proposed");

function line(spot: Unsettled, words: Words, actions: SettlingActions, key: (label: string, act: () => void) => HTMLElement): HTMLElement {
  const kept = toConfirm(spot);
  const keys = kept ? [key(words("confirm"), () => actions.confirm([spot.id]))] : [];
  return element("li", {},
    element("span", {}, element("span", { class: "code" }, spot.code), ` ${spot.why}.`, element("br"), element("span", { class: "small soft" }, spot.what_to_do)),
    element("span", { class: "settling-keys" }, ...keys, key(words("spotEdit"), () => actions.edit(spot)), key(words("spotRemove"), () => actions.remove(spot))));
}
