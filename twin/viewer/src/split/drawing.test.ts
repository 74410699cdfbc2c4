import { expect, test } from "vitest";

import { besideOf, boxBetween, inReadingOrder, nudged, scrollTo, shareAt, showingFirst, spotAt, within, withBeside, readable } from "./drawing";

const spot = (code: string, x: number, y: number, size = 0.1, page = 1) => ({ code, x, y, width: size, height: size, page });

test("drawings that show what is selected come first, and the rest stays in its order", () => {
  const line = (id: string, ...codes: string[]) => ({ id, title: id, about: "", hotspots: codes.length, codes, to_settle: 0 });
  const lines = [line("a", "P-01"), line("b"), line("c", "V-01", "P-02"), line("d", "P-02")];

  const told = (code: string | null) => showingFirst(lines, code).map((each) => `${each.line.id}${each.shows ? "*" : ""}`).join(" ");
  expect([told("P-02"), told("X"), told(null)]).toEqual(["c* d* a b", "a b c d", "a b c d"]);
});

test("hotspots are read by lines from above, each from left to right, page by page", () => {
  const spots = [spot("next page", 0, 0, 0.1, 2), spot("d", 0.5, 0.6), spot("b", 0.7, 0.11), spot("c", 0.1, 0.58), spot("a", 0.1, 0.14)];

  expect(inReadingOrder(spots).map((each) => each.code)).toEqual(["a", "b", "c", "d", "next page"]);
});

test("a finger means the smallest thing under it, else the nearest within its reach", () => {
  const board = spot("board", 0.1, 0.1, 0.5), breaker = spot("breaker", 0.2, 0.2, 0.05);
  const reach = { x: 0.05, y: 0.05 };

  expect(spotAt([board, breaker], 0.22, 0.22, reach)?.code).toBe("breaker");
  expect(spotAt([board, breaker], 0.4, 0.4, reach)?.code).toBe("board");
  expect(spotAt([board, breaker], 0.63, 0.3, reach)?.code).toBe("board");
  expect(spotAt([board, breaker], 0.7, 0.3, reach)).toBe(null);
});

test("a rectangle drawn either way lies on the page and can be touched", () => {
  expect(boxBetween(0.5, 0.6, 0.3, 0.2, { x: 0.01, y: 0.01 })).toEqual({ x: 0.3, y: 0.2, width: 0.2, height: 0.4 });
  expect(boxBetween(0.99, 0.99, 1.4, 0.99, { x: 0.1, y: 0.1 })).toEqual({ x: 0.9, y: 0.9, width: 0.1, height: 0.1 });
});

test("arrow keys move the rectangle, with Shift they change its size, and it stays on the page", () => {
  const box = { x: 0, y: 0.5, width: 0.1, height: 0.1 };

  expect(nudged(box, "ArrowLeft", false)).toEqual(box);
  expect(nudged(box, "ArrowDown", false).y).toBe(0.51);
  expect(nudged(box, "ArrowRight", true).width).toBe(0.11);
  expect(nudged(box, "x", false)).toBe(box);
  expect(within({ x: 0.95, y: -1, width: 0.2, height: 3 })).toEqual({ x: 0.8, y: 0, width: 0.2, height: 1 });
});

test("what is out of sight comes to the middle, what is seen stays where it is", () => {
  const page = { left: 0, top: 0, width: 1000, height: 1000 }, view = { left: 0, top: 0, width: 400, height: 300 };

  expect(scrollTo(spot("a", 0.1, 0.1), page, view)).toEqual({ left: 0, top: 0 });
  expect(scrollTo(spot("a", 0.6, 0.6), page, view)).toEqual({ left: 450, top: 500 });
});

test("the address says which drawing stands beside, and which page of it", () => {
  const there = withBeside("http://a/stations/VDO/?lens=x#eye=1", { id: "12", page: 3 });

  expect(there).toBe("http://a/stations/VDO/?lens=x&beside=12.3#eye=1");
  expect(besideOf("?beside=s4")).toEqual({ id: "s4", page: 1 });
  expect(besideOf(new URL(there).search)).toEqual({ id: "12", page: 3 });
  expect(besideOf("?beside=12")).toEqual({ id: "12", page: 1 });
  expect(besideOf("?beside=x")).toBe(null);
  expect(besideOf(new URL(withBeside(there, { id: "close~EFS%7EV", page: 1 })).search)).toEqual({ id: "close~EFS%7EV", page: 1 });
  expect(besideOf("?beside=why~EFS-V")).toBe(null);
  expect(withBeside(there, null)).toBe("http://a/stations/VDO/?lens=x#eye=1");
});

test("the divider leaves room on both sides, whichever side the drawing is on", () => {
  expect(shareAt(600, 1000, false)).toBe(0.4);
  expect(shareAt(600, 1000, true)).toBe(0.6);
  expect(shareAt(990, 1000, false)).toBe(0.25);
});

test("a drawing opens as large as its symbols are read, but fills the pane at the most", () => {
  const page = { width: 480, height: 220 }, pane = { width: 480, height: 660 }, spot = { width: 20 / 480, height: 10 / 220 };
  expect(readable([spot, spot, { width: 1, height: 1 }], page, pane)).toBe(2);
  expect(readable([{ width: 2 / 480, height: 2 / 220 }], page, pane)).toBe(3);
  expect(readable([{ width: 0.5, height: 0.5 }], page, pane)).toBe(1);
  expect(readable([], { width: 950, height: 500 }, { width: 950, height: 700 })).toBe(1);
});
