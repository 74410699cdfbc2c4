// A schematic as plain data: what the server tells of it, what is asked of the layout, and where everything is drawn then.
import type { ElkExtendedEdge, ElkNode } from "elkjs/lib/elk-api";

import type { Hotspot } from "../split/drawing";
import { shapeOf } from "./shapes";

/** What an answer of the network says of a symbol or a line: lit as the 3D lights it. "more" is what one picture cannot hold. */
export type Part = "" | "asked" | "device" | "barred" | "shut" | "card" | "about" | "path" | "more";
/** `part`, `number` (when it is operated) and `label` (of the card that closes it) are of an answer's diagram alone. */
export interface SchematicSymbol {
  shape: string; codes: string[]; within: string[]; count: number; words: string; place: string; room: string; outside: boolean; part?: Part; number?: number; label?: string;
}
/** `colour` of a line of another network than most. */
export interface SchematicLine {
  tail: number; head: number; directed: boolean; supposed: boolean; evidence: string; codes: string[]; part?: Part; colour?: string;
}
/** `empty`: why nothing is drawn; `loose`: how much equipment nothing joins to anything; `legend`: what the parts of an answer mean. */
export interface Schematic {
  colour: string; symbols: SchematicSymbol[]; lines: SchematicLine[]; loose: number; empty: string; legend?: { look: Part; words: string }[];
}

interface Point { x: number; y: number }
export interface Rectangle extends Point { width: number; height: number }
export interface Label extends Point { text: string; anchor: "start" | "middle"; look: "strong" | "card" | "soft"; width: number }
/** `badge`: where the number of what is operated stands. */
export interface DrawnSymbol { symbol: SchematicSymbol; centre: Point; box: Rectangle; labels: Label[]; badge: Point | null }
export interface DrawnLine { line: SchematicLine; points: Point[]; arrow: Point | null }
export interface Plan { width: number; height: number; symbols: DrawnSymbol[]; lines: DrawnLine[] }

/** Units are CSS pixels at the size in which a schematic is read. */
const SYMBOL = 32, DOT = 8, BADGE = 12, GAP = 6, LINE_HEIGHT = 14, MARGIN = 20, LONGEST = 24;
/** The widest that a character of a label is on average: capitals and figures of the bold face at 11 pixels. */
const CHARACTER = 6.9;

/** What a symbol is called on the drawing: its code, and what it stands for where there is room. */
export function labelsOf(symbol: SchematicSymbol, last: boolean): string[] {
  if (symbol.shape === "run") return [];
  if (["end", "source", "outlet", "more"].includes(symbol.shape)) return [symbol.words];
  const name = symbol.count > 1 ? symbol.words : symbol.codes[0] ?? symbol.words;
  return [name, ...(symbol.label ? [symbol.label] : []), ...((last || symbol.count > 1) && symbol.room ? [symbol.room] : [])].map(shortened);
}

