// A drawing on a sheet of paper that is scrolled and enlarged, with its hotspots as keys on it.
import { element, listen, setAttributes } from "../dom";
import type { Words } from "../words";
import type { Schematic } from "../schematic/plan";
import type { Sketch } from "../schematic/sketch";
import { area, codesOf, inReadingOrder, nextOf, readable, scrollTo, spotAt, type Contents, type Hotspot } from "./drawing";
import type { Paper } from "./pdf";

const PDF = "application/pdf";
const MARGIN = 12, FINGER = 24, MOST = 12, STEP = 1.4;
/** A schematic of few symbols does not grow beyond this many times the size in which it is read. */
const MOST_READ = 1.25;
/** CSS pixels: a hotspot that is smaller when it is shown is enlarged until a finger finds it. */
const LEGIBLE = 28;

export interface SurfaceActions {
  open(code: string): void;
  /** A tap or a finger's way on the page, in shares, while a steward draws; true when it was taken. */
  turned(page: number): void;
}

export class Surface {
  readonly root = element("div", { class: "drawing-view", tabindex: 0, role: "region" });
  /** What the looks of a schematic mean, always in sight below it. */
  readonly legend = element("ul", { class: "drawing-legend", hidden: true });
  /** The page: what is drawn on it, the hotspots, and what a steward is drawing. */
  readonly sheet = element("div", { class: "drawing-sheet" });
  private readonly picture = element("div", { class: "drawing-picture" });
  private readonly spots = element("ul", { class: "spots" });
  private readonly keys = new Map<string, HTMLButtonElement[]>();
  private contents: Contents | null = null;
  /** The file whose page is there. */
  private loaded: string | null = null;
  private paper: Paper | null = null;
  private sketch: Sketch | null = null;
  private drawn = 0;
  private zoom = 1;
  private wide = 1;
  private code: string | null = null;
  private pause = 0;
  page = 1;

  constructor(private readonly words: Words, private readonly actions: SurfaceActions, private readonly signal: AbortSignal) {
    this.sheet.append(this.picture, this.spots);
    this.root.append(this.sheet);
    listen(this.sheet, { click: (event) => this.tapped(event) }, signal);
    this.dragging();
    this.pinching();
    listen(this.root, {
      wheel: (event) => {
        if (!event.ctrlKey && !event.metaKey) return;
        event.preventDefault();
        this.enlarge(event.deltaY < 0 ? 1.15 : 1 / 1.15, event);
      },
      keydown: (event) => this.pressed(event),
    }, signal);
    const observer = new ResizeObserver(() => this.resized());
    observer.observe(this.root);
    signal.addEventListener("abort", () => { observer.disconnect(); this.paper?.close(); }, { once: true });
  }

  get pages(): number {
    return this.paper?.pages ?? 1;
  }

  /** Shows a drawing; resolves when its page is there to be seen. Throws when it cannot be drawn. */
  async show(contents: Contents, page: number, signal: AbortSignal): Promise<void> {
    this.contents = contents;
    this.root.setAttribute("aria-label", contents.title);
    const known = this.loaded === contents.url;
    if (!known) await this.load(contents, signal);
    if (this.sketch) contents.hotspots = this.sketch.hotspots;
    const there = Math.min(Math.max(page, 1), this.pages);
    if (known && there === this.page) this.showSpots();
    else await this.turn(there);
  }

  async turn(page: number): Promise<void> {
    this.page = page;
    if (this.paper) await this.drawPage();
    this.fit();
    this.zoom = this.sketch ? this.natural(this.sketch) : readable(this.spotsHere, { width: this.sheet.offsetWidth, height: this.sheet.offsetHeight }, { width: this.root.clientWidth - 2 * MARGIN, height: this.root.clientHeight - 2 * MARGIN });
    this.resize();
    if (this.paper && this.zoom > 1) await this.drawPage();
    this.showSpots();
    if (this.sketch?.hotspots.length) this.reveal(this.sketch.hotspots[0]);
    this.actions.turned(this.page);
  }

  /** A schematic opens in the size in which its labels are read. */
  private natural({ natural }: Sketch): number {
    return Math.min(MOST, Math.max(1, natural / Math.max(this.sheet.offsetWidth, 1)));
  }

  /** Outlines the hotspots of a code and brings the first to sight; turns the page when it is on another. */
  async select(code: string | null): Promise<void> {
    this.code = code;
    const there = this.contents?.hotspots.filter((spot) => code !== null && codesOf(spot).includes(code)) ?? [];
    const elsewhere = there.length && !there.some((spot) => spot.page === this.page);
    if (elsewhere) await this.turn(there[0].page);
    for (const [own, keys] of this.keys) {
      for (const key of keys) setAttributes(key, { "aria-current": own === code ? "true" : null });
    }
    this.sketch?.mark(code);
    const first = there.find((spot) => spot.page === this.page);
    if (first) this.reveal(first);
  }

