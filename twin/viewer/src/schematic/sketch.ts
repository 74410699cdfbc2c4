// A schematic drawn as SVG, in the colours of the page, with what is chosen marked on its lines too.
import { element, setAttributes } from "../dom";
import { nextOf, type Hotspot } from "../split/drawing";
import type { Words } from "../words";
import { lay } from "./layout";
import { asked, hotspotsOf, planOf, type DrawnLine, type DrawnSymbol, type Plan, type Schematic } from "./plan";
import { shapeOf } from "./shapes";

const SVG = "http://www.w3.org/2000/svg";
const LEGEND = 20;

export interface Sketch {
  root: Element;
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
  const legend = legendOf(schematic, words);
  plan.height += legend.length * LEGEND;
  const root = drawn(plan, schematic.colour, title, legend);
  const lines = [...root.querySelectorAll<SVGElement>(".schematic-line")];
  const codesOf = (line: Element) => plan.lines[Number((line as SVGElement).dataset.line)].line.codes;
  return {
    root, wide: plan.width / plan.height, natural: plan.width, hotspots: hotspotsOf(plan),
    mark: (code) => { for (const line of lines) line.toggleAttribute("data-chosen", code !== null && codesOf(line).includes(code)); },
    codeAt: (target, chosen) => {
      const line = target.closest(".schematic-line");
      return line && codesOf(line).length ? nextOf(codesOf(line), chosen) : null;
    },
  };
}

function nothing(why: string): Sketch {
  return { root: element("p", { class: "schematic-empty" }, why), wide: 2, natural: 0, hotspots: [], mark: () => undefined, codeAt: () => null };
}

function legendOf({ lines, loose }: Schematic, words: Words): string[] {
  return [
    ...(lines.some((line) => line.supposed) ? [words("schematicSupposed")] : []),
    ...(loose ? [words("schematicLoose", { count: loose })] : []),
  ];
}

function drawn({ width, height, symbols, lines }: Plan, colour: string, title: string, legend: readonly string[]): SVGSVGElement {
  const root = made("svg", { class: "schematic", viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": title });
  root.style.setProperty("--family", colour);
  root.append(...lines.map(lineOf), ...symbols.map(symbolOf));
  legend.forEach((text, number) => root.append(written(text, { x: 20, y: height - (legend.length - number) * LEGEND + 8, class: "soft" })));
  return root as SVGSVGElement;
}

function lineOf({ line, points, arrow }: DrawnLine, number: number): SVGElement {
  const d = `M${points.map(({ x, y }) => `${x} ${y}`).join("L")}`;
  const group = made("g", { class: "schematic-line", "data-line": number, "data-supposed": line.supposed });
  group.append(made("path", { class: "touch", d }), made("path", { class: "stroke", d }));
  if (arrow) group.append(made("path", { class: "arrow", d: `M${arrow.x} ${arrow.y}l-7-4v8Z` }));
  return group;
}

function symbolOf({ symbol, centre, labels }: DrawnSymbol): SVGElement {
  const shape = shapeOf(symbol.shape);
  const group = made("g", { class: "schematic-symbol", "data-shape": symbol.shape, "data-outside": symbol.outside });
  group.append(made("path", { d: shape.path, transform: `translate(${centre.x} ${centre.y})`, "data-filled": shape.filled ?? false }));
  for (const { text, x, y, anchor, strong } of labels) group.append(written(text, { x, y, "text-anchor": anchor, class: strong ? "strong" : "soft" }));
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
