import { expect, test } from "vitest";

import type { Storey } from "../config";
import { cutHeight, planStorey } from "./cut";
import { declutter, type Wish } from "./labels";
import { areaOf, middleOf, named, roomAt, roomsOf, within, type Ground } from "./rooms";

const STOREYS: Storey[] = [{ id: "s", name: "Sous-sol", elevation: -4.5 }, { id: "h", name: "Hall", elevation: 0 }, { id: "o", name: "Bureaux", elevation: 4.5 }];
const LOOKING = { lens: "everything" as const, storeys: ["h", "h"] as const, networks: [], rest: "pale" as const, freshness: null };
const square = (x: number, y: number, size: number): Ground[] => [[x, y], [x + size, y], [x + size, y + size], [x, y + size]];

test("a plan is of the storey that stands alone, of what is selected, of where one looks from within, else of the hall", () => {
  const outside = { height: 6, inside: false }, inside = { height: 5, inside: true };

  expect(planStorey(STOREYS, ["o", "o"], "s", outside, "h")).toBe("o");
  expect(planStorey(STOREYS, ["s", "h"], "s", outside, "h")).toBe("s");
  expect(planStorey(STOREYS, null, null, inside, "h")).toBe("o");
  expect(planStorey(STOREYS, null, null, outside, "h")).toBe("h");
});

test("a plan is cut above tables and below lintels, higher where what is selected hangs higher, and not when walls are away", () => {
  expect(cutHeight(LOOKING, STOREYS, null)).toBe(1.5);
  expect(cutHeight(LOOKING, STOREYS, 3.2)).toBeCloseTo(3.25);
  expect(cutHeight(LOOKING, [...STOREYS, { id: "m", name: "Mezzanine", elevation: 2 }], null)).toBeCloseTo(1.2);
  expect(cutHeight({ ...LOOKING, lens: "networks_only" }, STOREYS, null)).toBeNull();
  expect(cutHeight({ ...LOOKING, networks: ["family:water"] }, STOREYS, null)).toBeNull();
  expect(cutHeight({ ...LOOKING, networks: ["family:water"], rest: "shown" }, STOREYS, null)).toBe(1.5);
  expect(cutHeight({ ...LOOKING, storeys: ["s", "h"] }, STOREYS, null)).toBeNull();
});

test("a room's name stands where it has the most room, in an L not outside of it", () => {
  const corner: Ground[] = [[0, 0], [10, 0], [10, 2], [2, 2], [2, 10], [0, 10]];

  expect(middleOf([square(0, 0, 4)])).toEqual([2, 2]);
  expect(within([corner], middleOf([corner]))).toBe(true);
  expect(areaOf([square(0, 0, 4), square(1, 1, 1)])).toBe(15);
});

test("one is in the smallest room around one, and in none outside", () => {
  const room = (id: string, outline: Ground[]) => ({ id, code: id, name: `${id} · Local`, storey: "h", outline: [outline], floor: 0 });
  const rooms = roomsOf([room("hall", square(0, 0, 20)), room("kiosk", square(5, 5, 3)), { ...room("below", square(0, 0, 5)), storey: "s" }], "h");

  expect(rooms.map(({ code }) => code)).toEqual(["hall", "kiosk"]);
  expect([roomAt(rooms, [6, 6])?.code, roomAt(rooms, [1, 1])?.code, roomAt(rooms, [30, 1])]).toEqual(["kiosk", "hall", null]);
  expect([named("012 · Local pompes"), named("Quai A")]).toEqual([{ number: "012", name: "Local pompes" }, { number: "", name: "Quai A" }]);
});

const wish = (x: number, room: number): Wish => (
  { x, y: 50, full: { width: 100, height: 30 }, short: { width: 30, height: 30 }, room: { width: room, height: 60 } }
);
const PICTURE = { width: 500, height: 200 };

test("names that would meet step aside or give way to a number, and a room too small for either says nothing", () => {
  expect(declutter([wish(100, 110), wish(190, 110), wish(300, 40), wish(400, 20), wish(900, 200)], PICTURE).map((placed) => placed?.said ?? null))
    .toEqual(["full", "short", "short", null, null]);
  expect(declutter([wish(100, 300)], PICTURE)).toEqual([{ x: 100, y: 50, said: "full" }]);
});

test("a name steps aside for a pin within its room", () => {
  const [placed] = declutter([wish(200, 300)], PICTURE, [{ x: 200, y: 60 }]);

  expect(placed!.said).toBe("full");
  expect(Math.abs(placed!.x - 200) > 60 || placed!.y > 70).toBe(true);
});

test("no name lies under a bar of keys: it stands in what is free of its room, or nowhere", () => {
  const bar = { left: 0, right: 200, top: 0, bottom: 100 };

  const [beside] = declutter([wish(200, 300)], PICTURE, [], [bar]);
  expect(beside!.x).toBeGreaterThan(200);
  expect(declutter([wish(90, 110)], PICTURE, [], [bar])).toEqual([null]);
});
