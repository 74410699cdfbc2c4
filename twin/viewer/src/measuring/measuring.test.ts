import { expect, test } from "vitest";

import type { Vec3 } from "../config";
import { axisOf, circleThrough } from "./axis";
import { formOf } from "./form";
import { between, decodeMeasures, encodeMeasures, lengthIn, partsOf, type Anchor } from "./measure";
import { snap, type Aim } from "./snapping";

/** A closed pipe along `way` from `from`, its corners in whole steps as a scene is written. */
function pipe(from: Vec3, way: Vec3, length: number, radius: number, sides: number, step: number): Float32Array {
  const size = Math.hypot(...way), d = way.map((part) => part / size) as Vec3;
  const helper: Vec3 = Math.abs(d[2]) < 0.9 ? [0, 0, 1] : [1, 0, 0];
  const u = unit([helper[1] * d[2] - helper[2] * d[1], helper[2] * d[0] - helper[0] * d[2], helper[0] * d[1] - helper[1] * d[0]]);
  const v: Vec3 = [d[1] * u[2] - d[2] * u[1], d[2] * u[0] - d[0] * u[2], d[0] * u[1] - d[1] * u[0]];
  const ring = (along: number) => Array.from({ length: sides }, (_, i): Vec3 => {
    const turn = (i * 2 * Math.PI) / sides;
    return [0, 1, 2].map((k) => {
      const value = from[k] + d[k] * along + radius * (u[k] * Math.cos(turn) + v[k] * Math.sin(turn));
      return step ? Math.round(value / step) * step : value;
    }) as Vec3;
  });
  const low = ring(0), high = ring(length);
  const around = low.flatMap((_, i) => {
    const k = (i + 1) % sides;
    return [low[i], low[k], high[k], low[i], high[k], high[i]];
  });
  const caps = low.slice(1, -1).flatMap((_, i) => [low[0], low[i + 2], low[i + 1], high[0], high[i + 1], high[i + 2]]);
  return Float32Array.from([...around, ...caps].flat());
}

function cuboid([x0, y0, z0]: Vec3, [x1, y1, z1]: Vec3): Float32Array {
  const p = [[x0, y0, z0], [x1, y0, z0], [x1, y1, z0], [x0, y1, z0], [x0, y0, z1], [x1, y0, z1], [x1, y1, z1], [x0, y1, z1]];
  return Float32Array.from([0, 2, 1, 0, 3, 2, 4, 5, 6, 4, 6, 7, 0, 1, 5, 0, 5, 4, 2, 3, 7, 2, 7, 6, 0, 4, 7, 0, 7, 3, 1, 2, 6, 1, 6, 5].flatMap((i) => p[i]));
}

function unit(a: Vec3): Vec3 {
  return a.map((part) => part / Math.hypot(...a)) as Vec3;
}

/** An eye high above that looks straight down at x, y: a metre is a hundred pixels, everything is seen. */
function above(x: number, y: number, more: Partial<Aim> = {}): Aim {
  return {
    ray: { origin: [x, y, 50], direction: [0, 0, -1] }, pixelsTo: (point) => 100 * Math.hypot(point[0] - x, point[1] - y), seen: () => true, reach: 20, planes: [], ...more,
  };
}

test.each([
  ["a main of twelve sides", 12, 0.0325, 0.001], ["a thin pipe in whole millimetres", 12, 0.016, 0.001], ["a duct", 24, 0.3, 0.001], ["a bollard", 16, 0.1, 0],
])("the axis of %s is found to a tenth of its wall", (_, sides, radius, step) => {
  for (const way of [[0, 1, 0], [0, 0, 1], [3, 2, 1]] as Vec3[]) {
    const form = formOf(pipe([10, 20, -3.8], way, 1.5, radius, sides, step));

    expect(form.axes).toHaveLength(1);
    const [axis] = form.axes, d = unit(way), off = [10, 20, -3.8].map((value, k) => value - axis.point[k]);
    const along = off.reduce((sum, value, k) => sum + value * axis.direction[k], 0);
    expect(Math.hypot(...off.map((value, k) => value - along * axis.direction[k]))).toBeLessThan(0.001);
    expect(Math.abs(d.reduce((sum, value, k) => sum + value * axis.direction[k], 0))).toBeGreaterThan(1 - 1e-5);
    expect(axis.radius).toBeCloseTo(radius, 2.7);
    expect(axis.to - axis.from).toBeCloseTo(1.5, 2);
  }
});

test("a box, a quarter of a round and a bend have no axis", () => {
  const quarter = pipe([0, 0, 0], [0, 0, 1], 2, 0.5, 24, 0).slice(0, 6 * 9 * 2);
  const cone = pipe([0, 0, 0], [0, 0, 1], 1, 0.5, 16, 0).map((value, i) => (i % 3 < 2 ? value : value));

  expect(formOf(cuboid([0, 0, 0], [1, 2, 3])).axes).toEqual([]);
  expect(axisOf(quarter, Array.from({ length: 12 }, (_, t) => t * 9))).toBeNull();
  for (let i = 2; i < cone.length; i += 3) if (cone[i] > 0.5) [cone[i - 2], cone[i - 1]] = [cone[i - 2] * 0.4, cone[i - 1] * 0.4];
  expect(formOf(cone).axes).toEqual([]);
});

