import { expect, test } from "vitest";

import { buildBoxTree, entry } from "./boxtree";
import { pick, tapPoints, type PickSpan } from "./picking";

/** One square a feature, facing z, at these depths and x offsets; features are numbered from `first`. */
function squares(first: number, places: { x: number; z: number }[]): PickSpan {
  const corners = places.flatMap(({ x, z }) => [x, 0, z, x + 1, 0, z, x + 1, 1, z, x, 1, z]);
  const index = places.flatMap((_, i) => [0, 1, 2, 0, 2, 3].map((corner) => corner + i * 4));
  const boxes = Float32Array.from(places.flatMap(({ x, z }) => [x, 0, z, x + 1, 1, z]));
  const starts = Uint32Array.from({ length: places.length + 1 }, (_, i) => i * 6);
  return {
    firstFeature: first, boxes, tree: buildBoxTree(boxes), places: Float32Array.from(corners),
    surfaces: [{ index: Uint32Array.from(index), starts, offset: 0 }],
  };
}

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
