// Networks by family: a tap puts one in colour, with its pattern; below it, alone, dimmed, and the systems it is made of.
import { element, icon, setAttributes } from "../dom";
import { RESTS, type Looking, type Rest } from "../lenses";
import { isAlone, statesOf, type NetworkRow } from "../networks";
import { background } from "../patterns";
import type { Word, Words } from "../words";

export interface NetworkActions { colour(key: string): void; dim(key: string): void; only(key: string): void; rest(rest: Rest): void; plain(): void }

interface Keys { row: HTMLButtonElement; note: HTMLElement; only: HTMLButtonElement; dim: HTMLButtonElement }

const REST_WORDS: Record<Rest, Word> = { shown: "restShown", pale: "restPale", hidden: "restHidden" };
/** CSS pixels of the swatches: the pattern must be read on them. */
const FAMILY_SWATCH = 36, SYSTEM_SWATCH = 26;

export class NetworkPanel {
  private readonly keys = new Map<string, Keys>();
  private readonly rests = new Map<Rest, HTMLButtonElement>();
  private readonly bar: HTMLElement;

  constructor(
    into: HTMLElement, private readonly networks: readonly NetworkRow[], private readonly words: Words, private readonly actions: NetworkActions, private readonly signal: AbortSignal,
  ) {
    const list = element("ul", { class: "rows" }, ...networks.map((family) => this.family(family)));
    const body = networks.length ? list : element("p", { class: "none" }, words("noNetworks"));
    this.bar = this.restBar();
    into.replaceChildren(element("h2", {}, words("networks")), this.bar, body);
  }

  show(looking: Looking): void {
    const states = statesOf(looking, this.networks);
    for (const [key, { row, note, only, dim }] of this.keys) {
      const state = states.get(key)!;
      setAttributes(row, { "aria-pressed": state === "mixed" ? "mixed" : state === "colour", "data-state": state });
      setAttributes(dim, { "aria-pressed": state === "dimmed" });
      setAttributes(only, { "aria-pressed": isAlone(looking, this.networks, key) });
      note.textContent = state === "dimmed" ? this.words("dimmed") : state === "mixed" ? this.words("partly") : "";
    }
    this.bar.hidden = !looking.networks.length && !looking.dimmed.length;
    for (const [rest, key] of this.rests) {
      setAttributes(key, { "aria-pressed": looking.rest === rest });
      key.hidden = !looking.networks.length;
    }
  }

  /** While something is in colour: what becomes of all else; and the key that puts everything back. */
  private restBar(): HTMLElement {
    const keys = RESTS.map((rest) => {
      const key = this.key({ "data-rest": rest }, () => this.actions.rest(rest), this.words(REST_WORDS[rest]));
      this.rests.set(rest, key);
      return key;
    });
    const segments = element("div", { class: "segments", role: "group", "aria-label": this.words("rest") }, element("span", { "aria-hidden": "true" }, this.words("rest")), ...keys);
    const plain = this.key({ class: "plain", "data-tool": "plainNetworks" }, () => this.actions.plain(), this.words("plainNetworks"));
    return element("div", { class: "rest" }, segments, plain);
  }

  private family(family: NetworkRow): HTMLElement {
    const item = element("li", {}, this.row(family, FAMILY_SWATCH));
    const more = element("summary", {}, element("span", { class: "visually-hidden" }, this.words("networkKeys", { name: family.name })), icon("unfold"));
    const systems = element("ul", { class: "rows systems" });
    if (family.systems.length > 1) {
      for (const system of family.systems) systems.append(element("li", {}, this.row(system, SYSTEM_SWATCH), this.verbs(system, false)));
    }
    item.append(element("details", {}, more, this.verbs(family, true), systems));
    return item;
  }

  private row({ key, name, place, colour }: NetworkRow, width: number): HTMLButtonElement {
    const swatch = element("span", { class: "swatch" });
    swatch.style.width = `${width}px`;
    swatch.style.background = background(place, colour, width - 2);
    const note = element("span", { class: "note" });
    const row = this.key({ class: "row", title: name, "data-network": key }, () => this.actions.colour(key), swatch, element("span", { class: "label" }, name), note);
    this.keys.set(key, { row, note, only: row, dim: row });
    return row;
  }

  /** Alone and dimmed: in words below a family, as drawings beside a system. */
  private verbs({ key, name }: NetworkRow, worded: boolean): HTMLElement {
    const verb = (tool: "onlyNetwork" | "dimNetwork", act: () => void) => {
      const word = this.words(tool);
      return this.key({ class: "verb", "data-tool": tool, title: word, ...(!worded && { "aria-label": `${word} · ${name}` }) }, act, icon(tool), ...(worded ? [element("span", {}, word)] : []));
    };
    const only = verb("onlyNetwork", () => this.actions.only(key)), dim = verb("dimNetwork", () => this.actions.dim(key));
    Object.assign(this.keys.get(key)!, { only, dim });
    return element("div", { class: worded ? "verbs worded" : "verbs", role: "group", "aria-label": name }, only, dim);
  }

  private key(attributes: Record<string, string>, act: () => void, ...children: (Node | string)[]): HTMLButtonElement {
    const made = element("button", { type: "button", ...attributes }, ...children);
    made.addEventListener("click", act, { signal: this.signal });
    return made;
  }
}