  shows(code: string): boolean {
    return this.contents?.hotspots.some((spot) => codesOf(spot).includes(code)) ?? false;
  }

  enlarge(by: number, around?: { clientX: number; clientY: number }): void {
    const view = this.root.getBoundingClientRect();
    const x = around ? around.clientX - view.left : view.width / 2, y = around ? around.clientY - view.top : view.height / 2;
    const before = this.sheet.getBoundingClientRect();
    const share = { x: (x + view.left - before.left) / before.width, y: (y + view.top - before.top) / before.height };
    this.zoom = Math.min(MOST, Math.max(1, this.zoom * by));
    this.resize();
    const { offsetLeft, offsetTop, offsetWidth, offsetHeight } = this.sheet;
    this.root.scrollTo(offsetLeft + share.x * offsetWidth - x, offsetTop + share.y * offsetHeight - y);
    if (this.paper) this.drawSoon();
  }

  nearer(): void { this.enlarge(STEP); }
  farther(): void { this.enlarge(1 / STEP); }

  /** The whole page. */
  fit(): void {
    this.zoom = 1;
    this.resize();
    this.root.scrollTo(0, 0);
  }

  /** Brings a place of this page to sight. */
  reveal(box: { x: number; y: number; width: number; height: number }): void {
    const { offsetWidth: width, offsetHeight: height } = this.sheet;
    const larger = Math.max(box.width * width, box.height * height);
    if (larger < LEGIBLE) {
      this.zoom = Math.min(MOST, this.zoom * (2 * LEGIBLE) / Math.max(larger, 1));
      this.resize();
      if (this.paper) this.drawSoon();
    }
    const { scrollLeft, scrollTop, clientWidth, clientHeight } = this.root;
    const page = { left: this.sheet.offsetLeft, top: this.sheet.offsetTop, width: this.sheet.offsetWidth, height: this.sheet.offsetHeight };
    const to = scrollTo(box, page, { left: scrollLeft, top: scrollTop, width: clientWidth, height: clientHeight });
    this.root.scrollTo(to.left, to.top);
  }

  /** Where a pointer is, in shares of the page. */
  at(event: { clientX: number; clientY: number }): { x: number; y: number } {
    const sheet = this.sheet.getBoundingClientRect();
    return { x: (event.clientX - sheet.left) / sheet.width, y: (event.clientY - sheet.top) / sheet.height };
  }

  /** A finger's width, in shares of the page. */
  finger(pixels = FINGER): { x: number; y: number } {
    return { x: pixels / Math.max(this.sheet.offsetWidth, 1), y: pixels / Math.max(this.sheet.offsetHeight, 1) };
  }

  get spotsHere(): Hotspot[] {
    return this.contents?.hotspots.filter((spot) => spot.page === this.page) ?? [];
  }

  private async load(contents: Contents, signal: AbortSignal): Promise<void> {
    this.loaded = null;
    this.paper?.close();
    this.paper = this.sketch = null;
    this.picture.replaceChildren();
    this.spots.replaceChildren();
    this.legend.hidden = true;
    const paper = contents.media_type === PDF ? await (await import("./pdf")).openPaper(contents.url, signal) : null;
    if (contents.schematic) await this.loadSketch(contents.schematic, contents.title, signal);
    else if (!paper) await this.loadPicture(contents, signal);
    if (signal.aborted) paper?.close();
    signal.throwIfAborted();
    this.paper = paper;
    this.loaded = contents.url;
  }

  private async loadSketch(schematic: Schematic, title: string, signal: AbortSignal): Promise<void> {
    const { sketch } = await import("../schematic/sketch");
    const made = await sketch(schematic, title, this.words, signal);
    signal.throwIfAborted();
    this.sketch = made;
    this.wide = made.wide;
    this.picture.replaceChildren(made.root);
    this.legend.replaceChildren(...made.legend);
    this.legend.hidden = !made.legend.length;
  }

  private async loadPicture({ url, title }: Contents, signal: AbortSignal): Promise<void> {
    const image = element("img", { alt: title, draggable: "false" });
    image.src = url;
    await image.decode().catch(() => { if (!image.naturalWidth) throw new Error(`the drawing ${url} cannot be shown`); });
    // Another drawing may stand here by now.
    signal.throwIfAborted();
    this.wide = image.naturalWidth / Math.max(image.naturalHeight, 1) || 1;
    this.picture.replaceChildren(image);
  }

  /** The page at the size it is seen in; a later call wins over one that is still drawing. */
  private async drawPage(): Promise<void> {
    const turn = ++this.drawn;
    const canvas = await this.paper!.draw(this.page, this.zoom * Math.max(this.root.clientWidth, 320));
    if (turn !== this.drawn) return;
    setAttributes(canvas, { role: "img", "aria-label": this.contents!.title });
    this.wide = canvas.width / canvas.height;
    this.picture.replaceChildren(canvas);
  }

