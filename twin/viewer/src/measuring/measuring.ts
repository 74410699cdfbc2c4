// The tool that measures: two touches, each caught by the nearest corner, edge, axis or face; what was measured stays.
import { byId } from "../dom";
import type { ViewerConfig } from "../config";
import type { Page } from "../page";
import { Workbar } from "../panels/workbar";
import type { Pixel, Probe } from "../stage/probe";
import type { Twin } from "../twin";
import type { Word, Words } from "../words";
import { Aim } from "./aim";
import { Loupe } from "./loupe";
import { Marks } from "./marks";
import { between, decodeMeasures, encodeMeasures, type Anchor, type Measure, type SnapKind } from "./measure";

/** CSS pixels within which a corner catches: a finger, a loupe or mouse. */
const FINGER = 22, PRECISE = 11;
/** A finger that rests so long asks for the loupe; sooner than for a note. */
const HOLD_MS = 320, STILL_PX = 8;

const KINDS: Record<SnapKind, Word> = { corner: "snapCorner", edge: "snapEdge", axis: "snapAxis", axisEnd: "snapAxisEnd", face: "snapFace", cut: "snapCut" };

export class Measuring {
  private measures: readonly Measure[] = [];
  /** The first of two points; in the station's frame. */
  private start: Anchor | null = null;
  private readonly bar: Workbar;
  private readonly marks: Marks;
  private readonly loupe: Loupe;
  private readonly aim: Aim;
  private readonly canvas = byId<HTMLCanvasElement>("canvas");
  /** The finger that holds the loupe. */
  private held: number | null = null;
  private lifted = -Infinity;
  /** Where the pointer or the crosshair is, for the line to the point that is still sought. */
  private end: Pixel | null = null;

  constructor(
    config: ViewerConfig, private readonly twin: Twin, private readonly page: Page, private readonly probe: Probe, private readonly words: Words,
    private readonly signal: AbortSignal, private readonly opened: () => void,
  ) {
    const scene = byId("scene");
    this.marks = new Marks(scene, words, config.language, (index) => this.become(this.measures.filter((_, i) => i !== index)), signal);
    this.loupe = new Loupe(scene);
    this.aim = new Aim(scene, words, { moved: (at) => this.look(at, PRECISE, true), left: () => this.look(null, 0), place: (at) => this.place(at, PRECISE) }, signal);
    this.bar = new Workbar(page.root, "measure", words, signal);
    this.bar.key("clearMeasures", "clear", () => this.become([]));
    this.bar.key("done", "done", () => this.open(false));
    page.toolbar.tool({ word: "measure", icon: "measure", group: "cut", act: () => this.open(!this.isOn), toggles: true });
    twin.keeping.add("measures", this);
    this.watchFinger();
    this.watchMouse();
    document.addEventListener("keydown", (event) => { if (event.key === "Escape") this.escape(event); }, { signal, capture: true });
    this.update();
  }

  get isOn(): boolean {
    return this.bar.isOpen;
  }

  get value(): readonly Measure[] {
    return this.measures;
  }

  open(open: boolean): void {
    if (open) this.opened();
    else this.drop();
    const byKey = open && byId("tools").contains(document.activeElement) && document.activeElement!.matches(":focus-visible");
    this.bar.open(open);
    this.start = null;
    this.page.root.toggleAttribute("data-measuring", open);
    this.page.toolbar.pressed("measure", open);
    this.aim.show(open);
    this.look(null, 0);
    this.update();
    if (byKey) this.aim.key.focus();
  }

  /** True while touches are for measuring. */
  takesTouch(x: number, y: number): boolean {
    if (!this.isOn) return false;
    if (performance.now() - this.lifted > 60 && this.held === null) this.place({ x, y }, FINGER);
    return true;
  }

  /** What a point at these pixels of the canvas would be caught by, in the station's frame. */
  snapAt(at: Pixel, reach = FINGER): Anchor | null {
    const met = this.probe.at(at, reach), { frame } = this.twin;
    return met && {
      kind: met.kind, point: frame.toStation(met.point), ...(met.line && { line: frame.towards(met.line) }), ...(met.normal && { normal: frame.towards(met.normal) }),
    };
  }

  /** Measures between what two pixels of the canvas are caught by; null where one of them meets nothing. */
  measure(from: Pixel, to: Pixel, reach = FINGER): Measure | null {
    const [a, b] = [this.snapAt(from, reach), this.snapAt(to, reach)];
    if (!a || !b) return null;
    const measure = between(a, b);
    this.become([...this.measures, measure]);
    return measure;
  }

  /** After each frame. */
  follow(): void {
    const { frame } = this.twin, place = (point: Measure["from"]) => frame.fromStation(point);
    const lines = this.measures.map(({ from, to }) => (this.isCut(from) && this.isCut(to) ? null : this.probe.line(place(from), place(to))));
    const from = this.start && this.probe.pixelOf(place(this.start.point));
    this.marks.show(this.measures, lines, from ? [from, this.end ?? from] : null, this.isOn || this.measures.length > 0);
  }

  said(): string | null {
    return this.measures.length ? encodeMeasures(this.measures) : null;
  }

