// The station as it is looked at: one state, changed by a few verbs; the stage and the panels follow.
import * as three from "three";

import type { FreshnessAnswer, Lens, Vec3, ViewerConfig } from "./config";
import { featuresOf, placeOf } from "./features";
import { Foresight } from "./foresight";
import { StationFrame } from "./frame";
import { freshnessOf } from "./freshness";
import type { Inside } from "./inside";
import { keeperFor } from "./keeperfor";
import { Keeping } from "./keeping";
import { isUnknown, lookThrough, type Looking, type Rest } from "./lenses";
import type { StationIndex } from "./loading";
import { alone, listNetworks, toggled, type NetworkRow } from "./networks";
import { Openings } from "./openings";
import type { PageKeeper } from "./pagekeeper";
import type { Wiping } from "./panels/wipekeys";
import { opening, withStorey, type Opening } from "./reaching";
import { upright } from "./stage/camera";
import type { Seen } from "./stage/sight";
import type { Stage } from "./stage/stage";
import { Steps } from "./steps";
import { extendTo, shorten, shownStoreys, tapStorey, type StoreyRange } from "./storeys";
import type { Proposals } from "./supposed/proposals";
import { Touching } from "./touching";
import type { Tracing } from "./tracing/tracing";
import { exactVector, type Viewpoint } from "./viewpoint";

export interface TwinEvents {
  /** The way of looking or the selection changed. */
  changed(twin: Twin): void;
  progress(share: number, bytes: number): void;
  /** Something in the picture is only boxes, for want of memory; or it is no longer so. */
  reduced(reduced: boolean): void;
}

export interface Spot { x: number; y: number }
/** `unknown`: shown as what may or may not be in a technical room. */
export type DrawnAs = "shown" | "ghost" | "hidden" | "unknown";

export class Twin {
  private looking: Looking = { lens: "everything", storeys: null, networks: [], dimmed: [], rest: "pale", selected: [], opening: null, freshness: null };
  private code: string | null = null;
  private bytes = 0;
  /** Grows with every page that has come: places of pins found before are worth another look. */
  pagesLoaded = 0;
  /** Everything has come. */
  complete = false;
  /** Counts what was asked for: who comes late finds that it is no longer wanted. */
  private turn = 0;
  /** On the way there nothing of it gives its memory. */
  private reached: readonly number[] = [];
  private pending: { code: string; fly: boolean } | null = null;
  private keeper: PageKeeper | null = null;
  private readonly openings: Openings;
  private readonly foresight: Foresight;
  readonly frame: StationFrame;
  readonly networks: NetworkRow[];
  /** What other tools add to a viewpoint. */
  readonly keeping = new Keeping();
  /** The history; whoever changes what `keeping` says tells it with `noted`. */
  readonly steps = new Steps(() => this.viewpoint(), (view) => this.showAgain(view, true), () => this.events.changed(this));
  readonly touching: Touching;
  /** Questions to the network, as drawn; none where only an order's place is shown. */
  tracing: Tracing | null = null;
  /** Connections to confirm; none for who confirms none. */
  proposals: Proposals | null = null;
  /** The tools that cut and measure. */
  inside: Inside | null = null;
  /** A tool that puts things out of sight gives back what is to be seen. */
  uncovering: (features: readonly number[]) => void = () => undefined;

  constructor(
    private readonly config: ViewerConfig, readonly index: StationIndex, readonly stage: Stage, private readonly events: TwinEvents,
  ) {
    stage.prepare(index.table.count, index.box);
    this.openings = new Openings(config, index, stage);
    this.foresight = new Foresight(this.openings, () => this.looking, () => events.changed(this));
    this.frame = new StationFrame(index.origin);
    this.touching = new Touching(index.table, stage, this.frame);
    this.networks = listNetworks(index.table, config.families);
    this.apply();
  }

