import * as three from "three";
import { expect, test } from "vitest";

import type { Vec3 } from "../config";
import type { Eye, Pose } from "../stage/camera";
import type { Ground } from "./nearby";
import { EYE_HEIGHT, Walk } from "./walk";
import { Walker } from "./walker";

/** A floor without an end, at height 0. */
const FLOOR: Ground = { around: () => Float32Array.of(-99, 0, -99, 99, 0, -99, 0, 0, 99), under: () => 0 };

function walking() {
  const at: Pose = { eye: [0, 0, 0], target: [0, 0, -1] };
  const stand = (eye: three.Vector3, ahead: three.Vector3) => { Object.assign(at, { eye: eye.toArray(), target: eye.clone().add(ahead).toArray() }); };
  const walk = new Walk({ pose: () => at, stand } as unknown as Eye, new Walker(FLOOR), false, () => true);
  walk.start({ x: 0, y: 0, z: 0 }, 0);
  return { walk, at };
}

const AHEAD = () => ({ ahead: 1, aside: 0, turn: 0, hurry: false });

test("who is taken back to another place of a walk goes on from there", () => {
  const { walk, at } = walking(), place: Vec3 = [5, EYE_HEIGHT, 5];
  Object.assign(at, { eye: place, target: [6, EYE_HEIGHT, 5] });

  const still = walk.drive(0.1), there = [...at.eye];
  walk.wish = AHEAD;
  walk.drive(0.1);

  expect([still, there]).toEqual([false, place]);
  expect(at.eye[0]).toBeGreaterThan(5.1);
  expect(at.eye[2]).toBeCloseTo(5);
});

test("who turns north stays where he is", () => {
  const { walk, at } = walking();
  walk.turn(-200, 0);
  const before = [...at.target];

  walk.face(0);

  expect(before[0]).not.toBeCloseTo(0);
  expect([at.eye, at.target]).toEqual([[0, EYE_HEIGHT, 0], [expect.closeTo(0), EYE_HEIGHT, -1]]);
});