  private drawSoon(): void {
    clearTimeout(this.pause);
    this.pause = window.setTimeout(() => void this.drawPage().catch(() => undefined), 180);
  }

  private showSpots(): void {
    this.keys.clear();
    const here = this.sketch ? this.spotsHere : inReadingOrder(this.spotsHere);
    this.sheet.toggleAttribute("data-schematic", this.sketch !== null);
    const bySize = [...here].sort((a, b) => area(b) - area(a));
    this.spots.replaceChildren(...here.map((spot) => element("li", {}, this.key(spot, bySize.indexOf(spot)))));
  }

  /** Smaller ones lie over larger ones, so that a breaker is touched through its board. */
  private key(spot: Hotspot, over: number): HTMLButtonElement {
    const name = [spot.code, spot.words, spot.place, spot.standing === "placed" ? "" : this.words("spotKept")].filter(Boolean).join(", ");
    const key = element("button", { type: "button", class: "spot", title: name, "aria-label": name, "data-code": spot.code, "data-spot": spot.id, "data-standing": spot.standing });
    if (this.code !== null && codesOf(spot).includes(this.code)) key.setAttribute("aria-current", "true");
    placeAt(key, spot);
    key.style.zIndex = String(over + 1);
    key.append(element("span", { class: "code", "aria-hidden": "true" }, spot.code));
    for (const code of codesOf(spot)) this.keys.set(code, [...(this.keys.get(code) ?? []), key]);
    return key;
  }

  /** On a key or near one; what a keyboard presses has no place. */
  private tapped(event: MouseEvent): void {
    if (this.root.dataset.editing !== undefined) return;
    const key = (event.target as Element).closest<HTMLElement>(".spot");
    const place = this.at(event);
    const spot = event.detail === 0 && key ? this.spotsHere.find((each) => each.id === key.dataset.spot) : spotAt(this.spotsHere, place.x, place.y, this.finger());
    const code = spot ? nextOf(codesOf(spot), this.code) : this.sketch?.codeAt(event.target as Element, this.code);
    if (code) this.actions.open(code);
  }

  private pressed(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target !== this.root) return;
    const act = { "+": () => this.nearer(), "-": () => this.farther(), "0": () => this.fit() }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  private resized(): void {
    if (!this.contents || !this.root.clientWidth) return;
    this.resize();
    if (this.paper) this.drawSoon();
  }

  private resize(): void {
    const width = Math.max(this.root.clientWidth - 2 * MARGIN, 50), height = Math.max(this.root.clientHeight - 2 * MARGIN, 50);
    const whole = Math.min(width, height * this.wide, this.sketch?.natural ? MOST_READ * this.sketch.natural : Infinity);
    this.sheet.style.width = `${Math.round(whole * this.zoom)}px`;
    this.sheet.style.aspectRatio = String(this.wide);
  }

  /** A mouse takes the paper and moves it; fingers scroll by themselves. */
  private dragging(): void {
    let from: { x: number; y: number; left: number; top: number } | null = null;
    let moved = false;
    listen(this.root, {
      pointerdown: (event) => {
        if (event.pointerType !== "mouse" || event.button !== 0 || this.root.dataset.editing !== undefined) return;
        from = { x: event.clientX, y: event.clientY, left: this.root.scrollLeft, top: this.root.scrollTop };
        moved = false;
      },
    }, this.signal);
    window.addEventListener("pointermove", (event) => {
      if (!from) return;
      moved ||= Math.hypot(event.clientX - from.x, event.clientY - from.y) > 6;
      if (moved) this.root.scrollTo(from.left - event.clientX + from.x, from.top - event.clientY + from.y);
    }, { signal: this.signal });
    window.addEventListener("pointerup", () => { from = null; }, { signal: this.signal });
    this.root.addEventListener("click", (event) => { if (moved && event.detail) { event.stopPropagation(); moved = false; } }, { signal: this.signal, capture: true });
  }

  private pinching(): void {
    let apart = 0;
    const distance = ({ touches: [a, b] }: TouchEvent) => Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);
    const options = { signal: this.signal, passive: false };
    this.root.addEventListener("touchstart", (event) => { apart = event.touches.length === 2 ? distance(event) : 0; }, options);
    this.root.addEventListener("touchmove", (event) => {
      if (event.touches.length !== 2 || !apart) return;
      event.preventDefault();
      const now = distance(event), [a, b] = event.touches;
      this.enlarge(now / apart, { clientX: (a.clientX + b.clientX) / 2, clientY: (a.clientY + b.clientY) / 2 });
      apart = now;
    }, options);
  }
}

export function placeAt(target: HTMLElement, box: { x: number; y: number; width: number; height: number }): void {
  Object.assign(target.style, { left: `${100 * box.x}%`, top: `${100 * box.y}%`, width: `${100 * box.width}%`, height: `${100 * box.height}%` });
}
