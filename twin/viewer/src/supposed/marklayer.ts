// The marks of connections to confirm over the 3D: keys of constant size at each joint, that follow the eye.
import { element, listen, setAttributes } from "../dom";
import type { Twin } from "../twin";
import type { Word, Words } from "../words";
import { middle } from "./dashes";
import { groupsOf, type Group, type Spotted } from "./groups";
import { lineOf } from "./overlay";
import type { Proposal, State } from "./proposal";

export const STATE_WORDS: Record<State, Word> = { proposed: "toDecide", confirmed: "confirmed", refused: "refused" };

interface Mark { key: HTMLButtonElement; group: Group; look: string }

export class MarkLayer {
  private readonly layer = element("div", { class: "pins proposal-marks", role: "group" });
  private readonly marks = new Map<number, Mark>();
  private rows: readonly Proposal[] = [];
  private chosen: number | null = null;

  constructor(into: HTMLElement, private readonly words: Words, private readonly open: (group: Group) => void, private readonly signal: AbortSignal) {
    setAttributes(this.layer, { "aria-label": words("proposals") });
    into.append(this.layer);
  }

  show(rows: readonly Proposal[], chosen: number | null): void {
    [this.rows, this.chosen] = [rows, chosen];
    if (!rows.length) this.keep([]);
  }

  /** After each frame. */
  follow(twin: Twin): void {
    if (!this.rows.length) return;
    const { width, height } = twin.stage.picture;
    const spotted = this.rows.flatMap((proposal): Spotted[] => {
      const line = lineOf(twin, proposal), at = line && middle(line);
      return at && at.x > 0 && at.y > 0 && at.x < width && at.y < height ? [{ proposal, ...at }] : [];
    });
    this.keep(groupsOf(spotted, this.chosen));
  }

  private keep(groups: readonly Group[]): void {
    const there = new Set(groups.map((group) => group.proposals[0].id));
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
