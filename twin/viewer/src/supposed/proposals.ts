// Connections to confirm, drawn in the 3D: a dashed line and a mark at each joint; a tap on one opens what there is to decide.
import * as three from "three";

import { fetchProposals } from "../api";
import { byId } from "../dom";
import type { Keeper } from "../keeping";
import type { Page } from "../page";
import { PATH } from "../tracing/answer";
import type { Twin } from "../twin";
import type { Words } from "../words";
import { middle } from "./dashes";
import type { Group } from "./groups";
import { askedOf, isSameRule, readKept, written, type Kept } from "./kept";
import { MarkLayer } from "./marklayer";
import { isThere, lineOf, Overlay } from "./overlay";
import { boxAround, isOnePlace, STATES, type Proposal, type ProposalsAnswer, type State } from "./proposal";
import { ProposalLegend } from "./proposallegend";

/** Metres around one that are looked at with it: near enough to see the gap, far enough to know where one is. */
const AROUND = 0.45, AROUND_ALL = 2;

export class Proposals implements Keeper {
  readonly leads = true;
  private kept: Kept | null = null;
  private answer: ProposalsAnswer | null = null;
  private chosen: Proposal | null = null;
  /** The frame before had some. */
  private drawn = false;
  private asked: AbortController | null = null;
  private readonly lines: Record<State, Overlay>;
  private readonly marks: MarkLayer;
  private readonly legend: ProposalLegend;
  /** Told when they begin to be drawn, and when that ends: what else lies over the 3D makes room. */
  drawing: (on: boolean) => void = () => undefined;

  constructor(private readonly address: string, private readonly twin: Twin, private readonly page: Page, words: Words, private readonly signal: AbortSignal) {
    const scene = byId("scene"), line = (look: State) => new Overlay(scene, { look, rings: false });
    this.lines = Object.fromEntries(STATES.map((state) => [state, line(state)])) as Record<State, Overlay>;
    this.marks = new MarkLayer(scene, words, (group) => this.open(group), signal);
    this.legend = new ProposalLegend(page.legends, words, () => void twin.steps.asOne(async () => this.end()), signal);
    document.addEventListener("proposal-decided", (event) => this.decided((event as CustomEvent).detail), { signal });
    byId("sheet").addEventListener("click", (event) => this.next(event), { signal });
    twin.keeping.add("proposals", this);
  }

  said(): string | null {
    return this.kept && written(this.kept);
  }

  /** Comes back with a step, a link, or the key of the list. */
  async take(said: string | null, leads: boolean): Promise<void> {
    const kept = readKept(said);
    if (!kept) return this.end();
    await this.twin.steps.asOne(async () => {
      const known = isSameRule(kept, this.kept) && this.answer?.rows.some(({ id }) => kept.one === null || id === kept.one);
      if (!known && !(await this.fetch(kept))) return;
      this.look(this.answer!.rows.find(({ id }) => id === kept.one) ?? null);
      if (leads) await this.lead();
    });
  }

  /** Of what is to be decided about the one looked at. */
  get reading(): string | null {
    return this.chosen?.page ?? null;
  }

  /** After each frame. */
  follow(): void {
    if (!this.answer && !this.drawn) return;
    const { width, height } = this.twin.stage.picture;
    const seen = (this.answer?.rows ?? []).flatMap((proposal) => {
      const line = lineOf(this.twin, proposal);
      return line ? [{ proposal, line, ...middle(line) }] : [];
    });
    for (const state of STATES) this.lines[state].draw(seen.filter(({ proposal }) => proposal.state === state).map(({ line }) => line));
    this.marks.show(seen.filter(({ x, y }) => x > 0 && y > 0 && x < width && y < height), this.chosen?.id ?? null);
    this.drawn = this.answer !== null;
  }

  /** After each change of what is looked at: what is read no longer is no longer looked at, nor beside an answer of the network. */
  follows(): void {
    if (this.chosen && (!this.page.sheet.isOpen || this.twin.tracing?.isOn)) this.look(null);
  }

