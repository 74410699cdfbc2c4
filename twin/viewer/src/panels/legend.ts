// What the colours and patterns of the data's age mean, with how many there are of each.
import type { FreshnessAnswer } from "../config";
import { element } from "../dom";
import { countStates } from "../freshness";
import type { Word, Words } from "../words";

const WORDS: Record<string, Word> = { fresh: "fresh", due_soon: "dueSoon", to_verify: "toVerify", never: "neverVerified" };

export class Legend {
  private readonly box = element("ul", { class: "legend", hidden: true });

  constructor(into: HTMLElement, private readonly words: Words) {
    this.box.setAttribute("aria-label", words("freshness"));
    into.append(this.box);
  }

  show(answer: FreshnessAnswer | null): void {
    this.box.hidden = !answer;
    if (!answer) return;
    this.box.replaceChildren(...countStates(answer).map(([{ state }, count]) => element(
      "li", { class: `f-${state}` }, element("span", { class: "swatch", "aria-hidden": "true" }),
      element("span", {}, this.words(WORDS[state])), element("span", { class: "count" }, String(count)),
    )));
  }
}
