// A small map of the storey: where one is, where one looks, and a tap to go there.
import type { Storey } from "../config";
import { element, icon, setAttributes } from "../dom";
import { extentOf, type Ground, type PlanRoom } from "../plan/rooms";
import { fromBottom, shortName } from "../storeys";
import type { Words } from "../words";

const SVG = "http://www.w3.org/2000/svg";
/** Metres across that the map shows at most; it goes along where a storey is larger. */
const WIDEST = 90;
const MARGIN = 3;

export interface Here { at: Ground; /** Clockwise from north, degrees. */ towards: number; storey: string | null }

export class MiniMap {
  private readonly box = element("section", { class: "minimap" });
  private readonly drawing = shape("svg", { role: "img" });
  private readonly rooms = shape("g", {});
  private readonly marker = shape("path", { class: "you", d: "M0-1 .62 .8 0 .45-.62 .8Z" });
  private readonly title = element("span", { class: "level" });
  private readonly upper: HTMLButtonElement;
  private readonly lower: HTMLButtonElement;
  private readonly order: Storey[];
  private extent: { low: Ground; high: Ground } = { low: [0, 0], high: [1, 1] };
  /** The storey drawn; another one than where one is only until one goes on. */
  private drawn: string | null = null;
  private here: Here | null = null;
  private metres = WIDEST;

  constructor(
    into: HTMLElement, private readonly storeys: readonly Storey[], private readonly roomsOf: (storey: string) => readonly PlanRoom[],
    private readonly words: Words, private readonly go: (point: Ground, storey: string) => void, signal: AbortSignal,
  ) {
    this.order = fromBottom(storeys).filter(({ id }) => roomsOf(id).length);
    const key = (word: "upper" | "lower", by: 1 | -1) => {
      const made = element("button", { type: "button", title: words(word), "aria-label": words(word), "data-by": by }, icon(word));
      made.addEventListener("click", () => this.turnTo(by), { signal });
      return made;
    };
    [this.upper, this.lower] = [key("upper", 1), key("lower", -1)];
    setAttributes(this.box, { "aria-label": words("minimap") });
    this.drawing.append(this.rooms, this.marker);
    this.drawing.addEventListener("click", (event) => this.tap(event as MouseEvent), { signal });
    this.box.append(this.drawing, element("div", { class: "minimap-bar" }, this.lower, this.title, this.upper));
    into.append(this.box);
    this.box.hidden = true;
  }

  /** Nothing to draw without a single outline. */
  get empty(): boolean {
    return this.order.length === 0;
  }

  get shown(): boolean {
    return !this.box.hidden;
  }

  show(shown: boolean): void {
    this.box.hidden = !shown;
    if (shown && this.here) this.follow(this.here);
  }

  follow(here: Here): void {
    const same = this.here?.storey === here.storey && this.here.at.every((value, axis) => Math.abs(value - here.at[axis]) < 0.01);
    this.here = here;
    if (!this.shown) return;
    const storey = this.order.some(({ id }) => id === here.storey) ? here.storey : this.drawn ?? this.order[0]?.id ?? null;
    if (storey && (this.drawn === null || !same)) this.draw(storey);
    this.place();
  }

  private turnTo(by: 1 | -1): void {
    const next = this.order[this.order.findIndex(({ id }) => id === this.drawn) + by];
    if (next) this.draw(next.id);
    this.place();
  }

  private draw(storey: string): void {
    if (storey === this.drawn) return;
    this.drawn = storey;
    const rooms = this.roomsOf(storey);
    this.rooms.replaceChildren(...rooms.map(({ outline, label }) => {
      const path = shape("path", { d: outline.map((ring) => `M${ring.map(([x, y]) => `${x} ${-y}`).join("L")}Z`).join("") });
      const title = shape("title", {});
      title.textContent = label;
      path.append(title);
      return path;
    }));
    this.extent = extentOf(rooms.flatMap(({ outline }) => outline));
    const at = this.order.findIndex(({ id }) => id === storey), level = this.order[at];
    this.title.textContent = shortName(level, this.storeys);
    this.drawing.setAttribute("aria-label", `${this.words("minimap")} · ${level.name}`);
    setAttributes(this.lower, { "aria-disabled": at === 0 });
    setAttributes(this.upper, { "aria-disabled": at === this.order.length - 1 });
  }

  private place(): void {
    const { here, extent: { low, high } } = this;
    if (!here) return;
    const { clientWidth: width, clientHeight: height } = this.drawing;
    const ratio = height / Math.max(width, 1) || 0.7;
    this.metres = Math.min(WIDEST, Math.max(high[0] - low[0], (high[1] - low[1]) / ratio) + 2 * MARGIN);
    const wide = this.metres, tall = wide * ratio;
    const left = slid(here.at[0], low[0] - MARGIN, high[0] + MARGIN, wide), bottom = slid(here.at[1], low[1] - MARGIN, high[1] + MARGIN, tall);
    this.drawing.setAttribute("viewBox", [left, -bottom - tall, wide, tall].map((value) => value.toFixed(2)).join(" "));
    const size = wide * 0.045;
    // Who is off the map is shown at its border.
    const x = Math.min(left + wide - size, Math.max(left + size, here.at[0])), y = Math.min(bottom + tall - size, Math.max(bottom + size, here.at[1]));
    this.marker.setAttribute("transform", `translate(${x.toFixed(2)} ${(-y).toFixed(2)}) rotate(${here.towards.toFixed(1)}) scale(${size.toFixed(2)})`);
    this.marker.toggleAttribute("data-elsewhere", here.storey !== this.drawn);
  }

  private tap(event: MouseEvent): void {
    const matrix = (this.drawing as SVGSVGElement).getScreenCTM();
    if (!matrix || !this.drawn) return;
    const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
    this.go([x, -y], this.drawn);
  }
}

/** Start of a window of this width around `at` within low…high; in the middle where the window is larger. */
export function slid(at: number, low: number, high: number, width: number): number {
  if (high - low <= width) return (low + high - width) / 2;
  return Math.min(high - width, Math.max(low, at - width / 2));
}

function shape(tag: "svg" | "g" | "path" | "title", attributes: Record<string, string>): SVGElement {
  const made = document.createElementNS(SVG, tag);
  setAttributes(made, attributes);
  return made;
}
