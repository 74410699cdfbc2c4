import { expect, test } from "vitest";

import { buildBoxTree, entry } from "./boxtree";
import { hitsBefore, pick, tapPoints } from "./picking";
import { trianglesOf } from "./shapes";
import { squares } from "./testing";

const AHEAD = { origin: [0.5, 0.5, 10] as [number, number, number], direction: [0, 0, -1] as [number, number, number] };

test("the nearest of what is shown is caught", () => {
  const wallThenPipe = squares(7, [{ x: 0, z: 0 }, { x: 0, z: -2 }]);

  expect(pick([wallThenPipe], AHEAD, () => true)).toEqual({ feature: 7, distance: 10 });
});

test("a tap passes through what does not catch it", () => {
  const wallThenPipe = squares(7, [{ x: 0, z: 0 }, { x: 0, z: -2 }]);

  expect(pick([wallThenPipe], AHEAD, (feature) => feature !== 7)).toEqual({ feature: 8, distance: 12 });
});

test("a tap beside everything catches nothing", () => {
  expect(pick([squares(0, [{ x: 3, z: 0 }])], AHEAD, () => true)).toBeNull();
});

test("everything before the limit is met once, nearest first, whichever chunk it is in", () => {
  const chunks = [squares(0, [{ x: 0, z: -5 }, { x: 0, z: -9 }]), squares(2, [{ x: 0, z: 5 }, { x: 0, z: 0 }])];

  expect(hitsBefore(chunks, AHEAD, 19, (feature) => feature !== 3)).toEqual([{ feature: 2, distance: 5 }, { feature: 0, distance: 15 }]);
});

test("the nearer of two chunks wins, whichever comes first", () => {
  const far = squares(0, [{ x: 0, z: -5 }]), near = squares(1, [{ x: 0, z: 5 }]);

  expect(pick([far, near], AHEAD, () => true)?.feature).toBe(1);
  expect(pick([near, far], AHEAD, () => true)?.feature).toBe(1);
});

test.each([11, 23])("among 2,000 boxes the tree finds what a search of all finds (seed %i)", (seed) => {
  let state = seed;
  const random = () => (state = (state * 16807) % 2147483647) / 2147483647;
  const span = squares(0, Array.from({ length: 2000 }, () => ({ x: random() * 20 - 10, z: random() * 100 - 100 })));

  for (let shot = 0; shot < 50; shot++) {
    const ray = { origin: [random() * 20 - 10, random(), 10] as [number, number, number], direction: [0, 0, -1] as [number, number, number] };
    const inFront = [...Array(2000).keys()].filter((i) => entry(span.boxes, i * 6, ray.origin, [Infinity, Infinity, -1]) < Infinity);
    const nearest = inFront.sort((a, b) => span.boxes[b * 6 + 2] - span.boxes[a * 6 + 2])[0] ?? null;

    expect(pick([span], ray, () => true)?.feature ?? null).toBe(nearest);
  }
});

test("features without a shape are never met", () => {
  const boxes = new Float32Array([Infinity, Infinity, Infinity, -Infinity, -Infinity, -Infinity]);

  expect([...buildBoxTree(boxes).items]).toEqual([]);
});

test("one would tap in the middle of the biggest triangle", () => {
  const span = squares(0, [{ x: 0, z: 0 }]);

  expect(tapPoints(span, 0, 1)[0][0]).toBeCloseTo(2 / 3, 5);
});

test("what has only its box is caught by its box, but not from within it, nor where it is mostly empty", () => {
  const box = { ...squares(4, [{ x: 0, z: 0 }]), boxes: Float32Array.of(0, 0, 0, 1, 1, 3), places: new Uint16Array(0), surfaces: [] };
  const coarse = { ...box, tree: buildBoxTree(box.boxes) };

  expect(pick([coarse], AHEAD, () => true)).toEqual({ feature: 4, distance: 7 });
  expect(pick([coarse], { ...AHEAD, origin: [0.5, 0.5, 1] }, () => true)).toBeNull();
  expect(pick([{ ...coarse, hollow: Uint8Array.of(1) }], AHEAD, () => true)).toBeNull();
  expect(trianglesOf(coarse, 0).length).toBe(12 * 9);
});
