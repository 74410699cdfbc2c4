import { expect, test } from "vitest";

import { sheetUrl } from "./api";
import { joinFeatures } from "./features";
import { isAgain, isTap } from "./gestures";
import { listFeatures, plain } from "./listing";
import { listNetworks } from "./networks";
import { focusStorey, placeChunks } from "./loading";
import { withStorey } from "./reaching";
import { ChunkSource } from "./source";
import type { Looking } from "./lenses";
import { BEHAVIOURS, FAMILIES, pumpRoom } from "./testing";
import { megabytes, wordsIn } from "./words";

const LOOKING: Looking = { lens: "without_walls", storeys: null, networks: [], dimmed: [], rest: "pale", selected: [], opening: null, freshness: null };

test("a short press in place is a tap, a drag or a long press is not", () => {
  const down = { x: 100, y: 100, at: 0 };

  expect(isTap(down, { x: 104, y: 103, at: 200 })).toBe(true);
  expect(isTap(down, { x: 112, y: 100, at: 200 })).toBe(false);
  expect(isTap(down, { x: 100, y: 100, at: 900 })).toBe(false);
});

test("a finger that comes down at once in the same place taps twice, later or elsewhere it taps anew", () => {
  const first = { x: 100, y: 100, at: 1000 };

  expect(isAgain(first, { x: 110, y: 95, at: 1300 })).toBe(true);
  expect(isAgain(first, { x: 100, y: 100, at: 1600 })).toBe(false);
  expect(isAgain(first, { x: 160, y: 100, at: 1100 })).toBe(false);
});

test("a range that leaves the thing's storey out gives way to that storey", () => {
  const hall: Looking = { ...LOOKING, storeys: ["h", "h"] };

  expect(withStorey(hall, "s", new Set(["h"])).storeys).toEqual(["s", "s"]);
  expect(withStorey(hall, "h", new Set(["h"]))).toBe(hall);
});

test("the list has one row a code, by storey from the top, and is filtered without minding accents", () => {
  const table = joinFeatures([pumpRoom()]);

  expect(listFeatures(table).map((group) => [group.storey, group.rows.map((row) => row.code)])).toEqual([
    ["Hall", ["DALLE-1"]], ["Sous-sol", ["MUR-1", "EFS-P-01", "T-1"]],
  ]);
  expect(listFeatures(table, "POMPÉ relevage").flatMap((group) => group.rows.map((row) => row.code))).toEqual(["EFS-P-01"]);
  expect(listFeatures(table, "technique 12")[0].rows.length).toBe(1);
  expect(plain("Défaillant à Nîmes")).toBe("defaillant a nimes");
});

test("networks are listed by family with what they carry, empty families are not", () => {
  const families = [...FAMILIES, { key: "gas", name: "Gaz", colour: "#fc0" }];

  expect(listNetworks(joinFeatures([pumpRoom()]), families)).toEqual([{
    key: "family:water", name: "Eau", colour: "#1f8a3c", place: 0, features: 3,
    systems: [{ key: "system:cold", name: "Eau froide", colour: "#1f8a3c", place: 0, features: 3, systems: [] }],
  }]);
});

test("chunks of a second scene stand where its own origin puts them", () => {
  const chunk = { url: "", bytes: 10, triangles: 1, storey: "s", first_feature: 0, features: 5, box: [0, 0, 0, 1, 1, 1] as [number, number, number, number, number, number] };
  const config = {
    station: "VDO", name: "", language: "fr" as const, scenes: "", sheet: "", lenses: BEHAVIOURS, families: FAMILIES, storeys: [],
  };

  const index = placeChunks(config, [100, 110].map((east) => ({ manifest: { version: 1, origin: [east, 0, 0], chunks: [chunk] }, features: pumpRoom() })), new ChunkSource(new AbortController().signal));

  expect(index.box).toEqual([0, 0, 0, 11, 1, 1]);
  expect(index.chunks.map((each) => each.featureBase)).toEqual([0, 5]);
  expect(focusStorey(index, "EFS-P-01", null)).toBe("s");
  expect(focusStorey(index, null, null)).toBe("h");
});

test("a code goes into the sheet's address whatever it is made of", () => {
  expect(sheetUrl("/sheet/?code=__CODE__", "EFS/P&01 é")).toBe("/sheet/?code=EFS%2FP%2601%20%C3%A9");
});

test("both languages say everything, with values in place", () => {
  expect(wordsIn("fr")("more", { count: 3 })).toBe("3 de plus : précisez le filtre.");
  expect(wordsIn("en")("more", { count: 3 })).toBe("3 more: narrow the filter.");
  expect([wordsIn("fr")("loaded"), wordsIn("fr", true)("loaded"), wordsIn("en", true)("allStoreys")]).toEqual(["Gare chargée", "Lieu chargé", "The whole place"]);
  expect(megabytes(1234567, "fr")).toBe("1,2");
});
