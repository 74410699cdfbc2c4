import { expect, test } from "vitest";

import { HEIGHT, RADIUS } from "./body";
import { squares } from "../testing";
import { gather, type Ground, type Triangles } from "./nearby";
import { PACE, Walker, walkAlong } from "./walker";

/** A level rectangle, two triangles. */
function floor(x0: number, z0: number, x1: number, z1: number, y: number): number[] {
  return [x0, y, z0, x1, y, z0, x1, y, z1, x0, y, z0, x1, y, z1, x0, y, z1];
}

/** An upright rectangle from (x0, z0) to (x1, z1). */
function wall(x0: number, z0: number, x1: number, z1: number, low: number, high: number): number[] {
  return [x0, low, z0, x1, low, z1, x1, high, z1, x0, low, z0, x1, high, z1, x0, high, z0];
}

/** Steps that go up towards +x, each this high and 0.3 deep, from x = 1 on. */
function stairs(rise: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => [
    ...wall(1 + i * 0.3, -1, 1 + i * 0.3, 1, i * rise, (i + 1) * rise), ...floor(1 + i * 0.3, -1, i === count - 1 ? 20 : 1.3 + i * 0.3, 1, (i + 1) * rise),
  ]).flat();
}

function world(...parts: number[][]): Ground & { parts: number[][] } {
  const under = (x: number, y: number, z: number) => {
    const t = Float32Array.from(parts.flat());
    let found: number | null = null;
    for (let i = 0; i < t.length; i += 18) {
      const level = t[i + 1] === t[i + 4] && t[i + 4] === t[i + 7];
      if (level && t[i + 1] <= y && x >= t[i] && x <= t[i + 3] && z >= t[i + 2] && z <= t[i + 8]) found = Math.max(found ?? -Infinity, t[i + 1]);
    }
    return found;
  };
  return { parts, around: (): Triangles => Float32Array.from(parts.flat()), under };
}

function walkerAt(ground: Ground, x: number, y: number, z: number): Walker {
  const walker = new Walker(ground);
  walker.place({ x, y, z });
  return walker;
}

const EAST = { x: PACE, z: 0 }, STILL = { x: 0, z: 0 };

test("feet are placed on the floor under the point", () => {
  expect(walkerAt(world(floor(-5, -5, 5, 5, 0.2)), 1, 1.9, 1).feet).toEqual({ x: 1, y: expect.closeTo(0.2, 5), z: 1 });
});

test("a wall stops who walks into it, a body's width before it", () => {
  const walker = walkerAt(world(floor(-5, -5, 9, 5, 0), wall(2, -5, 2, 5, 0, 3)), 0, 1, 0);

  walker.step(3, EAST);

  expect(walker.feet.x).toBeCloseTo(2 - RADIUS, 2);
  expect(walker.feet.z).toBeCloseTo(0, 3);
});

test("who walks into a wall aslant slides along it", () => {
  const walker = walkerAt(world(floor(-5, -5, 9, 9, 0), wall(2, -9, 2, 9, 0, 3)), 0, 1, 0);

  walker.step(3, { x: 1, z: 1 });

  expect(walker.feet.x).toBeCloseTo(2 - RADIUS, 2);
  expect(walker.feet.z).toBeCloseTo(3, 1);
});

test("a ghost goes through the wall and stays on the floor", () => {
  const walker = walkerAt(world(floor(-5, -5, 9, 5, 0), wall(2, -5, 2, 5, 0, 3)), 0, 1, 0);
  walker.ghost = true;

  walker.step(2, EAST);

  expect(walker.feet).toEqual({ x: expect.closeTo(2 * PACE, 5), y: 0, z: 0 });
});

test("a door of 80 cm lets a body through, a gap of 40 cm does not", () => {
  const through = (gap: number) => {
    const ground = world(floor(-5, -5, 9, 5, 0), wall(2, -5, 2, -gap / 2, 0, 3), wall(2, gap / 2, 2, 5, 0, 3));
    return walkAlong(walkerAt(ground, 0, 1, 0), [{ x: 4, z: 0 }]).arrived;
  };

  expect([through(0.8), through(0.4)]).toEqual([true, false]);
});

