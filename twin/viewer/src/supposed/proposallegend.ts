// What the marks of connections to confirm mean, how many there are of each, the way back to their list, and the key that ends it.
import { element, icon, listen } from "../dom";
import type { Words } from "../words";
import { STATE_WORDS } from "./marklayer";
import { countStates, type ProposalsAnswer } from "./proposal";

export class ProposalLegend {
  private readonly box = element("div", { class: "legend trace-legend proposal-legend", hidden: true });

  constructor(into: HTMLElement, private readonly words: Words, private readonly end: () => void, private readonly signal: AbortSignal) {
    into.append(this.box);
  }

  show(answer: ProposalsAnswer | null): void {
    this.box.hidden = !answer;
    if (!answer) return;
    const { words } = this, { rows, total, list } = answer;
    const meanings = countStates(rows).map(([state, count]) => element("li", { "data-state": state },
      element("span", { class: "swatch", "aria-hidden": "true" }), element("span", {}, words(STATE_WORDS[state])), element("span", { class: "count" }, String(count))));
    const left = total - rows.length;
    const rest = left > 0 ? [element("li", {}, words("proposalsLeft", { count: String(left) }))] : [];
    const end = element("button", { type: "button", class: "button", title: words("endTrace"), "aria-label": words("endTrace") }, icon("close"), element("span", {}, words("endTrace")));
    listen(end, { click: this.end }, this.signal);
    const back = element("a", { class: "button", href: list, title: words("proposalList"), "aria-label": words("proposalList") }, icon("list"), element("span", {}, words("proposalList")));
    this.box.replaceChildren(element("p", { class: "proposal-filter" }, [words("proposals"), answer.words].filter(Boolean).join(" · ")), element("ul", {}, ...meanings, ...rest), element("div", { class: "proposal-ways" }, back, end));
  }
}
