// Questions to the network, drawn: the path lit with its direction, devices by number, rooms that lose service tinted.
import type * as three from "three";

import { fetchTrace } from "../api";
import type { Vec3, ViewerConfig } from "../config";
import { byId, element, icon } from "../dom";
import type { Page } from "../page";
import { RoomLines } from "../plan/roomlines";
import { Overlay } from "../supposed/overlay";
import type { Twin } from "../twin";
import type { Words } from "../words";
import { addressOf, cardedBeside, isDrawn, litBy, readAsked, saysState, worthSeeing, written, type Asked, type TraceAnswer } from "./answer";
import { arrowsAlong } from "./arrows";
import { bendsOf } from "./bends";
import { legsThrough, linesOf, type Extent, type Leg } from "./course";
import { FlowArrows } from "./flow";
import { DeviceMarks, isPlaced, LEFT_SIGNS } from "./marks";

/** Of the colour of what is lost, on the floors of its rooms. */
const FLOOR_TINT = 0.34;

export class Tracing {
  private answer: TraceAnswer | null = null;
  private asked: AbortController | null = null;
  private floors: RoomLines | null = null;
  private readonly arrows = new FlowArrows();
  /** Below the numbers of devices. */
  private readonly supposed = new Overlay(byId("scene"));
  private readonly marks: DeviceMarks;
  private readonly legend: HTMLElement;
  private drawnWith = -1;
  /** The eye is to go where it matters as soon as that has come. */
  private due = false;
  private inks: { accent: three.Color; lost: three.Color } | null = null;
  /** Told when an answer begins to be drawn, and when it ends: what else lies over the 3D makes room. */
  drawing: (on: boolean) => void = () => undefined;

  constructor(private readonly config: ViewerConfig, private readonly twin: Twin, private readonly page: Page, private readonly words: Words, private readonly signal: AbortSignal) {
    this.legend = element("div", { class: "legend trace-legend", hidden: true });
    this.marks = new DeviceMarks(byId("scene"), words("toOperate"), this.legend, (code) => void twin.select(code, { fly: true }), signal);
    page.legends.append(this.legend);
    twin.stage.lay(this.arrows.group);
    signal.addEventListener("abort", () => this.dispose(), { once: true });
    document.addEventListener("htmx:afterRequest", (event) => void (saysState((event as CustomEvent).detail) && this.again()), { signal });
    const tracing = this;
    addEventListener("popstate", ({ state }) => void this.return((state as { trace?: string } | null)?.trace ?? null), { signal });
    twin.keeping.add("trace", {
      said: () => this.answer && written(this.answer), leads: true, take: (said, leads) => this.take(readAsked(said), leads), get reading() { return tracing.answer?.page ?? null; },
    });
  }

  get isOn(): boolean {
    return this.answer !== null;
  }

  /** Somebody asks: the answer in words is laid where the sheet is, and the picture goes where it matters. */
  async ask(asked: Asked): Promise<void> {
    const before = this.answer;
    await this.twin.steps.asOne(() => this.fetch(asked, true));
    if (!this.answer || this.answer === before) return;
    // The browser's own key back leads to what was there before, not out of the station.
    history.replaceState({ ...history.state, trace: before && written(before) }, "");
    history.pushState({ ...history.state, trace: written(this.answer) }, "");
  }

  /** The browser's keys back and forth: the answer that was drawn then, or the sheet of what was asked about. */
  private async return(said: string | null): Promise<void> {
    const asked = readAsked(said), code = this.answer?.code;
    if (asked && !this.shows(asked)) await this.twin.steps.asOne(() => this.take(asked, true));
    if (asked || !code) return;
    await this.twin.steps.asOne(async () => this.end());
    void this.page.openSheet(code);
  }

  /** Is this what is drawn? */
  shows(asked: Asked): boolean {
    return this.answer !== null && written(this.answer) === written(asked);
  }

  /** Nothing is drawn of it any more. */
  end(): void {
    this.asked?.abort();
    if (this.answer) this.show(null);
  }

  /** After each frame. */
  follow(): void {
    this.supposed.follow(this.twin);
    this.marks.follow(this.twin);
    if (!this.answer || this.drawnWith === this.twin.pagesLoaded) return;
    this.draw();
    if (this.due) void this.approach();
  }

  setTheme(accent: three.Color, halo: three.Color, lost: three.Color): void {
    this.inks = { accent, lost };
    this.arrows.setInk(accent, halo);
    this.floors?.setInk(lost);
    this.twin.stage.invalidate();
  }

  /** Comes back with a step or a link; `leads`: the link says of no eye where it is to be. */
  private async take(asked: Asked | null, leads: boolean): Promise<void> {
    if (!asked) return this.end();
    await this.fetch(asked, leads);
    if (this.answer) this.page.openAnswer(this.answer.page);
    else if (leads) this.twin.zoomToSelection();
  }

  /** A server that does not answer leaves the picture as it was; the words beside it say so. */
  private async fetch(asked: Asked, fly: boolean): Promise<void> {
    this.asked?.abort();
    const going = (this.asked = new AbortController());
    try {
      const answer = await fetchTrace(addressOf(this.config.traces!, asked), AbortSignal.any([this.signal, going.signal]));
      this.show(isDrawn(answer) ? answer : null);
      if (fly && this.answer) await this.lead(this.answer);
    } catch (error) {
      if ((error as Error).name !== "AbortError") console.warn(error);
    }
  }

  /** What somebody said of a device beside the answer changes it; the words there have come anew already. */
  private async again(): Promise<void> {
    if (!this.answer) return;
    try {
      const answer = await fetchTrace(addressOf(this.config.traces!, this.answer), this.signal);
      this.show(isDrawn(answer) ? answer : null);
    } catch (error) {
      if ((error as Error).name !== "AbortError") console.warn(error);
    }
  }

