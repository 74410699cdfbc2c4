import { expect, test } from "vitest";

import type { Box, Vec3 } from "../config";
import { Ground } from "./ground";
import type { StationFrame } from "../frame";
import type { StationIndex } from "../loading";
import { boxOfStorey, planeAcross, planeOnFace, turnOf } from "./placing";
import { boxAround, decodeSection, dot, encodeSection, facesOf, flipped, keeps, moved, tidy, type Section } from "./section";
import { tellFace } from "./telling";

const PLANE: Section = tidy({ kind: "plane", point: [862345.1234567, 6518234.5, -2.001], normal: [0.6, 0.8, 0] });
const BOX: Section = tidy({ kind: "box", centre: [862345.5, 6518234, 1], size: [4, 6.25, 3], turn: 12.34 });
const STOREYS = [{ id: "s", name: "Sous-sol", elevation: -4.5 }, { id: "h", name: "Hall", elevation: 0 }, { id: "b", name: "Bureaux", elevation: 4.5 }];
const BUILDING: Box = [-54, 0, -4.9, 54, 22, 12];

test("a section comes back from its address as it went, to the last digit", () => {
  for (const section of [PLANE, BOX, tidy({ kind: "plane", point: [0, 0, 1e-6], normal: [1, 2, 3] })]) {
    expect(decodeSection(encodeSection(section))).toEqual(section);
  }
});

test("what is no section is none", () => {
  for (const text of [null, "", "plane", "plane:1,2,3", "plane:0,0,0,0,0,0", "box:1,2,3,4,5,6", "box:1,2,3,4,5,6,x", "ball:1,2,3,4,5,6"]) expect(decodeSection(text)).toBeNull();
});

test("a plane cuts away what its normal points to, and the other way when it is flipped", () => {
  const section: Section = { kind: "plane", point: [0, 0, 1.2], normal: [0, 0, 1] };

  expect([keeps(section, [5, 5, 1.1]), keeps(section, [5, 5, 1.3])]).toEqual([true, false]);
  expect([keeps(flipped(section), [5, 5, 1.1]), keeps(flipped(section), [5, 5, 1.3])]).toEqual([false, true]);
  expect(flipped(BOX)).toBe(BOX);
});

test("a face of a box moves alone, and never through the opposite one", () => {
  const wider = moved(BOX, 1, 0.5), thin = moved(BOX, 1, -99);

  const away = (section: Section, face: number) => dot(facesOf(section)[face].normal, facesOf(section)[face].centre);
  expect(away(wider, 1) - away(BOX, 1)).toBeCloseTo(0.5, 5);
  expect(away(wider, 0)).toBeCloseTo(away(BOX, 0), 5);
  expect((thin as typeof BOX & { size: Vec3 }).size[0]).toBe(0.2);
  expect(away(thin, 0)).toBeCloseTo(away(BOX, 0), 5);
});

test("a turned box holds all of the box it was put around", () => {
  const section = boxAround([0, 0, 0, 2, 4, 3], 30, 0);

  for (const x of [0, 2]) for (const y of [0, 4]) for (const z of [0, 3]) expect(keeps(section, [x, y, z], 1e-5)).toBe(true);
  expect(keeps(section, [1, 2, 3.01])).toBe(false);
});

test("a level cut goes through the doors of the storey that is looked at", () => {
  expect(planeAcross("level", [0, -50, 40], [3, 8, 5.5], BUILDING, 0, STOREYS)).toEqual({ kind: "plane", point: [3, 8, 5.7], normal: [0, 0, 1] });
});

test("an upright cut takes away what is nearer to the eye, across or along the longer side", () => {
  expect(planeAcross("crosswise", [-90, -50, 40], [3, 8, 1], BUILDING, 0, STOREYS)).toEqual({ kind: "plane", point: [3, 8, 1], normal: [-1, 0, 0] });
  expect(planeAcross("lengthwise", [-90, -50, 40], [3, 8, 1], BUILDING, 0, STOREYS)).toEqual({ kind: "plane", point: [3, 8, 1], normal: [0, -1, 0] });
});

