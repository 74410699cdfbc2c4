// Questions to the network, drawn: the path lit with its direction, devices by number, rooms that lose service tinted.
import type * as three from "three";

import { fetchTrace } from "../api";
import type { Vec3, ViewerConfig } from "../config";
import { byId, element, icon } from "../dom";
import type { Page } from "../page";
import { RoomLines } from "../plan/roomlines";
import type { Twin } from "../twin";
import type { Words } from "../words";
import { addressOf, litBy, readAsked, saysState, worthSeeing, written, type Asked, type TraceAnswer } from "./answer";
import { arrowsAlong, type Extent } from "./arrows";
import { FlowArrows } from "./flow";
import { DeviceMarks } from "./marks";

/** Of the colour of what is lost, on the floors of its rooms. */
const FLOOR_TINT = 0.34;

export class Tracing {
  private answer: TraceAnswer | null = null;
  private asked: AbortController | null = null;
  private floors: RoomLines | null = null;
  private readonly arrows = new FlowArrows();
  private readonly marks: DeviceMarks;
  private readonly legend: HTMLElement;
  private drawnWith = -1;
  private inks: { accent: three.Color; lost: three.Color } | null = null;

  constructor(private readonly config: ViewerConfig, private readonly twin: Twin, private readonly page: Page, private readonly words: Words, private readonly signal: AbortSignal) {
    this.marks = new DeviceMarks(byId("scene"), words("toOperate"), (code) => void twin.select(code, { fly: true }), signal);
    this.legend = element("div", { class: "legend trace-legend", hidden: true });
    page.legends.append(this.legend);
    twin.stage.lay(this.arrows.group);
    signal.addEventListener("abort", () => this.dispose(), { once: true });
    document.addEventListener("htmx:afterRequest", (event) => void (saysState((event as CustomEvent).detail) && this.again()), { signal });
    twin.keeping.add("trace", { said: () => this.answer && written(this.answer), take: (said) => this.take(readAsked(said)) });
  }

  /** Somebody asks: the answer in words is laid where the sheet is, and the picture goes where it matters. */
  async ask(asked: Asked): Promise<void> {
    await this.twin.steps.asOne(() => this.fetch(asked, true));
  }

  /** Nothing is drawn of it any more. */
  end(): void {
    this.asked?.abort();
    if (this.answer) this.show(null);
  }

  /** After each frame. */
  follow(): void {
    this.marks.follow(this.twin);
    if (this.answer && this.drawnWith !== this.twin.pagesLoaded) this.draw();
  }

  setTheme(accent: three.Color, lost: three.Color): void {
    this.inks = { accent, lost };
    this.arrows.setInk(accent);
    this.floors?.setInk(lost);
    this.twin.stage.invalidate();
  }

  private async take(asked: Asked | null): Promise<void> {
    if (!asked) this.end();
    else await this.fetch(asked, false);
  }

  /** A server that does not answer leaves the picture as it was; the words beside it say so. */
  private async fetch(asked: Asked, fly: boolean): Promise<void> {
    this.asked?.abort();
    const going = (this.asked = new AbortController());
    try {
      const answer = await fetchTrace(addressOf(this.config.traces!, asked), AbortSignal.any([this.signal, going.signal]));
      this.show(answer.nothing ? null : answer);
      if (!fly) this.page.openAddress(answer.page);
      if (fly && this.answer) await this.approach();
    } catch (error) {
      if ((error as Error).name !== "AbortError") console.warn(error);
    }
  }

  /** What somebody said of a device beside the answer changes it; the words there have come anew already. */
  private async again(): Promise<void> {
    if (!this.answer) return;
    try {
      const answer = await fetchTrace(addressOf(this.config.traces!, this.answer), this.signal);
      this.show(answer.nothing ? null : answer);
    } catch (error) {
      if ((error as Error).name !== "AbortError") console.warn(error);
    }
  }

  private show(answer: TraceAnswer | null): void {
    this.answer = answer;
    this.drawnWith = -1;
    this.marks.show(answer?.devices ?? []);
    this.tell();
    this.tint();
    this.draw();
    this.twin.showTrace(answer && litBy(this.twin.index.table, answer));
  }

  private async approach(): Promise<void> {
    const box = this.twin.stage.boxOf(worthSeeing(this.twin.index.table, this.answer!));
    if (box) await this.twin.stage.eye.flyTo(box);
  }

  private draw(): void {
    this.drawnWith = this.twin.pagesLoaded;
    const { table } = this.twin.index;
    const boxes = (code: string) => (table.byCode.get(code) ?? []).flatMap((feature) => this.extentOf(feature));
    this.arrows.show(this.answer ? arrowsAlong(this.answer.path.map(boxes)) : []);
    this.twin.stage.invalidate();
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

  /** What the colours mean, and the key that puts it all away. */
  private tell(): void {
    const { answer, words } = this;
    this.legend.hidden = !answer;
    if (!answer) return;
    const close = element("button", { type: "button", class: "button", title: words("endTrace") }, icon("close"), element("span", {}, words("endTrace")));
    close.addEventListener("click", () => this.end(), { signal: this.signal });
    const loses = answer.ask === "stops" || answer.ask === "close";
    const rows: [string, string][] = [["path", words("tracePath")]];
    if (answer.about.length && answer.ask !== "fed") rows.push(["about", words(loses ? "traceLost" : "traceServed")]);
    if (answer.devices.length) rows.push(["device", words("toOperate")]);
    this.legend.replaceChildren(element("ul", {}, ...rows.map(([look, said]) =>
      element("li", { class: `t-${look}` }, element("span", { class: "swatch", "aria-hidden": "true" }), element("span", {}, said)))), close);
  }

  private dispose(): void {
    this.arrows.dispose();
    this.floors?.dispose();
  }
}
