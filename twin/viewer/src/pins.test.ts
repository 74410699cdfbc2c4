import { expect, test } from "vitest";

import type { PinRow } from "./config";
import { besideOf, groupPins, lookOf, questionOf, REACH_PX, reachAt, titleOf } from "./pins";

const pin = (number: number, part: Partial<PinRow> = {}): PinRow => ({
  id: `order-${number}`, what: "order", number, state: "todo", priority: "P3", rank: 4, label: `OT-${number}`, code: "", place: "", at: null, exact: false, ...part,
});
const at = (number: number, x: number, y: number, part: Partial<PinRow> = {}) => ({ pin: pin(number, part), x, y });

test("pins nearer than a thumb is wide stand as one, at the place of the worst", () => {
  const groups = groupPins([at(1, 100, 100), at(2, 130, 110), at(3, 200, 100)], 44);

  expect(groups.map(({ pins, x }) => [pins.map((each) => each.number), x])).toEqual([[[1, 2], 100], [[3], 200]]);
});

test("two groups never stand nearer than a thumb is wide (seed 7)", () => {
  let seed = 7;
  const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  const groups = groupPins(Array.from({ length: 300 }, (_, n) => at(n, random() * 1000, random() * 700)), 44);

  const tooNear = groups.flatMap((a, i) => groups.slice(i + 1).filter((b) => Math.abs(a.x - b.x) < 44 && Math.abs(a.y - b.y) < 44));
  expect(tooNear).toEqual([]);
  expect(groups.reduce((sum, group) => sum + group.pins.length, 0)).toBe(300);
});

test.each([
  [{ priority: "P1", state: "late" }, { shape: "triangle", colour: "p1", sign: "P1", late: true }],
  [{ priority: "P2", state: "doing" }, { shape: "diamond", colour: "p2", sign: "P2", late: false }],
  [{ priority: "P4" }, { shape: "square", colour: "p4", sign: "P4", late: false }],
  [{ what: "note", state: "note", priority: "" }, { shape: "bubble", colour: "note", sign: "…", late: false }],
  [{ what: "request", state: "asked", priority: "P1" }, { shape: "question", colour: "asked", sign: "?", late: false }],
] as [Partial<PinRow>, object][])("a pin %o looks like %o", (part, look) => {
  expect(lookOf({ pins: [pin(1, part), pin(2)], x: 0, y: 0 })).toEqual(look);
});

test("a tap asks for everything that stands there, each kind by its name", () => {
  const group = { pins: [pin(4), pin(9), pin(2, { what: "note" }), pin(7, { what: "request" })], x: 0, y: 0 };

  expect(questionOf(group)).toBe("orders=4,9&notes=2&requests=7");
});

test("those who listen hear the worst and how many more", () => {
  const more = (count: number) => `+ ${count}`;

  expect(titleOf({ pins: [pin(4)], x: 0, y: 0 }, more, "late")).toBe("P3 OT-4");
  expect(titleOf({ pins: [pin(4, { state: "late" }), pin(5), pin(6)], x: 0, y: 0 }, more, "late")).toBe("P3 (late) OT-4 + 2");
});

test("the farther the eye, the more stand as one; near by a thumb's width tells them apart", () => {
  expect([5, 25, 70, 200].map(reachAt)).toEqual([REACH_PX, REACH_PX, 120, 120]);
  expect(groupPins([at(1, 100, 100), at(2, 200, 100)], reachAt(200)).length).toBe(1);
});

test("no pin covers the tag of what is selected: it stands beside it, on the nearer side", () => {
  const tag = { left: 400, top: 300, right: 520, bottom: 330 };
  const covers = ({ x, y }: { x: number; y: number }) => x + 22 > tag.left && x - 22 < tag.right && y > tag.top && y - 44 < tag.bottom;

  for (let x = 340; x < 580; x += 7) for (let y = 280; y < 400; y += 9) expect(covers(besideOf({ x, y }, tag))).toBe(false);
  expect([besideOf({ x: 410, y: 320 }, tag).x < 400, besideOf({ x: 510, y: 320 }, tag).x > 520]).toEqual([true, true]);
  expect(besideOf({ x: 20, y: 320 }, { ...tag, left: 5, right: 90 }).x).toBeGreaterThan(90);
  expect([besideOf({ x: 460, y: 500 }, tag), besideOf({ x: 460, y: 320 }, null)]).toEqual([{ x: 460, y: 500 }, { x: 460, y: 320 }]);
});