  /** Loads everything, the storey that matters first; resolves after the frame that shows it all. */
  async load(first: Partial<Viewpoint>): Promise<void> {
    this.keeper = keeperFor(this.index, this.stage, first, {
      come: () => this.come(),
      progress: (share, bytes) => {
        this.bytes = bytes;
        this.events.progress(share, bytes);
      },
      reduced: (reduced) => this.events.reduced(reduced),
    });
    await this.keeper.load();
    this.complete = true;
    if (this.pending) this.finishPending();
    await this.stage.nextFrame();
  }

  get view(): Readonly<Looking> {
    return this.looking;
  }

  /** What the whole view shows, Y up: the building without its surroundings, or the storeys that stand alone. */
  homeBox(): three.Box3 | null {
    const { home } = this.index;
    return home && !this.looking.storeys ? upright(home) : this.stage.shownBox({ ghosts: true });
  }

  /** A lens is a word about everything: what was opened for one thing closes. */
  lens(lens: Lens): void {
    this.ask({ lens, opening: null });
  }

  isolate(storey: string): void {
    this.onStoreys(this.stage.eye.mode === "plan" ? [storey, storey] : tapStorey(this.looking.storeys, storey));
  }

  extend(storey: string): void {
    this.onStoreys(extendTo(this.looking.storeys, storey, this.index.storeys));
  }

  shorten(storey: string): void {
    this.onStoreys(shorten(this.looking.storeys, storey, this.index.storeys));
  }

  /** This storey alone, whatever was shown before. */
  only(storey: string): void {
    this.ask({ storeys: [storey, storey] });
  }

  wholeStation(): void {
    this.ask({ storeys: null });
  }

  /** In colour, whatever the lens; or as it was. */
  colourNetwork(key: string): void {
    this.ask(toggled(this.looking, this.networks, key, "colour"));
  }

  /** Pale, whatever the lens; or as it was. */
  dimNetwork(key: string): void {
    this.ask(toggled(this.looking, this.networks, key, "dimmed"));
  }

  /** Alone in colour; or none. */
  onlyNetwork(key: string): void {
    this.ask(alone(this.looking, this.networks, key));
  }

  plainNetworks(): void {
    this.ask({ networks: [], dimmed: [] });
  }

  /** What becomes of all else while networks are in colour. */
  restOfNetworks(rest: Rest): void {
    this.ask({ rest });
  }

  /** Colours equipment by the age of its data, or as it is again. */
  showFreshness(answer: FreshnessAnswer | null): void {
    this.change({ freshness: answer && freshnessOf(this.index.table, answer) });
  }

  /** Lights the answer of the network and pales all else, or ends that. */
  showTrace(trace: Uint8Array | null): void {
    this.change({ trace });
  }

  selection(): string | null {
    return this.code;
  }

  /** Outlines what bears the code; with `fly`, goes there and wipes what hides it. False when nothing bears it. */
  select(code: string | null, { fly }: { fly: boolean }): Promise<boolean> {
    this.turn++;
    return this.steps.asOne(() => this.choose(code, fly));
  }

  private async choose(code: string | null, fly: boolean): Promise<boolean> {
    const features = code ? featuresOf(this.index.table, code) : [];
    this.reached = [];
    this.code = this.codeOf(features);
    this.change({ selected: features, opening: this.openingFor(features) });
    this.stage.outlineFeatures(features);
    if (code && fly && !features.length) return this.goTo(code);
    if (!features.length || !fly) return features.length > 0;
    if (!this.stage.boxOf(features)) {
      this.pending = { code: this.code!, fly };
      return true;
    }
    await this.keeper?.fetch(features);
    if (this.looking.selected === features) await this.approach(features);
    return true;
  }

  /** Brings what bears the code to sight, from here if it can be; where to tap it, or null when it has no shape. */
  reach(code: string): Promise<Spot | null> {
    return this.steps.asOne(() => this.uncover(code));
  }

  private async uncover(code: string): Promise<Spot | null> {
    const features = featuresOf(this.index.table, code), turn = ++this.turn;
    this.reached = features;
    await this.keeper?.fetch(features);
    const box = this.stage.boxOf(features);
    if (!box || turn !== this.turn) return null;
    this.uncoverStorey(features);
    if (!this.openings.inSight(box)) await this.flyTo(features, box);
    if (turn !== this.turn) return null;
    let spot = this.open(features);
    if (!spot) {
      await this.flyTo(features, box);
      if (turn !== this.turn) return null;
      spot = this.open(features);
    }
    this.reached = [];
    await this.stage.nextFrame();
    return spot;
  }

