import { expect, test } from "vitest";

import type { Vec3 } from "../config";
import { pick } from "../picking";
import { squares } from "../testing";
import { fill } from "./filling";
import { cutEdges, cutsBox, isKept, keptPart, keptSpan, type HalfSpace } from "./slicing";

const BELOW_ONE: HalfSpace = { normal: [0, 0, 1], offset: 1 };
const SLAB: HalfSpace[] = [BELOW_ONE, { normal: [0, 0, -1], offset: 0 }];

/** A cuboid's twelve triangles, facing outwards. */
function cuboid([x0, y0, z0]: Vec3, [x1, y1, z1]: Vec3): number[] {
  const p = [[x0, y0, z0], [x1, y0, z0], [x1, y1, z0], [x0, y1, z0], [x0, y0, z1], [x1, y0, z1], [x1, y1, z1], [x0, y1, z1]];
  return [[0, 2, 1, 0, 3, 2], [4, 5, 6, 4, 6, 7], [0, 1, 5, 0, 5, 4], [2, 3, 7, 2, 7, 6], [0, 4, 7, 0, 7, 3], [1, 2, 6, 1, 6, 5]].flat().flatMap((i) => p[i]);
}

function areaOf(triangles: readonly number[]): number {
  let area = 0;
  for (let t = 0; t < triangles.length; t += 9) {
    const [ux, uy, vx, vy] = [triangles[t + 3] - triangles[t], triangles[t + 4] - triangles[t + 1], triangles[t + 6] - triangles[t], triangles[t + 7] - triangles[t + 1]];
    area += Math.abs(ux * vy - uy * vx) / 2;
  }
  return area;
}

test("a ray is kept from where it enters to where it leaves, and tells by which plane it came in", () => {
  expect(keptSpan(SLAB, { origin: [0, 0, 5], direction: [0, 0, -1] })).toEqual({ from: 4, to: 5, entered: 0 });
  expect(keptSpan(SLAB, { origin: [0, 0, 0.5], direction: [0, 0, 1] })).toEqual({ from: 0, to: 0.5, entered: -1 });
  const beside = keptSpan(SLAB, { origin: [0, 0, 5], direction: [1, 0, 0] });
  expect(beside.from > beside.to).toBe(true);
});

test("a segment is cut off where a plane goes through it", () => {
  expect(keptPart(SLAB, [0, 0, -1], [0, 0, 3])).toEqual([[0, 0, 0], [0, 0, 1]]);
  expect(keptPart(SLAB, [2, 0, 0.5], [3, 0, 0.5])).toEqual([[2, 0, 0.5], [3, 0, 0.5]]);
  expect(keptPart(SLAB, [0, 0, 2], [0, 0, 3])).toBeNull();
});

test("a wall in two planes has edges where they cut it, each within the other", () => {
  const edges = cutEdges([BELOW_ONE, { normal: [1, 0, 0], offset: 2 }], cuboid([0, 0, 0], [4, 0.2, 3]));

  const length = edges.reduce((sum, [a, b]) => sum + Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]), 0);
  expect(length).toBeCloseTo(2 + 2 + 0.2 + 1 + 1 + 0.2, 6);
  expect(edges.flat().every((point) => isKept([BELOW_ONE, { normal: [1, 0, 0], offset: 2 }], point, 1e-9))).toBe(true);
});

test("a face that lies in the plane makes no edge twice", () => {
  expect(fill(cutEdges([BELOW_ONE], cuboid([0, 0, 1], [4, 2, 3])).flat(2), BELOW_ONE.normal).length / 9).toBe(2);
});

test("only boxes that a plane goes through are looked into", () => {
  expect([[0, 0, 0, 1, 1, 0.5], [0, 0, 0.5, 1, 1, 2], [0, 0, 2, 1, 1, 3]].map((box) => cutsBox(BELOW_ONE, box, 0))).toEqual([false, true, false]);
});

test("what is cut is filled, a hole in it left open, what stands in the hole filled again", () => {
  const wall = cuboid([0, 0, 0], [4, 3, 3]), hole = cuboid([1, 1, 0], [3, 2, 3]), pipe = cuboid([1.5, 1.25, 0], [2, 1.75, 3]);
  const cut = (triangles: number[]) => cutEdges([BELOW_ONE], triangles).flat(2);

  expect(areaOf(fill(cut(wall), BELOW_ONE.normal))).toBeCloseTo(12, 6);
  expect(areaOf(fill([...cut(wall), ...cut(hole)], BELOW_ONE.normal))).toBeCloseTo(10, 6);
  expect(areaOf(fill([...cut(wall), ...cut(hole), ...cut(pipe)], BELOW_ONE.normal))).toBeCloseTo(10.25, 6);
});

test("a sheet has no inside to be filled", () => {
  expect(fill(cutEdges([BELOW_ONE], [0, 0, 0, 4, 0, 0, 0, 0, 3]).flat(2), BELOW_ONE.normal)).toEqual([]);
});

test("a tilted plane fills what it cuts in its own size", () => {
  const half = Math.SQRT1_2, plane: HalfSpace = { normal: [half, 0, half], offset: half };
  const triangles = fill(cutEdges([plane], cuboid([0, 0, 0], [1, 2, 1])).flat(2), plane.normal);

  expect(areaOf(triangles)).toBeCloseTo(1 * 2, 6);
  for (let i = 0; i < triangles.length; i += 3) expect(triangles[i] + triangles[i + 2]).toBeCloseTo(1, 6);
});

test("nothing that is cut away catches a tap", () => {
  const [span] = [squares(0, [{ x: 0, z: 1 }, { x: 0, z: 3 }])];
  const ray = { origin: [0.5, 0.5, 5], direction: [0, 0, -1] } satisfies { origin: Vec3; direction: Vec3 };

  expect(pick([span], ray, () => true)).toEqual({ feature: 1, distance: 2 });
  expect(pick([{ ...span, kept: [{ normal: [0, 0, 1], offset: 2 }] }], ray, () => true)).toEqual({ feature: 0, distance: 4 });
  expect(pick([{ ...span, kept: [{ normal: [0, 0, 1], offset: 0 }] }], ray, () => true)).toBeNull();
});
