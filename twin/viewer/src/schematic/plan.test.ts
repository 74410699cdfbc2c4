import ELK, { type ElkNode } from "elkjs/lib/elk.bundled.js";
import { expect, test } from "vitest";

import { codesOf, nextOf } from "../split/drawing";
import { asked, hotspotsOf, labelsOf, planOf, type Plan, type Rectangle, type Schematic, type SchematicLine, type SchematicSymbol } from "./plan";
import { shapeOf } from "./shapes";

const symbol = (shape: string, code: string, more: Partial<SchematicSymbol> = {}): SchematicSymbol =>
  ({ shape, codes: code ? [code] : [], within: [], count: 1, words: shape, place: "", room: "", outside: false, ...more });
const line = (tail: number, head: number, more: Partial<SchematicLine> = {}): SchematicLine =>
  ({ tail, head, directed: true, supposed: false, evidence: "A", codes: [], ...more });

// street ─▶ V-1 ─▶ ● ─▶ EFS-V-111 ─▶ four basins
//                  └──▶ EFS-V-112 ╌▶ a pump, and back to the first valve
const NETWORK: Schematic = {
  colour: "#2e8b57", loose: 0, empty: "",
  symbols: [
    symbol("source", "PIPE-1"), symbol("valve", "V-1"), symbol("run", "PIPE-2"), symbol("valve", "EFS-V-111"), symbol("valve", "EFS-V-112"),
    symbol("basin", "SF-LAV-1", { codes: ["SF-LAV-1", "SF-LAV-2", "SF-LAV-3", "SF-LAV-4"], within: ["PIPE-9"], count: 4, words: "4 × Washbasin", room: "005 · Ladies’ toilets with a very long name" }),
    symbol("pump", "EFS-P-01"),
  ],
  lines: [line(0, 1), line(1, 2), line(2, 3), line(2, 4), line(3, 5), line(4, 6, { supposed: true }), line(6, 1, { directed: false })],
};

const laid = async (schematic: Schematic): Promise<Plan> => planOf(schematic, await new ELK().layout(asked(schematic)) as ElkNode);

const meet = (a: Rectangle, b: Rectangle) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

function rectanglesOf({ symbols }: Plan): Rectangle[] {
  const labels = symbols.flatMap((each) => each.labels.map(({ x, y, width, anchor }) => ({ x: anchor === "middle" ? x - width / 2 : x, y: y - 9, width, height: 11 })));
  return [...labels, ...symbols.map(({ centre, symbol: { shape } }) => ({ x: centre.x - shapeOf(shape).reach, y: centre.y - 12, width: 2 * shapeOf(shape).reach, height: 24 }))];
}

test("no label lies on another nor on a symbol, and all of it is on the sheet", async () => {
  const plan = await laid(NETWORK), all = rectanglesOf(plan);

  expect(all.flatMap((one, at) => all.slice(at + 1).filter((other) => meet(one, other)))).toEqual([]);
  expect(all.filter(({ x, y, width, height }) => x < 0 || y < 0 || x + width > plan.width || y + height > plan.height)).toEqual([]);
});

test("lines run at right angles from symbol to symbol, and those that nobody turned back lead to the right", async () => {
  const { lines, symbols } = await laid(NETWORK);

  for (const { points, line: { tail, head } } of lines) {
    const first = points[0], last = points[points.length - 1];
    expect(points.slice(1).every((point, at) => Math.abs(point.x - points[at].x) < 0.01 || Math.abs(point.y - points[at].y) < 0.01)).toBe(true);
    expect([first.y, last.y]).toEqual([symbols[tail].centre.y, symbols[head].centre.y]);
  }
  expect(lines.slice(0, 6).every(({ line: { tail, head } }) => symbols[tail].centre.x < symbols[head].centre.x)).toBe(true);
});