  /** One step more (+1) or less (−1) of what stands before what was reached, or before what is selected; false when none would do anything. */
  wipe(by: 1 | -1): boolean {
    const next = this.openings.step(this.looking, by);
    if (next) {
      this.turn++;
      this.become(next);
    }
    this.foresight.now();
    return next !== null;
  }

  /** Looks again from where the eye has come to rest: what no longer hides the thing closes, what hides it now opens. */
  lookAgain(): void {
    void this.keeper?.look();
    const again = this.openings.lookAgain(this.looking);
    if (again) this.become(again);
    else this.foresight.soon();
  }

  /** What is near the eye comes in full, though the eye has not come to rest. */
  lookAround(): void {
    void this.keeper?.look();
  }

  /** What the keys of `wipe` can do now. */
  get wiping(): Wiping {
    return this.foresight.wiping;
  }

  /** How a code is drawn now, and how much of it is seen in the picture; null when nothing bears it. */
  seen(code: string): { state: DrawnAs } & Partial<Seen> | null {
    const state = this.drawn(code);
    return state && { state, ...this.stage.seen(featuresOf(this.index.table, code)) };
  }

  /** How a code is drawn now; null when nothing bears it. */
  drawn(code: string): DrawnAs | null {
    const [feature] = featuresOf(this.index.table, code), { states } = this.stage;
    if (feature === undefined) return null;
    return isUnknown(this.looking, states, feature) ? "unknown" : (["shown", "ghost", "hidden"] as const)[states.modes[feature]];
  }

  viewpoint(): Viewpoint {
    const { eye, target } = this.stage.eye.pose();
    const { lens, storeys, networks, dimmed, rest, opening: open } = this.looking;
    return {
      eye: exactVector(this.frame.toStation(eye)), target: exactVector(this.frame.toStation(target)), lens, storeys, networks: [...networks], dimmed: [...dimmed], rest,
      selection: this.code, wiped: open && { code: this.codeOf(open.features)!, steps: open.steps }, more: this.keeping.said(),
    };
  }

  async restore(view: Partial<Viewpoint>): Promise<void> {
    await this.steps.asOne(() => this.showAgain(view, false));
  }

  /** What is seen changes at once and as a whole; only the eye is on its way. False when something else was asked for meanwhile: that stays. */
  private async showAgain(view: Partial<Viewpoint>, animate: boolean): Promise<boolean> {
    const turn = ++this.turn;
    const { lens = "everything", storeys = null, networks = [], dimmed = [], rest = "pale", more = {} } = view;
    this.change({ lens, storeys, networks, dimmed, rest, opening: null });
    const posed = Boolean(view.eye && view.target);
    const keeping = this.keeping.restore(more, posed);
    const chosen = this.choose(view.selection ?? null, !posed && !this.keeping.leads(more));
    if (posed) await this.stage.eye.setPose({ eye: this.frame.fromStation(view.eye!), target: this.frame.fromStation(view.target!) }, animate);
    await Promise.all([chosen, keeping]);
    if (turn !== this.turn) return false;
    const kept = view.wiped ? featuresOf(this.index.table, view.wiped.code) : [];
    if (kept.length) this.change({ opening: opening(kept, view.wiped!.steps) });
    await this.stage.nextFrame();
    return turn === this.turn;
  }

  /** On foot along points of the station; set by who moves. */
  walk: ((points: readonly Vec3[]) => { arrived: boolean; path: Vec3[] }) | null = null;

  stats() {
    const { frames, drawCalls } = this.stage.counters;
    return { elements: this.index.table.count, drawCalls, triangles: this.stage.triangles, bytes: this.bytes, frames };
  }

  /** The middle of the top of what is selected, Y up; where its tag hangs. */
  tagPlace(): three.Vector3 | null {
    const box = this.looking.selected.length ? this.stage.boxOf(this.looking.selected) : null;
    return box && this.stage.keptPlace(box);
  }