test("steps of 17 cm are climbed and come down again, one of 50 cm is a wall", () => {
  const walker = walkerAt(world(floor(-5, -1, 1, 1, 0), stairs(0.17, 10)), 0, 1, 0);

  expect(walkAlong(walker, [{ x: 6, z: 0 }]).arrived).toBe(true);
  expect(walker.feet.y).toBeCloseTo(1.7, 5);

  expect(walkAlong(walker, [{ x: 0, z: 0 }]).arrived).toBe(true);
  expect(walker.feet.y).toBeCloseTo(0, 5);

  expect(walkAlong(walkerAt(world(floor(-5, -1, 1, 1, 0), stairs(0.5, 1)), 0, 1, 0), [{ x: 3, z: 0 }]).arrived).toBe(false);
});

test("over the edge of a platform one falls, faster and faster, onto what is below", () => {
  const walker = walkerAt(world(floor(-5, -5, 1, 5, 1), floor(1, -5, 9, 5, 0)), 0, 1.5, 0);
  walker.step(1.3 / PACE, EAST);
  const heights = [walker.feet.y];
  for (let i = 0; i < 12; i++) {
    walker.step(0.05, STILL);
    heights.push(walker.feet.y);
  }

  const drops = heights.slice(1).map((height, i) => heights[i] - height).filter((drop) => drop > 0);
  expect(walker.feet.y).toBe(0);
  expect(drops.length).toBeGreaterThan(3);
  expect(drops[1]).toBeGreaterThan(drops[0]);
});

test("where there is no floor, or only one far below, one stays at the edge", () => {
  for (const ground of [world(floor(-5, -5, 1, 5, 0)), world(floor(-5, -5, 1, 5, 0), floor(-50, -50, 50, 50, -8))]) {
    const walker = walkerAt(ground, 0, 1, 0);

    walker.step(3, EAST);

    expect(walker.feet.y).toBe(0);
    expect(walker.feet.x).toBeLessThan(1.2);
  }
});

test("who hangs in a world that is still loading lands on the floor that comes", () => {
  const ground = world([]);
  const walker = walkerAt(ground, 0, 2, 0);
  walker.step(1, EAST);
  expect(walker.feet).toEqual({ x: 0, y: 2, z: 0 });

  ground.parts.push(floor(-5, -5, 5, 5, 0));
  walker.step(2, STILL);

  expect(walker.feet.y).toBe(0);
});

test("a ceiling lower than a body keeps it out, and a place that is taken gives way to a free one beside it", () => {
  const low = world(floor(-5, -5, 9, 5, 0), floor(2, -5, 9, 5, HEIGHT - 0.3));
  const walker = walkerAt(low, 0, 1, 0);
  walker.step(3, EAST);
  expect(walker.feet.x).toBeLessThan(2.01);

  const box = [wall(-1, -1, 1, -1, 0, 2), wall(-1, 1, 1, 1, 0, 2), wall(-1, -1, -1, 1, 0, 2), wall(1, -1, 1, 1, 0, 2)].flat();
  expect(Math.abs(walkerAt(world(floor(-5, -5, 5, 5, 0), box), 0.95, 0.1, 0).feet.x - 0.95)).toBeGreaterThan(0.15);
});

test("the box that stands for a thing stops who walks, but not where it is mostly empty", () => {
  const { firstFeature, boxes, tree } = squares(0, [{ x: 0, z: 0 }, { x: 2, z: 0 }]);
  const none = { places: new Uint16Array(0), firsts: new Uint32Array(0), surfaces: [] };

  const triangles = gather([{ firstFeature, boxes, tree, ...none, hollow: Uint8Array.of(0, 1) }], [-1, -1, -1, 4, 2, 1], () => true);

  expect(triangles.length).toBe(12 * 9);
  expect(Math.max(...triangles.filter((_, i) => i % 3 === 0))).toBe(1);
});
