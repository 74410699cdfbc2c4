// Beside the networks: how many rooms were surveyed for each, what the hatching of floors means, and a key for it.
import { element, setAttributes } from "../dom";
import type { Words } from "../words";
import { GAP_WORDS, surveyedRooms, type CoverageAnswer, type Gap } from "./rooms";

const SIGNS: Record<Gap, string> = { none: "not", some: "partly-hatched" };

export class CoveragePanel {
  private readonly key: HTMLButtonElement;
  private readonly legend = element("ul", { class: "legend gaps-legend", hidden: true });

  constructor(into: HTMLElement, legends: Element, answer: CoverageAnswer, private readonly page: string | undefined, private readonly words: Words, toggle: () => void, signal: AbortSignal) {
    this.key = element("button", { type: "button", class: "row", "aria-pressed": false, "data-tool": "coverage", title: words("roomsNotSurveyed") },
      element("span", { class: "cover not", "aria-hidden": "true" }), element("span", { class: "label" }, words("roomsNotSurveyed")));
    this.key.addEventListener("click", toggle, { signal });
    this.legend.setAttribute("aria-label", words("surveyed"));
    legends.append(this.legend);
    const shares = element("ul", { class: "shares-of" }, ...answer.disciplines.map(({ name }, place) => element("li", {},
      element("span", { class: "label" }, capital(name)),
      element("span", { class: "count" }, `${surveyedRooms(answer, place)} / ${answer.rooms.length}`),
    )));
    into.replaceChildren(element("h2", {}, words("surveyed")), this.key, element("p", { class: "small soft" }, words("surveyedRooms")), shares);
  }

  /** How many rooms are hatched each way; null when none is. */
  show(counts: Record<Gap, number> | null): void {
    setAttributes(this.key, { "aria-pressed": counts !== null });
    this.legend.hidden = counts === null;
    if (!counts) return;
    const gaps = (["none", "some"] as const).filter((gap) => counts[gap]);
    if (!gaps.length) this.legend.replaceChildren(element("li", {}, element("span", { class: "cover surveyed", "aria-hidden": "true" }), this.words("allSurveyed")));
    else this.legend.replaceChildren(...gaps.map((gap) => element("li", {}, this.line(gap, counts[gap]))));
  }

  /** Leads to the rooms by name. */
  private line(gap: Gap, count: number): HTMLElement {
    return element(this.page ? "a" : "span", this.page ? { href: this.page, title: this.words("roomByRoom") } : {},
      element("span", { class: `cover ${SIGNS[gap]}`, "aria-hidden": "true" }),
      element("span", {}, this.words(GAP_WORDS[gap])), element("span", { class: "count" }, String(count)));
  }
}

export function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