  /** Goes to the one that is read; false when something else is. */
  approach(): boolean {
    if (!this.chosen || !this.page.sheet.shows(this.chosen.page)) return false;
    void this.goTo([this.chosen]);
    return true;
  }

  /** Nothing is drawn of them any more. */
  end(): void {
    this.asked?.abort();
    if (!this.kept) return;
    this.look(null);
    [this.kept, this.answer] = [null, null];
    this.draw();
    this.twin.steps.noted();
  }

  /** A server that does not answer leaves the picture as it was. */
  private async fetch(kept: Kept): Promise<boolean> {
    this.asked?.abort();
    const going = (this.asked = new AbortController());
    try {
      this.answer = await fetchProposals(`${this.address}?${askedOf(kept)}`, AbortSignal.any([this.signal, going.signal]));
      this.kept = { ...kept, one: null };
      return true;
    } catch (error) {
      if ((error as Error).name !== "AbortError") console.warn(error);
      return false;
    }
  }

  /** A group parts when one comes nearer; where all of it is one place, the first of it is looked at. */
  private open({ proposals }: Group): void {
    if (proposals.length === 1 || isOnePlace(proposals)) void this.choose(proposals[0]);
    else void this.goTo(proposals);
  }

  /** Whatever was selected before hangs its tag in front of nothing any more. */
  private async choose(proposal: Proposal): Promise<void> {
    await this.twin.steps.asOne(async () => {
      if (this.twin.selection()) await this.twin.select(null, { fly: false });
      this.look(proposal);
      await this.goTo([proposal]);
    });
  }

  /** Its two things alone are in colour, and what is to be decided is read beside them. */
  private look(proposal: Proposal | null): void {
    const before = this.chosen;
    this.chosen = proposal;
    if (this.kept) this.kept = { ...this.kept, one: proposal?.id ?? null };
    if (proposal) {
      this.twin.tracing?.end();
      this.page.openAnswer(proposal.page);
    }
    if (proposal) this.twin.showTrace(this.litBy(proposal));
    else if (before && !this.twin.tracing?.isOn) this.twin.showTrace(null);
    this.draw();
  }

  private litBy({ codes }: Proposal): Uint8Array {
    const { table } = this.twin.index, lit = new Uint8Array(table.count);
    for (const code of codes) for (const feature of table.byCode.get(code) ?? []) lit[feature] = PATH;
    return lit;
  }

  private draw(): void {
    this.legend.show(this.answer);
    this.drawing(this.answer !== null);
    this.twin.stage.invalidate();
  }

  private decided({ id, state }: { id: number; state: State }): void {
    const row = this.answer?.rows.find((each) => each.id === id);
    if (!row || row.state === state) return;
    row.state = state;
    this.draw();
  }

  /** The next one that waits is offered where this one was decided. */
  private next(event: MouseEvent): void {
    const link = (event.target as Element).closest<HTMLElement>("a[data-proposal]");
    const row = this.answer?.rows.find(({ id }) => id === Number(link?.dataset.proposal));
    if (!row || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    void this.choose(row);
  }

  private async lead(): Promise<void> {
    const rows = this.chosen ? [this.chosen] : this.answer!.rows;
    if (rows.length) await this.goTo(rows);
  }

  /** Where its storey was put away, the whole station comes back. */
  private async goTo(rows: readonly Proposal[]): Promise<void> {
    const { frame, stage } = this.twin, { min, max } = boxAround(rows, rows.length > 1 ? AROUND_ALL : AROUND);
    if (this.twin.view.storeys && !rows.some((row) => isThere(this.twin, row))) this.twin.wholeStation();
    await stage.eye.fit(new three.Box3().setFromPoints([min, max].map((corner) => new three.Vector3(...frame.fromStation(corner)))));
  }
}
