import { expect, test } from "vitest";

import { DRAWN, RADIUS, type Line } from "./dashes";
import { middleOf } from "./span";

const line = (x: number, y: number, to = x, toY = y): Line => [{ x, y }, { x: to, y: toY }];
const dashesOf = (lines: Line[]) => ({ lines: DRAWN.lines(lines), rings: DRAWN.rings(lines) });
const count = (path: string) => path.split("M").length - 1;

test("a gap that is too small to be seen has its ring all the same, and no line", () => {
  const { lines, rings } = dashesOf([line(100, 50, 101)]);

  expect(lines).toBe("");
  expect(rings).toBe(`M${(100.5 - RADIUS).toFixed(1)} 50.0a9 9 0 1 0 18 0a9 9 0 1 0 -18 0`);
});

test("one that leaves its ring is a line from end to end", () => {
  expect(dashesOf([line(10, 10, 110)]).lines).toBe("M10.0 10.0L110.0 10.0");
});

test("rings that would lie on each other are one, and the lines stay", () => {
  const { lines, rings } = dashesOf([line(0, 0, 60), line(2, 3, 64), line(200, 0, 260)]);

  expect([count(lines), count(rings)]).toEqual([3, 2]);
});

test("the joint is in the middle of the gap", () => {
  expect(middleOf({ from: [0, 0, 3], to: [0.1, 0, 3] })).toEqual([0.05, 0, 3]);
});
