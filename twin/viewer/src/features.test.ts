import { expect, test } from "vitest";

import { featuresOf, joinFeatures, placeOf } from "./features";
import { pumpRoom } from "./testing";

test("what covers a thing follows it, and what covers that; circles and scenes are kept apart", () => {
  const scene = { ...pumpRoom(), follows: [-1, -1, 4, 2, -1] };

  expect([...joinFeatures([scene, scene]).followers]).toEqual([[4, [2, 3]], [2, [3]], [9, [7, 8]], [7, [8]]]);
  expect([...joinFeatures([{ ...scene, follows: [1, 0, 2, -1, -1] }]).followers]).toEqual([[1, [0]], [0, [1]]]);
});

test("features of several scenes are numbered through and storeys of the same id become one", () => {
  const table = joinFeatures([pumpRoom(), pumpRoom()]);

  expect(table.count).toBe(10);
  expect(table.bases).toEqual([0, 5]);
  expect(table.storeys.map((storey) => storey.id)).toEqual(["s", "h"]);
  expect([...table.storey]).toEqual([0, 1, 0, 0, 0, 0, 1, 0, 0, 0]);
  expect(table.systems.length).toBe(1);
});

test("a second scene with its own order of layers keeps its meaning", () => {
  const other = { ...pumpRoom(), layers: ["network_equipment", "wall"], layer: [1, 1, 0, 0, 0] };

  const table = joinFeatures([pumpRoom(), other]);

  expect(table.layers[table.layer[5]]).toBe("wall");
  expect(table.layers[table.layer[9]]).toBe("network_equipment");
});

test("the code of a run names all its members", () => {
  expect(featuresOf(joinFeatures([pumpRoom()]), "T-1")).toEqual([2, 3]);
});

test("a code is found whatever its case, and an unknown one finds nothing", () => {
  const table = joinFeatures([pumpRoom()]);

  expect(featuresOf(table, " efs-p-01 ")).toEqual([4]);
  expect(featuresOf(table, "V-112")).toEqual([]);
});

test("a place is found by its code, with what stands in it", () => {
  const station = pumpRoom();
  const table = joinFeatures([{ ...station, rooms: [{ id: "r", code: "S1-12", name: "Local technique", storey: "s" }] }]);

  expect(placeOf(table, "S1-12")).toEqual({ storey: "s", features: [4] });
  expect(placeOf(table, "Hall")).toEqual({ storey: "h", features: [1] });
  expect(placeOf(table, "S1")).toBeNull();
});
