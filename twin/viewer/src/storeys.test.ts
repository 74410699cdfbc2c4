import { expect, test } from "vitest";

import type { Box, Vec3 } from "./config";
import { extendTo, hallStorey, loadingOrder, nameBeside, rangeKeys, rangeName, shorten, shortName, shownStoreys, storeyAt, tapStorey, unite } from "./storeys";

const STOREYS = [
  { id: "hall", name: "Hall", elevation: 0 }, { id: "roof", name: "Toiture", elevation: 9 },
  { id: "deep", name: "Sous-sol", elevation: -4 }, { id: "first", name: "Étage", elevation: 4.5 },
];

test("a tap isolates a storey and a second one gives the station back", () => {
  expect(tapStorey(null, "deep")).toEqual(["deep", "deep"]);
  expect(tapStorey(["deep", "deep"], "deep")).toBeNull();
  expect(tapStorey(["deep", "hall"], "deep")).toEqual(["deep", "deep"]);
});

test("a range reaches up and down to the storey asked for", () => {
  expect(extendTo(["hall", "hall"], "roof", STOREYS)).toEqual(["hall", "roof"]);
  expect(extendTo(["hall", "roof"], "deep", STOREYS)).toEqual(["deep", "roof"]);
});

test("a range shows what lies between, and ids that are gone show nothing", () => {
  expect([...shownStoreys(["deep", "first"], STOREYS)]).toEqual(["deep", "hall", "first"]);
  expect([...shownStoreys(["gone", "first"], STOREYS)]).toEqual([]);
  expect(shownStoreys(null, STOREYS).size).toBe(4);
});

test("an end of a range is left out, what lies between or stands alone is not", () => {
  expect(shorten(["deep", "first"], "deep", STOREYS)).toEqual(["hall", "first"]);
  expect(shorten(["deep", "first"], "first", STOREYS)).toEqual(["deep", "hall"]);
  expect(shorten(["deep", "first"], "hall", STOREYS)).toEqual(["deep", "first"]);
  expect(shorten(["hall", "hall"], "hall", STOREYS)).toEqual(["hall", "hall"]);
  expect(shorten(null, "hall", STOREYS)).toBeNull();
});

test("keys take in what is outside and leave out what is at the ends", () => {
  expect([...rangeKeys(["hall", "first"], STOREYS)].sort()).toEqual([["deep", "more"], ["first", "less"], ["hall", "less"], ["roof", "more"]]);
  expect(rangeKeys(["hall", "hall"], STOREYS).get("hall")).toBeUndefined();
  expect(rangeKeys(null, STOREYS).size).toBe(0);
});

test("a range is named by its ends", () => {
  expect([rangeName(["deep", "first"], STOREYS), rangeName(["hall", "hall"], STOREYS), rangeName(null, STOREYS)]).toEqual(["S-1 – N+1", "N0", null]);
});

test("people enter at level zero, or where most is built when levels are absolute", () => {
  expect(hallStorey(STOREYS, [])).toBe("hall");
  const absolute = STOREYS.map((storey) => ({ ...storey, elevation: storey.elevation + 162 }));
  expect(hallStorey(absolute, [{ storey: "deep", triangles: 5 }, { storey: "first", triangles: 50 }])).toBe("first");
  expect(hallStorey([], [])).toBeNull();
});

test("chunks come nearest storey first, the heaviest of a storey before its others, those of no storey last", () => {
  const chunk = (storey: string | null, bytes: number) => ({ storey, bytes });
  const order = loadingOrder([chunk(null, 9), chunk("roof", 1), chunk("deep", 1), chunk("hall", 1), chunk("hall", 5)], STOREYS, { focus: "hall" });

  expect(order.map(({ storey, bytes }) => `${storey} ${bytes}`)).toEqual(["hall 5", "hall 1", "deep 1", "roof 1", "null 9"]);
});

test("of one storey, what is near comes first, and of what is about as near the bigger; what is asked for before all", () => {
  const chunk = (east: number, bytes: number) => ({ storey: "hall", bytes, box: [east, 0, 0, east + 20, 9, 4] as Box, shift: [100, 0, 0] as Vec3 });
  const chunks = [chunk(400, 9), chunk(0, 1), chunk(10, 5), chunk(200, 7)];

  const order = loadingOrder(chunks, STOREYS, { focus: "hall", near: [110, 5, 1], first: ({ bytes }) => bytes === 9 });

  expect(order.map(({ bytes }) => bytes)).toEqual([9, 5, 1, 7]);
});

test("keys count from level zero", () => {
  expect(STOREYS.map((storey) => shortName(storey, STOREYS))).toEqual(["N0", "N+2", "S-1", "N+1"]);
});

test("beside its key a storey's name does not say the key again", () => {
  expect(nameBeside("N+1", "N+1 · Bureaux")).toBe("Bureaux");
  expect(nameBeside("N1", "N10 · Bureaux")).toBe("N10 · Bureaux");
  expect(nameBeside("N0", "N0")).toBe("N0");
  expect(nameBeside("TOIT", "Toiture")).toBe("Toiture");
});

test("a height belongs to the storey whose floor is below it", () => {
  expect(storeyAt(3, STOREYS)?.id).toBe("hall");
  expect(storeyAt(-20, STOREYS)?.id).toBe("deep");
});

test("boxes unite", () => {
  expect(unite([[0, 0, 0, 1, 1, 1], [-1, 0, 0, 0, 2, 1]])).toEqual([-1, 0, 0, 1, 2, 1]);
  expect(unite([])).toBeNull();
});