test("an arrow stands where the direction is known, but at no branching", async () => {
  const { lines } = await laid(NETWORK);

  expect(lines.map(({ arrow }) => arrow !== null)).toEqual([true, false, true, true, true, true, false]);
});

test("a device that a card closes bears the card's name below its own", async () => {
  const carded = { ...NETWORK, symbols: NETWORK.symbols.map((each) => (each.codes[0] === "V-1" ? { ...each, label: "M-001" } : each)) };
  const { symbols } = await laid(carded);

  expect(symbols[1].labels.map(({ text, look }) => [text, look])).toEqual([["V-1", "strong"], ["M-001", "card"]]);
  expect(symbols[3].labels.map(({ look }) => look)).toEqual(["strong"]);
});

test("what ends a line says its room too, and several drawn as one say how many and of what", () => {
  const [, valve, run, , , basins] = NETWORK.symbols;

  expect(labelsOf(valve, false)).toEqual(["V-1"]);
  expect(labelsOf(run, false)).toEqual([]);
  expect(labelsOf(basins, true)).toEqual(["4 × Washbasin", "005 · Ladies’ toilets w…"]);
});

test("symbols are chosen from the source on; each tap on several drawn as one means the next", async () => {
  const spots = hotspotsOf(await laid(NETWORK));
  const basins = spots.find((spot) => spot.code === "SF-LAV-1")!;

  expect(spots.map((spot) => spot.code)).toEqual(["PIPE-1", "V-1", "EFS-V-111", "EFS-V-112", "SF-LAV-1", "EFS-P-01"]);
  expect(spots.every(({ x, y, width, height }) => x >= 0 && y >= 0 && x + width <= 1 && y + height <= 1)).toBe(true);
  expect(codesOf(basins)).toEqual(["SF-LAV-1", "SF-LAV-2", "SF-LAV-3", "SF-LAV-4", "PIPE-9"]);
  expect([nextOf(codesOf(basins), null), nextOf(codesOf(basins), "SF-LAV-1"), nextOf(codesOf(basins), "PIPE-9")]).toEqual(["SF-LAV-1", "SF-LAV-2", "SF-LAV-1"]);
});

test("the number of what is operated stands at its upper left corner, and covers neither symbols nor labels of others", async () => {
  const operated = { ...NETWORK, symbols: NETWORK.symbols.map((each, number) => ({ ...each, number: each.shape === "valve" ? number : 0 })) };
  const plan = await laid(operated);
  const badges = plan.symbols.flatMap(({ badge, symbol }, number) => (badge ? [{ number, code: symbol.codes[0], x: badge.x - 8, y: badge.y - 8, width: 16, height: 16 }] : []));
  const others = (number: number) => rectanglesOf({ ...plan, symbols: plan.symbols.filter((_, at) => at !== number) });

  expect(badges.map(({ code }) => code)).toEqual(["V-1", "EFS-V-111", "EFS-V-112"]);
  expect(badges.flatMap((badge) => others(badge.number).filter((other) => meet(badge, other)))).toEqual([]);
  expect(plan.symbols.filter(({ symbol }) => symbol.shape !== "valve").every(({ badge }) => badge === null)).toBe(true);
});

test("what is more than one picture holds says how much, and each tap on it means the next", async () => {
  const more = symbol("more", "CFO-EC-1", { codes: ["CFO-EC-1", "CFO-EC-2"], count: 2, words: "2 more behind", room: "Hall" });
  const plan = await laid({ ...NETWORK, symbols: [...NETWORK.symbols, more], lines: [...NETWORK.lines, line(3, 7, { part: "about" })] });

  expect(labelsOf(more, true)).toEqual(["2 more behind"]);
  expect(codesOf(hotspotsOf(plan).find((spot) => spot.code === "CFO-EC-1")!)).toEqual(["CFO-EC-1", "CFO-EC-2"]);
});

test("what has no symbol of its own is a box, and its lines reach it", () => {
  expect(shapeOf("something new")).toBe(shapeOf("other"));
});