  take(said: string | null): void {
    this.measures = decodeMeasures(said);
    this.update();
  }

  private place(at: Pixel, reach: number): void {
    const anchor = this.snapAt(at, reach);
    if (!anchor) {
      const why = this.probe.meetsBox(at) ? "reducedWhy" : "nothingToMeasure";
      this.page.say(why);
      this.bar.say(this.words(why));
      return;
    }
    if (!this.start) {
      this.start = anchor;
      this.page.say("firstPoint", { kind: this.words(KINDS[anchor.kind]) });
      this.marks.catch(at && this.probe.pixelOf(this.twin.frame.fromStation(anchor.point)), anchor.kind);
      this.update();
      return;
    }
    const measure = between(this.start, anchor);
    this.start = null;
    this.marks.catch(null);
    this.become([...this.measures, measure]);
    this.page.tell(this.marks.say(measure));
  }

  private become(measures: readonly Measure[]): void {
    this.measures = measures;
    this.update();
    this.twin.steps.noted();
  }

  private update(): void {
    this.bar.say(this.words(this.start ? "touchSecond" : "touchFirst"));
    this.bar.able("clearMeasures", this.measures.length > 0);
    this.twin.stage.invalidate();
  }

  /** Shows what a point there would be caught by; null puts the mark away. */
  private look(at: Pixel | null, reach: number, say = false): Anchor | null {
    const anchor = at && this.snapAt(at, reach);
    const caught = anchor && this.probe.pixelOf(this.twin.frame.fromStation(anchor.point));
    this.marks.catch(caught, anchor?.kind);
    this.end = caught ?? at;
    this.follow();
    if (say && anchor) this.page.say(KINDS[anchor.kind]);
    if (at && this.held !== null) this.loupe.show(at, caught, anchor ? this.words(KINDS[anchor.kind]) : "");
    return anchor;
  }

  private watchFinger(): void {
    const { canvas, signal } = this;
    let timer = 0, from: Pixel = { x: 0, y: 0 };
    const fingers = new Set<number>();
    const stop = () => clearTimeout(timer);
    canvas.addEventListener("pointerdown", (event) => {
      stop();
      fingers.add(event.pointerId);
      if (!this.isOn || event.button !== 0 || fingers.size > 1) return this.drop();
      from = this.onCanvas(event);
      timer = window.setTimeout(() => this.hold(event.pointerId, from), HOLD_MS);
    }, { signal });
    window.addEventListener("pointermove", (event) => {
      if (this.held === event.pointerId) this.look(this.onCanvas(event), PRECISE);
      else if (fingers.has(event.pointerId) && distance(this.onCanvas(event), from) > STILL_PX) stop();
    }, { signal });
    window.addEventListener("pointerup", (event) => {
      fingers.delete(event.pointerId);
      stop();
      if (this.held !== event.pointerId) return;
      const at = this.onCanvas(event);
      this.drop();
      this.place(at, PRECISE);
    }, { signal });
    window.addEventListener("pointercancel", (event) => { fingers.delete(event.pointerId); stop(); this.drop(); }, { signal });
    signal.addEventListener("abort", stop, { once: true });
  }

  private hold(finger: number, at: Pixel): void {
    this.held = finger;
    this.twin.stage.eye.controls.enabled = false;
    this.loupe.open(this.twin.stage.snapshot());
    this.look(at, PRECISE);
  }

  private drop(): void {
    if (this.held === null) return;
    this.held = null;
    this.lifted = performance.now();
    this.twin.stage.eye.controls.enabled = true;
    this.loupe.close();
    this.look(null, 0);
  }

  /** A mouse sees what it would be caught by before it clicks; once a frame. */
  private watchMouse(): void {
    let waiting = 0, at: Pixel = { x: 0, y: 0 };
    this.canvas.addEventListener("pointermove", (event) => {
      if (!this.isOn || event.pointerType !== "mouse" || event.buttons || this.held !== null) return;
      at = this.onCanvas(event);
      waiting ||= requestAnimationFrame(() => { waiting = 0; if (this.isOn) this.look(at, PRECISE); });
    }, { signal: this.signal });
    this.canvas.addEventListener("pointerleave", (event) => { if (this.isOn && event.pointerType === "mouse" && !this.aim.place) this.look(null, 0); }, { signal: this.signal });
    this.signal.addEventListener("abort", () => cancelAnimationFrame(waiting), { once: true });
  }

  /** Takes back the first point, then puts the tool away; the sheet is left alone. */
  private escape(event: KeyboardEvent): void {
    if (!this.isOn || (event.target as Element).closest("input, textarea, select, dialog")) return;
    event.stopImmediatePropagation();
    if (this.start) {
      this.start = null;
      this.look(this.aim.place, PRECISE);
      this.update();
      return;
    }
    const within = this.aim.place !== null;
    this.open(false);
    if (within) this.canvas.focus();
  }

  private isCut(point: Measure["from"]): boolean {
    return !this.probe.isKept(this.twin.frame.fromStation(point));
  }

  private onCanvas({ clientX, clientY }: PointerEvent): Pixel {
    const { left, top } = this.canvas.getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  }
}

function distance(a: Pixel, b: Pixel): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