const shortened = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST - 1).trimEnd()}…` : text);
const widthOf = (text: string): number => Math.ceil(text.length * CHARACTER);

/** What ends a line has its labels at its right, what stands in one below it. */
interface Room { width: number; height: number; centre: Point; labels: Label[] }

function roomOf(symbol: SchematicSymbol, last: boolean): Room {
  const texts = labelsOf(symbol, last), widest = Math.max(0, ...texts.map(widthOf));
  if (!texts.length) return { width: DOT, height: DOT, centre: { x: DOT / 2, y: DOT / 2 }, labels: [] };
  const centre = last ? { x: SYMBOL / 2, y: SYMBOL / 2 } : { x: Math.max(SYMBOL, widest) / 2, y: SYMBOL / 2 };
  const labels = texts.map((text, number): Label => ({
    text, look: number === 0 ? "strong" : text === symbol.label ? "card" : "soft", width: widthOf(text), anchor: last ? "start" : "middle",
    x: last ? SYMBOL + GAP : centre.x,
    y: last ? centre.y + 4 + (number - (texts.length - 1) / 2) * LINE_HEIGHT : SYMBOL + 10 + number * LINE_HEIGHT,
  }));
  return last
    ? { width: SYMBOL + GAP + widest, height: SYMBOL, centre, labels }
    : { width: centre.x * 2, height: SYMBOL + texts.length * LINE_HEIGHT, centre, labels };
}

const roomsOf = ({ symbols, lines }: Schematic): Room[] => {
  const goesOn = new Set(lines.map((line) => line.tail));
  return symbols.map((symbol, number) => roomOf(symbol, !goesOn.has(number)));
};

/**
 * What the layout is asked for: layers from the left to the right, lines with right angles that arrive at one point of a symbol. The server
 * tells symbols from the source on, so that of a loop only what leads back is turned.
 */
export function asked(schematic: Schematic): ElkNode {
  return {
    id: "all",
    layoutOptions: {
      "elk.algorithm": "layered", "elk.direction": "RIGHT", "elk.edgeRouting": "ORTHOGONAL",
      "elk.padding": `[top=${MARGIN},left=${MARGIN},bottom=${MARGIN},right=${MARGIN}]`,
      "elk.spacing.nodeNode": "10", "elk.spacing.componentComponent": "28",
      "elk.layered.spacing.nodeNodeBetweenLayers": "22", "elk.layered.spacing.edgeNodeBetweenLayers": "12",
      "elk.layered.spacing.edgeEdgeBetweenLayers": "10", "elk.spacing.edgeNode": "12",
      "elk.layered.nodePlacement.strategy": "NETWORK_SIMPLEX", "elk.layered.cycleBreaking.strategy": "MODEL_ORDER",
      "elk.layered.considerModelOrder.strategy": "NODES_AND_EDGES", "elk.layered.considerModelOrder.crossingCounterNodeInfluence": "0.001",
    },
    children: roomsOf(schematic).map(({ width, height, centre }, number) => ({
      id: String(number), width, height, layoutOptions: { "elk.portConstraints": "FIXED_POS" },
      ports: [
        { id: `${number}<`, x: 0, y: centre.y, width: 0, height: 0, layoutOptions: { "elk.port.side": "WEST" } },
        { id: `${number}>`, x: width, y: centre.y, width: 0, height: 0, layoutOptions: { "elk.port.side": "EAST" } },
      ],
    })),
    edges: schematic.lines.map(({ tail, head }, number) => ({ id: String(number), sources: [`${tail}>`], targets: [`${head}<`] })),
  };
}

/** Where everything is drawn, of what the layout says. */
export function planOf(schematic: Schematic, laid: ElkNode): Plan {
  const rooms = roomsOf(schematic), at = new Map((laid.children ?? []).map((child) => [child.id, child]));
  const symbols = schematic.symbols.map((symbol, number): DrawnSymbol => {
    const { x = 0, y = 0 } = at.get(String(number)) ?? {}, { width, height, centre, labels } = rooms[number];
    return {
      symbol, centre: { x: x + centre.x, y: y + centre.y }, box: { x, y, width, height },
      labels: labels.map((label) => ({ ...label, x: x + label.x, y: y + label.y })),
      badge: symbol.number ? { x: x + centre.x - BADGE, y: y + centre.y - BADGE } : null,
    };
  });
  const routes = new Map((laid.edges ?? []).map((edge) => [edge.id, edge]));
  const lines = schematic.lines.map((line, number) => drawnLine(line, routes.get(String(number)), symbols));
  return { width: laid.width ?? 0, height: laid.height ?? 0, symbols, lines };
}

/** The layout ends a line at the side of the room that a symbol takes; it is drawn on to the symbol itself. */
function drawnLine(line: SchematicLine, route: ElkExtendedEdge | undefined, symbols: readonly DrawnSymbol[]): DrawnLine {
  const [tail, head] = [symbols[line.tail], symbols[line.head]];
  const between = (route?.sections ?? []).flatMap(({ startPoint, bendPoints = [], endPoint }) => [startPoint, ...bendPoints, endPoint]);
  const first = { x: tail.centre.x + shapeOf(tail.symbol.shape).reach, y: tail.centre.y };
  const last = { x: head.centre.x - shapeOf(head.symbol.shape).reach, y: head.centre.y };
  const arrow = line.directed && head.symbol.shape !== "run" && head.symbol.shape !== "end" ? last : null;
  return { line, points: withoutRepeats([first, ...between, last]), arrow };
}

const withoutRepeats = (points: readonly Point[]): Point[] =>
  points.filter((point, number) => !number || Math.hypot(point.x - points[number - 1].x, point.y - points[number - 1].y) > 0.01);

/** What is tapped on it, in shares of the plan: from the source on, as one reads. What has no code cannot be chosen. */
export function hotspotsOf({ width, height, symbols }: Plan): Hotspot[] {
  const known = symbols.filter(({ symbol }) => symbol.codes.length && symbol.shape !== "run");
  const ordered = known.sort((a, b) => a.centre.x - b.centre.x || a.centre.y - b.centre.y);
  return ordered.map(({ symbol, box }, number) => ({
    id: String(number), page: 1, standing: "placed", hers: false,
    code: symbol.codes[0], codes: [...symbol.codes, ...symbol.within], words: symbol.words, place: symbol.place,
    x: box.x / width, y: box.y / height, width: box.width / width, height: box.height / height,
  }));
}