  private show(answer: TraceAnswer | null): void {
    this.answer = answer;
    this.due = false;
    this.drawnWith = -1;
    this.supposed.show(answer?.supposed ?? []);
    this.marks.show(answer);
    this.drawing(answer !== null);
    this.tell();
    this.tint();
    this.draw();
    this.twin.showTrace(answer && litBy(this.twin.index.table, answer));
  }

  /** What is asked about bears the tag, whatever was looked at before, and the eye goes where it matters. */
  private async lead({ code }: TraceAnswer): Promise<void> {
    if (this.twin.selection() !== code) await this.twin.select(code, { fly: false });
    await this.approach();
  }

  private async approach(): Promise<void> {
    const { stage, index } = this.twin;
    const features = worthSeeing(index.table, this.answer!);
    this.due = !this.twin.complete && features.some((feature) => !stage.boxOf([feature]));
    const box = this.due ? null : this.within(stage.boxOf(features));
    if (box) await stage.eye.flyTo(box);
  }

  /** What goes out all over the station is looked at as the station is, not from farther away. */
  private within(box: three.Box3 | null): three.Box3 | null {
    const whole = this.twin.homeBox(), size = (each: three.Box3) => each.min.distanceTo(each.max);
    return box && whole && size(box) > size(whole) ? whole : box;
  }

  private draw(): void {
    this.drawnWith = this.twin.pagesLoaded;
    this.arrows.show(this.answer ? arrowsAlong(linesOf(this.legs(this.answer), (leg) => this.bends(leg))) : []);
    this.twin.stage.invalidate();
  }

  /** By its ports; where the models place none, by the boxes of what is drawn. What is asked about is outlined: an arrow on it would not be seen. */
  private legs({ code: asked, course, path }: TraceAnswer): Leg[] {
    const { frame, index: { table } } = this.twin;
    const placed = course.filter(({ code }) => code !== asked);
    if (placed.length) return placed.map(({ code, from, to }) => ({ code, from: frame.fromStation(from), to: frame.fromStation(to) }));
    return legsThrough(path.map((code) => ({ code, boxes: (table.byCode.get(code) ?? []).flatMap((feature) => this.extentOf(feature)) })));
  }

  private bends({ code, from, to }: Leg): Vec3[] | null {
    return bendsOf(this.twin.stage.loaded.trianglesOf(this.twin.index.table.byCode.get(code) ?? []), from, to);
  }

  private extentOf(feature: number): Extent[] {
    const box = this.twin.stage.boxOf([feature]);
    return box ? [{ min: box.min.toArray() as Vec3, max: box.max.toArray() as Vec3 }] : [];
  }

  private tint(): void {
    this.floors?.group.removeFromParent();
    this.floors?.dispose();
    this.floors = null;
    const wanted = new Set(this.answer?.ask === "fed" ? [] : this.answer?.rooms);
    const rooms = this.twin.index.table.rooms.filter(({ code, name }) => wanted.has(code ?? name));
    const drawn = rooms.map(({ outline = [], floor = null }) => ({ outline, floor }));
    if (!drawn.length) return;
    this.floors = new RoomLines(drawn, this.twin.index.origin, FLOOR_TINT);
    if (this.inks) this.floors.setInk(this.inks.lost);
    this.twin.stage.lay(this.floors.group);
  }

  /** What the colours mean, what has no place in the picture, and the key that puts it all away. */
  private tell(): void {
    const { answer, words } = this;
    this.legend.hidden = !answer;
    if (!answer) return;
    const close = element("button", { type: "button", class: "button", title: words("endTrace"), "aria-label": words("endTrace") }, icon("close"), element("span", {}, words("endTrace")));
    close.addEventListener("click", () => this.end(), { signal: this.signal });
    const loses = answer.ask === "stops" || answer.ask === "close", carded = cardedBeside(answer);
    const rows: [string, string][] = [];
    if (answer.path.length) rows.push(["path", words("tracePath")]);
    if (answer.supposed?.length) rows.push(["supposed", words("supposed")]);
    if (answer.about.length) rows.push(["about", words(loses ? "traceLost" : answer.ask === "fed" ? "traceComes" : "traceServed")]);
    if (answer.devices.length) rows.push(["device", words("toOperate")]);
    if (carded.length) rows.push(["card", words("byCard")]);
    for (const why of ["barred", "shut"] as const) if (answer.left.some((each) => each.why === why)) rows.push([why, words(why)]);
    const meanings = rows.map(([look, said]) => element("li", { class: `t-${look}` }, this.sample(look), element("span", {}, said)));
    const beyond = [...answer.devices.map((each) => ({ ...each, sign: String(each.number) })), ...carded.map((each) => ({ ...each, sign: each.label }))]
      .filter((each) => !isPlaced(this.twin.index.table, each))
      .map(({ sign, words: said, where }) => element("li", {}, element("strong", {}, sign), element("span", {}, [said, where].filter(Boolean).join(" · "))));
    this.legend.replaceChildren(element("ul", {}, ...meanings), close, ...(beyond.length ? [element("ul", { class: "beyond", "aria-label": words("notInPicture") }, ...beyond)] : []));
  }

  private sample(look: string): Element {
    if (look in LEFT_SIGNS) return element("span", { class: `trace-left ${look}`, "aria-hidden": "true" }, icon(LEFT_SIGNS[look as keyof typeof LEFT_SIGNS]));
    return element("span", { class: "swatch", "aria-hidden": "true" });
  }

  private dispose(): void {
    this.arrows.dispose();
    this.floors?.dispose();
  }
}
