import { expect, test } from "vitest";

import type { Ground } from "./nearby";
import { squares } from "../testing";
import { lookingFree, overFloor } from "./start";
import { EYE_HEIGHT } from "./walk";

/** A floor from x = -10 to 10. */
const ground: Ground = { around: () => new Float32Array(0), under: (x) => (Math.abs(x) <= 10 ? 0 : null) };

test("who would start beside the station starts at its edge, as near as there is a floor", () => {
  const { x } = overFloor({ x: 25, y: 1, z: 4 }, { x: 0, y: 0, z: 0 }, ground);

  expect([x <= 10, x > 9]).toEqual([true, true]);
});

test("who would start over a floor, or where no floor is loaded yet, starts there", () => {
  const inside = { x: 3, y: 1, z: 4 }, beside = { x: 25, y: 1, z: 4 };

  expect(overFloor(inside, { x: 0, y: 0, z: 0 }, ground)).toEqual(inside);
  expect(overFloor(beside, { x: 20, y: 0, z: 0 }, ground)).toEqual(beside);
  expect(overFloor(beside, undefined, ground)).toEqual(beside);
});

test("who would start with the nose to a wall looks the other way, and who sees the room keeps his look", () => {
  // Squares of one metre, upright before z = -1: feet 0.5 from the wall's plane, eyes on its height.
  const wall = squares(0, [{ x: 0, z: -1 }]), at = { x: 0.5, y: 0.5 - EYE_HEIGHT, z: 0 };

  expect(lookingFree(at, 0, [wall], () => true)).not.toBeCloseTo(0);
  expect(lookingFree(at, Math.PI, [wall], () => true)).toBeCloseTo(Math.PI);
  expect(lookingFree(at, 0, [wall], () => false)).toBeCloseTo(0);
});