test("a circle goes through its points as they are", () => {
  const [x, y, radius] = circleThrough([[3, 1], [2, 2], [1, 1], [2, 0]])!;

  expect([x, y, radius].map((value) => Math.round(value * 1e9) / 1e9)).toEqual([2, 1, 1]);
  expect(circleThrough([[0, 0], [1, 1], [2, 2]])).toBeNull();
});

test("a wall is measured from its corners and edges, not from the lines its faces are cut into", () => {
  const { edges, corners } = formOf(cuboid([0, 0, 0], [4, 0.2, 3]));

  expect([edges.length, corners.length]).toEqual([12, 8]);
});

test("the rim of a pipe is not measured from", () => {
  expect(formOf(pipe([0, 0, 0], [0, 0, 1], 1, 0.05, 12, 0.001)).edges).toEqual([]);
});

test("a corner catches before an edge, an edge before a face, what is not seen never", () => {
  const wall = formOf(cuboid([0, 0, 0], [4, 2, 3]));
  const met = { form: wall, triangle: 2, cut: null, point: [2, 1, 3] as Vec3 };

  expect(snap(met, [wall], above(3.9, 1.9))).toMatchObject({ kind: "corner", point: [4, 2, 3] });
  expect(snap(met, [wall], above(3.9, 1))).toMatchObject({ kind: "edge", point: [4, 1, 3], line: [0, 1, 0] });
  expect(snap(met, [wall], above(2, 1))).toMatchObject({ kind: "face", point: [2, 1, 3], normal: [0, 0, 1] });
  expect(snap(met, [wall], above(3.9, 1.9, { seen: () => false }))).toMatchObject({ kind: "face" });
  expect(snap(null, [], above(9, 9))).toBeNull();
});

test("a pipe is measured from its axis wherever on it one touches, and beside it too", () => {
  const run = formOf(pipe([0, 0, 1], [1, 0, 0], 3, 0.05, 12, 0.001));
  const top = run.round.findIndex((axis) => axis === 0);

  expect(snap({ form: run, triangle: top, cut: null, point: [1, 0.04, 1.03] }, [run], above(1, 0.04))).toMatchObject({ kind: "axis", point: [1, expect.closeTo(0, 3), expect.closeTo(1, 3)] });
  expect(snap(null, [run], above(1, 0.12))).toMatchObject({ kind: "axis", point: [1, expect.closeTo(0, 3), expect.closeTo(1, 3)] });
  expect(snap(null, [run], above(0.03, 0))).toMatchObject({ kind: "axisEnd", point: [expect.closeTo(0, 3), expect.closeTo(0, 3), expect.closeTo(1, 3)] });
});

test("where a wall is cut, its cut edges catch and what is cut away does not", () => {
  const wall = formOf(cuboid([0, 0, 0], [4, 0.2, 3])), planes = [{ normal: [0, 0, 1] as Vec3, offset: 1.2 }];

  expect(snap(null, [wall], above(4.05, 0.25, { planes }))).toMatchObject({ kind: "corner", point: [4, expect.closeTo(0.2), expect.closeTo(1.2)] });
  expect(snap(null, [wall], above(2, 0.25, { planes }))).toMatchObject({ kind: "edge", point: [2, expect.closeTo(0.2), expect.closeTo(1.2)] });
});

test("between parallel faces, axes and edges their gap is measured, wherever on them one touched", () => {
  const left: Anchor = { kind: "face", point: [0.1, 3, 1], normal: [1, 0, 0] }, right: Anchor = { kind: "face", point: [9.9, 7, 2.2], normal: [-1, 0, 0] };
  const pipeA: Anchor = { kind: "axis", point: [-9, 3, -3.8], line: [0, 1, 0] }, pipeB: Anchor = { kind: "axis", point: [-7.2, 8, -3.8], line: [0, -1, 0] };
  const corner: Anchor = { kind: "corner", point: [3, 4, 0] };

  expect(between(left, right)).toEqual({ from: [0.1, 3, 1], to: [9.9, 3, 1] });
  expect(between(pipeA, pipeB)).toEqual({ from: [-9, 3, -3.8], to: [-7.2, 3, -3.8] });
  expect(between(left, pipeA)).toEqual({ from: [0.1, 3, -3.8], to: [-9, 3, -3.8] });
  expect(between(pipeA, right)).toEqual({ from: [-9, 3, -3.8], to: [9.9, 3, -3.8] });
  expect(partsOf(between(corner, { ...corner, point: [0, 0, 0] })).distance).toBe(5);
});

test("two points of one face are as far apart as they are", () => {
  const a: Anchor = { kind: "face", point: [0, 0, 1], normal: [1, 0, 0] }, b: Anchor = { kind: "face", point: [0, 3, 5], normal: [1, 0, 0] };

  expect(partsOf(between(a, b))).toEqual({ distance: 5, horizontal: 3, vertical: 4 });
});

test("measures come back from their address as they went", () => {
  const measures = [between({ kind: "corner", point: [862345.12345, 6518234.5, -2.001] }, { kind: "corner", point: [862340, 6518230.25, 0] })];

  expect(decodeMeasures(encodeMeasures(measures))).toEqual(measures);
  expect(decodeMeasures("1,2,3~a,b,c,d,e,f~")).toEqual([]);
  expect(decodeMeasures(null)).toEqual([]);
});

test("a length is said as people say it, in both languages", () => {
  expect([12.4, 2.4051, 0.9, 0.045].map((metres) => lengthIn(metres, "fr"))).toEqual(["12,40 m", "2,405 m", "90,0 cm", "45 mm"]);
  expect(lengthIn(2.4051, "en")).toBe("2.405 m");
});
