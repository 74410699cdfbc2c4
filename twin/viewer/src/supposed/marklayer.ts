// The marks of connections to confirm over the 3D: keys of constant size at each joint, that follow the eye.
import { element, listen, setAttributes } from "../dom";
import type { Word, Words } from "../words";
import { groupsOf, type Group, type Spotted } from "./groups";
import type { State } from "./proposal";

export const STATE_WORDS: Record<State, Word> = { proposed: "toDecide", confirmed: "confirmed", refused: "refused" };

interface Mark { key: HTMLButtonElement; group: Group; look: string }

export class MarkLayer {
  private readonly layer = element("div", { class: "pins proposal-marks", role: "group" });
  private readonly marks = new Map<number, Mark>();
  private chosen: number | null = null;

  constructor(into: HTMLElement, private readonly words: Words, private readonly open: (group: Group) => void, private readonly signal: AbortSignal) {
    setAttributes(this.layer, { "aria-label": words("proposals") });
    into.append(this.layer);
  }

  /** What is in the picture now, and which of it is looked at. */
  show(spotted: readonly Spotted[], chosen: number | null): void {
    this.chosen = chosen;
    const groups = groupsOf(spotted, chosen), there = new Set(groups.map((group) => group.proposals[0].id));
    for (const [id, { key }] of this.marks) {
      if (there.has(id)) continue;
      key.remove();
      this.marks.delete(id);
    }
    for (const group of groups) this.draw(group);
  }

  private draw(group: Group): void {
    const [{ id, state, words: said }] = group.proposals, count = group.proposals.length;
    const known = this.marks.get(id) ?? { key: this.made(id), group, look: "" };
    known.group = group;
    this.marks.set(id, known);
    const look = `${state} ${count} ${id === this.chosen}`;
    if (look !== known.look) {
      known.look = look;
      const name = count > 1 ? this.words("proposalsHere", { count: String(count) }) : said, title = `${name} · ${this.words(STATE_WORDS[state])}`;
      setAttributes(known.key, { "data-state": state, "data-group": count > 1, "data-sign": count > 1 ? String(count) : null, "aria-current": id === this.chosen, "aria-label": title, title });
    }
    known.key.style.transform = `translate(${Math.round(group.x)}px, ${Math.round(group.y)}px) translate(-50%, -50%)`;
  }

  private made(id: number): HTMLButtonElement {
    const key = element("button", { type: "button", class: "proposal-mark", "data-proposal": id });
    listen(key, { click: () => this.open(this.marks.get(id)!.group) }, this.signal);
    this.layer.append(key);
    return key;
  }
}