test("a face that is almost along the building is cut along the building, and stays in sight", () => {
  const plane = planeOnFace([3, 8, 1], [0.01, 0.99995, 0], [0, -20, 5], 0);

  expect(plane).toEqual({ kind: "plane", point: [3, 7.998, 1], normal: [0, -1, 0] });
  expect(keeps(plane, [3, 8, 1])).toBe(true);
  expect(planeOnFace([0, 0, 0], [0.6, 0.8, 0], [9, 9, 0], 0).normal).toEqual([0.6, 0.8, 0]);
});

test("a storey's box shows its floor and stops under what carries the next", () => {
  const { centre, size } = boxOfStorey(STOREYS[1], BUILDING, 0, STOREYS);

  expect([centre[2] - size[2] / 2, centre[2] + size[2] / 2].map((z) => Math.round(z * 100) / 100)).toEqual([-0.3, 4]);
});

test.each([0, 17.5, -32, 44])("a building that is turned %d degrees is found so", (turn) => {
  const cos = Math.cos((turn * Math.PI) / 180), sin = Math.sin((turn * Math.PI) / 180);
  const at = (x: number, y: number, z: number) => [x * cos - y * sin, z, -(x * sin + y * cos)];
  const walls = [[0, 0, 10, 0], [10, 0, 10, 6], [10, 6, 0, 6], [0, 6, 0, 0]].map(([x0, y0, x1, y1]) => [...at(x0, y0, 0), ...at(x1, y1, 0), ...at(x1, y1, 3)]);
  const floor = [...at(0, 0, 0), ...at(10, 0, 0), ...at(10, 6, 0)];

  expect(turnOf([...walls, floor])).toBeCloseTo(turn, 2);
});

test("a round building is not turned", () => {
  const walls = Array.from({ length: 36 }, (_, i) => {
    const [a, b] = [i, i + 1].map((k) => [Math.cos((k * Math.PI) / 18), Math.sin((k * Math.PI) / 18)]);
    return [a[0], 0, -a[1], b[0], 0, -b[1], b[0], 3, -b[1]];
  });

  expect(turnOf(walls)).toBe(0);
});

test("a plane goes no further than it leaves something of the building to see, by a hand, by its address and on its other side", () => {
  const ground = new Ground({ home: BUILDING, box: BUILDING, origin: [0, 0, 0] } as unknown as StationIndex, {} as StationFrame);
  const level = (z: number): Section => tidy({ kind: "plane", point: [0, 5, z], normal: [0, 0, 1] });
  const top: Section = level(12.05);

  expect(ground.range(level(1.2), 0).map((by) => Math.round((1.2 + by) * 100) / 100)).toEqual([-4.8, 12.05]);
  expect([-50, 3, 50].map((z) => ground.inSight(level(z)))).toEqual([level(-4.8), level(3), level(12.05)]);
  expect(ground.inSight(flipped(top))).toEqual(flipped(level(11.9)));
  expect([ground.inSight(null), ground.inSight(BOX)]).toEqual([null, BOX]);
});

test("a box that is made smaller keeps a foot in the building", () => {
  const ground = new Ground({ home: BUILDING, box: BUILDING, origin: [0, 0, 0] } as unknown as StationIndex, {} as StationFrame);
  const box = boxAround([0, 0, -7.9, 4, 4, 2], 0, 0);

  expect(ground.range(box, 5).map((by) => Math.round(by * 100) / 100)).toEqual([-6.8, 13]);
});

test("a handle says how high above which floor it is, or how far from which edge", () => {
  const level: Section = { kind: "plane", point: [0, 0, 5.7], normal: [0, 0, 1] }, upright: Section = { kind: "plane", point: [0, 8, 0], normal: [0, -1, 0] };
  const tell = (section: Section) => tellFace(section, facesOf(section)[0], BUILDING, STOREYS, "fr");

  expect(tell(level)).toEqual({ name: "levelCut", word: "aboveFloor", values: { length: "1,20 m", storey: "Bureaux" }, metres: expect.closeTo(1.2), edge: null });
  expect(tell(upright)).toEqual({ name: "uprightCut", word: "fromEdge", values: { length: "14,00 m" }, metres: 14, edge: "edgeNorth" });
  expect(tell(flipped(upright))).toMatchObject({ values: { length: "8,00 m" }, edge: "edgeSouth" });
  expect(tell(moved(upright, 0, -15))).toMatchObject({ word: "beyondEdge", values: { length: "1,00 m" } });
});