  zoomToSelection(): void {
    const { selected } = this.looking;
    if (this.stage.boxOf(selected)) void this.approach(selected);
  }

  /** Somebody asks for this: what was still on its way of something else stays where it is. */
  private ask(part: Partial<Looking>): void {
    this.turn++;
    this.change(part);
  }

  private change(part: Partial<Looking>): void {
    this.become(this.openings.workOut({ ...this.looking, ...part }));
  }

  private become(looking: Looking): void {
    this.looking = looking;
    this.apply();
    this.steps.noted();
    this.foresight.soon();
  }

  /** More of the station has come, or in another form. */
  private come(): void {
    this.pagesLoaded++;
    if (this.looking.selected.length) this.stage.outlineFeatures(this.looking.selected);
    this.tryPending();
  }

  /** The graphics card lost everything; `restored` brings it back. */
  lost(): void {
    this.keeper?.lost();
  }

  restored(): void {
    void this.keeper?.look();
  }

  private apply(): void {
    lookThrough(this.index.table, this.looking, this.config.lenses, this.config.families, this.stage.states);
    this.stage.statesChanged();
    this.keeper?.hold([...this.looking.selected, ...(this.looking.opening?.features ?? this.reached)]);
    void this.keeper?.look();
  }

  private async approach(features: readonly number[]): Promise<void> {
    this.uncoverStorey(features);
    await this.flyTo(features, this.stage.boxOf(features)!);
    if (this.looking.selected === features) this.change({ opening: opening(features) });
  }

  private flyTo(features: readonly number[], box: three.Box3): Promise<void> {
    return this.stage.eye.flyTo(box, this.openings.sideOf(this.looking, features, box));
  }

  /** To a storey or a room: it alone is shown, from above. False when there is no such place. */
  private async goTo(code: string): Promise<boolean> {
    const place = placeOf(this.index.table, code);
    if (!place) return false;
    this.change({ opening: null, ...(place.storey && { storeys: [place.storey, place.storey] }) });
    const box = this.stage.boxOf(place.features);
    if (box) await this.stage.eye.flyTo(box);
    return true;
  }

  /** Opens what hides the features; where a tap catches them then. */
  private open(features: readonly number[]): Spot | null {
    this.change({ opening: opening(features) });
    return this.stage.tapSpot(features, this.stage.states.modes);
  }

  /** What is kept in sight does not shine through a storey where it is not. */
  private onStoreys(storeys: StoreyRange): void {
    const { opening: open } = this.looking;
    const away = open && !shownStoreys(storeys, this.index.storeys).has(this.storeyOf(open.features) ?? "");
    this.ask(away ? { storeys, opening: null } : { storeys });
  }

  /** What is touched through an opening stays in sight: the opening is about it from now on. With nothing selected it closes. */
  private openingFor(features: readonly number[]): Opening | null {
    const { opening: open } = this.looking;
    if (!open || !features.length) return null;
    return features !== open.features ? opening(features, Math.max(open.steps, 0)) : open;
  }

  private tryPending(): void {
    if (!this.pending || !this.stage.boxOf(featuresOf(this.index.table, this.pending.code))) return;
    this.finishPending();
  }

  private finishPending(): void {
    const { code, fly } = this.pending!;
    this.pending = null;
    if (this.code === code && this.stage.boxOf(this.looking.selected)) void this.steps.goOn(() => this.choose(code, fly));
  }

  private uncoverStorey(features: readonly number[]): void {
    this.uncovering(features);
    const seen = withStorey(this.looking, this.storeyOf(features), shownStoreys(this.looking.storeys, this.index.storeys));
    if (seen !== this.looking) this.change(seen);
  }

  private codeOf(features: readonly number[]): string | null {
    return features.length ? this.index.table.code[features[0]] : null;
  }

  private storeyOf(features: readonly number[]): string | null {
    return this.index.table.storeys[this.index.table.storey[features[0]]]?.id ?? null;
  }
}
