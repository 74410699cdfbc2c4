// Measures drawn over the 3D: their lines, their lengths with a key that removes each, and the mark of what a point is caught by.
import { element, icon, listen, setAttributes } from "../dom";
import { besideIn, freeArea, keptIn, middleIn } from "../panels/freearea";
import type { Pixel } from "../stage/probe";
import type { Words } from "../words";
import { lengthIn, partsOf, type Measure, type SnapKind } from "./measure";

const SVG = "http://www.w3.org/2000/svg";
/** Below this a part is none: a measure that is level says one length. Metres. */
const LEVEL = 0.005;

/** Half of a label's width, CSS pixels. */
const HALF = 90;

/** 24 × 24, its middle at 12, 12: a square on corners, a line on edges, a ring around axes, a cross on faces. */
const SHAPES: Record<SnapKind, string> = {
  corner: "M5 5h14v14H5z", edge: "M4 12h16M12 7v10", axis: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 11v2M2 12h6M16 12h6",
  axisEnd: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 8v8M8 12h8", face: "M6 6l12 12M18 6L6 18", cut: "M6 6l12 12M18 6L6 18M4 4h16v16H4z",
};

interface Label { box: HTMLElement; text: HTMLElement }

export class Marks {
  private readonly layer: HTMLElement;
  private readonly lines = document.createElementNS(SVG, "svg");
  private readonly mark = document.createElementNS(SVG, "svg");
  private labels: Label[] = [];

  constructor(into: HTMLElement, private readonly words: Words, private readonly language: string, private readonly remove: (index: number) => void, private readonly signal: AbortSignal) {
    this.layer = element("div", { class: "measures", role: "group", "aria-label": words("measures"), hidden: true });
    setAttributes(this.lines, { class: "measure-lines", "aria-hidden": "true" });
    setAttributes(this.mark, { class: "snap-mark", viewBox: "0 0 24 24", "aria-hidden": "true", hidden: true });
    this.layer.append(this.lines, this.mark);
    into.append(this.layer);
  }

  /** The measures with their lines in the picture, null for those out of sight; `open` is a line whose end is still sought. */
  show(measures: readonly Measure[], lines: readonly ([Pixel, Pixel] | null)[], open: [Pixel, Pixel] | null, shown: boolean): void {
    this.layer.hidden = !shown;
    while (this.labels.length > measures.length) this.labels.pop()!.box.remove();
    while (this.labels.length < measures.length) this.labels.push(this.made(this.labels.length));
    measures.forEach((measure, i) => this.hang(this.labels[i], measure, lines[i], i));
    this.lines.replaceChildren(...[...lines, open].flatMap((line) => (line ? this.drawn(line) : [])));
  }

  /** Where a point is caught, and by what; null for nowhere. */
  catch(at: Pixel | null, kind: SnapKind = "face"): void {
    setAttributes(this.mark, { hidden: !at, "data-kind": kind });
    if (!at) return;
    this.layer.hidden = false;
    this.mark.style.transform = `translate(${Math.round(at.x)}px, ${Math.round(at.y)}px) translate(-50%, -50%)`;
    this.mark.replaceChildren(...["halo", "line"].map((layer) => path(SHAPES[kind], layer)));
  }

  /** How a measure is said: its length, and level and upright parts where it has both. */
  say(measure: Measure): string {
    const { distance, horizontal, vertical } = partsOf(measure);
    const values = { length: lengthIn(distance, this.language), across: lengthIn(horizontal, this.language), up: lengthIn(vertical, this.language) };
    return this.words(horizontal > LEVEL && vertical > LEVEL ? "measuredParts" : "measured", values);
  }

  private hang({ box, text }: Label, measure: Measure, line: [Pixel, Pixel] | null, index: number): void {
    const area = freeArea(this.layer), hung = line && middleIn(area, line);
    box.hidden = !hung;
    if (!hung) return;
    const { distance, horizontal, vertical } = partsOf(measure);
    const parts = horizontal > LEVEL && vertical > LEVEL ? `↔ ${lengthIn(horizontal, this.language)}  ↕ ${lengthIn(vertical, this.language)}` : "";
    const said = `${lengthIn(distance, this.language)}|${parts}|${index}`;
    if (box.dataset.said !== said) {
      box.dataset.said = said;
      text.replaceChildren(element("strong", {}, lengthIn(distance, this.language)), ...(parts ? [element("span", {}, parts)] : []));
      setAttributes(box, { "aria-label": this.say(measure) });
    }
    const size = { width: box.offsetWidth, height: box.offsetHeight };
    const middle = besideIn(area, line, { ...hung, x: keptIn(area, hung, HALF).x }, size);
    box.style.transform = `translate(${Math.round(middle.x)}px, ${Math.round(middle.y)}px) translate(-50%, -50%)`;
  }

  private made(index: number): Label {
    const name = this.words("removeMeasure"), text = element("span", { class: "measure-text" });
    const key = element("button", { type: "button", title: name, "aria-label": name }, icon("close"));
    listen(key, { click: () => this.remove(index) }, this.signal);
    const box = element("div", { class: "measure", role: "group" }, text, key);
    this.layer.append(box);
    return { box, text };
  }

  private drawn([from, to]: [Pixel, Pixel]): SVGElement[] {
    const d = `M${from.x.toFixed(1)} ${from.y.toFixed(1)}L${to.x.toFixed(1)} ${to.y.toFixed(1)}`;
    const ends = [from, to].map(({ x, y }) => path(`M${x.toFixed(1)} ${y.toFixed(1)}h0`, "end"));
    return [path(d, "halo"), path(d, "line"), ...ends];
  }
}

function path(d: string, kind: string): SVGPathElement {
  const drawn = document.createElementNS(SVG, "path");
  setAttributes(drawn, { class: kind, d });
  return drawn;
}
