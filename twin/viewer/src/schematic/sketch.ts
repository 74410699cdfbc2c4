// A schematic drawn as SVG, in the colours of the page, with what is chosen marked on its lines too.
import { element, setAttributes } from "../dom";
import { nextOf, type Hotspot } from "../split/drawing";
import type { Words } from "../words";
import { lay } from "./layout";
import { asked, hotspotsOf, planOf, type DrawnLine, type DrawnSymbol, type Part, type Plan, type Schematic } from "./plan";
import { shapeOf } from "./shapes";

const SVG = "http://www.w3.org/2000/svg";
/** The line that stands in a legend. */
const SAMPLE = "M1 9H25";
/** Across what is not to be operated. */
const BAR = "M-14 11L14-11";

export interface Sketch {
  root: Element;
  /** What the looks of its lines and symbols mean: a sample of each and words. */
  legend: Element[];
  /** Across over down, and how wide it is when it is read with ease. */
  wide: number;
  natural: number;
  hotspots: Hotspot[];
  /** Marks the lines that bear the code. */
  mark(code: string | null): void;
  /** What a tap on a line means. */
  codeAt(target: Element, chosen: string | null): string | null;
}

export async function sketch(schematic: Schematic, title: string, words: Words, signal: AbortSignal): Promise<Sketch> {
  if (schematic.empty) return nothing(schematic.empty);
  const plan = planOf(schematic, await lay(asked(schematic), signal));
  const root = drawn(plan, schematic.colour, title);
  const lines = [...root.querySelectorAll<SVGElement>(".schematic-line")];
  const codesOf = (line: Element) => plan.lines[Number((line as SVGElement).dataset.line)].line.codes;
  return {
    root, legend: legendOf(schematic, words), wide: plan.width / plan.height, natural: plan.width, hotspots: hotspotsOf(plan),
    mark: (code) => { for (const line of lines) line.toggleAttribute("data-chosen", code !== null && codesOf(line).includes(code)); },
    codeAt: (target, chosen) => {
      const line = target.closest(".schematic-line");
      return line && codesOf(line).length ? nextOf(codesOf(line), chosen) : null;
    },
  };
}

function nothing(why: string): Sketch {
  return { root: element("p", { class: "schematic-empty" }, why), legend: [], wide: 2, natural: 0, hotspots: [], mark: () => undefined, codeAt: () => null };
}

function legendOf({ lines, loose, legend = [], colour }: Schematic, words: Words): Element[] {
  const supposed = lines.some((line) => line.supposed) ? [legendRow(words("schematicSupposed"), colour, lineLike({ supposed: true }, SAMPLE))] : [];
  const left = loose ? [element("li", {}, words("schematicLoose", { count: loose }))] : [];
  return [...legend.map((row) => legendRow(row.words, colour, sampleOf(row.look))), ...supposed, ...left];
}

/** As the drawing has it: the badge of a number, the name of a card, a valve that is left, else a short line. */
function sampleOf(look: Part): SVGElement {
  if (look === "device") return badge("1", { x: 13, y: 9 });
  if (look === "card") return written("M", { x: 13, y: 13, "text-anchor": "middle", class: "card" });
  if (look !== "shut" && look !== "barred") return lineLike({ part: look }, SAMPLE);
  const group = made("g", { class: "schematic-symbol", "data-part": look, transform: "translate(13 9) scale(0.75)" });
  group.append(made("path", { d: shapeOf("valve").path }), ...(look === "barred" ? [made("path", { class: "bar", d: BAR })] : []));
  return group;
}

/** What it looks like, and what it means. */
function legendRow(words: string, colour: string, sample: SVGElement): Element {
  const drawing = made("svg", { class: "schematic", viewBox: "0 0 26 18", width: 26, height: 18, "aria-hidden": true });
  drawing.style.setProperty("--family", colour);
  drawing.append(sample);
  const row = element("li", {}, element("span", {}, words));
  row.prepend(drawing);
  return row;
}

function drawn({ width, height, symbols, lines }: Plan, colour: string, title: string): SVGSVGElement {
  const root = made("svg", { class: "schematic", viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": title });
  root.style.setProperty("--family", colour);
  root.append(...lines.map(lineOf), ...symbols.map(symbolOf));
  return root as SVGSVGElement;
}

function lineLike({ part = "", supposed = false }: { part?: Part; supposed?: boolean }, d: string): SVGElement {
  const group = made("g", { class: "schematic-line", "data-part": part, "data-supposed": supposed });
  group.append(...strokes(d, { part, supposed }));
  return group;
}

/** What is lost or served is striped too, as in the 3D: its colour is near that of some networks. */
function strokes(d: string, { part, supposed }: { part?: Part; supposed: boolean }): SVGElement[] {
  const line = made("path", { class: "stroke", d });
  return part === "about" && !supposed ? [line, made("path", { class: "stripes", d })] : [line];
}

function lineOf({ line, points, arrow }: DrawnLine, number: number): SVGElement {
  const d = `M${points.map(({ x, y }) => `${x} ${y}`).join("L")}`;
  const group = made("g", { class: "schematic-line", "data-line": number, "data-supposed": line.supposed, "data-part": line.part ?? "" });
  if (line.colour) group.style.setProperty("--family", line.colour);
  group.append(made("path", { class: "touch", d }), ...strokes(d, line));
  if (arrow) group.append(made("path", { class: "arrow", d: `M${arrow.x} ${arrow.y}l-7-4v8Z` }));
  return group;
}

function symbolOf({ symbol, centre, labels, badge: at }: DrawnSymbol): SVGElement {
  const shape = shapeOf(symbol.shape);
  const group = made("g", { class: "schematic-symbol", "data-shape": symbol.shape, "data-outside": symbol.outside, "data-part": symbol.part ?? "" });
  group.append(made("path", { d: shape.path, transform: `translate(${centre.x} ${centre.y})`, "data-filled": shape.filled ?? false }));
  if (symbol.part === "barred") group.append(made("path", { class: "bar", d: BAR, transform: `translate(${centre.x} ${centre.y})` }));
  for (const { text, x, y, anchor, look } of labels) group.append(written(text, { x, y, "text-anchor": anchor, class: look }));
  if (at) group.append(badge(String(symbol.number), at));
  return group;
}

function badge(number: string, { x, y }: { x: number; y: number }): SVGElement {
  const group = made("g", { class: "schematic-number" });
  group.append(made("circle", { cx: x, cy: y, r: 8 }), written(number, { x, y: y + 4, "text-anchor": "middle", class: "strong" }));
  return group;
}

function written(text: string, attributes: Record<string, string | number>): SVGElement {
  const label = made("text", attributes);
  label.textContent = text;
  return label;
}

function made(tag: string, attributes: Record<string, string | number | boolean>): SVGElement {
  const one = document.createElementNS(SVG, tag);
  setAttributes(one, attributes);
  return one;
}
