import { expect, test } from "vitest";

import { coverOf, hidersOf, nearer, surfacePoints } from "./occlusion";
import { opening, cleared, stepped, MOST_STEPS } from "./reaching";
import { squares } from "./testing";

const AHEAD = { origin: [0.5, 0.5, 10] as [number, number, number], direction: [0, 0, -1] as [number, number, number] };
const FACADE = 0, WALL = 1, PUMP = 2, ASIDE = 4;
const room = squares(0, [{ x: 0, z: 5 }, { x: 0, z: 2 }, { x: 0, z: 0 }, { x: 0, z: -3 }, { x: 4, z: 2 }]);
const everything = () => true;

test("what stands between the eye and the thing hides it, what stands behind or aside does not", () => {
  expect([...hidersOf([room], new Set([PUMP]), [AHEAD], everything)].sort()).toEqual([[FACADE, 2], [WALL, 1]]);
});

test("what is a ghost already hides nothing", () => {
  expect([...hidersOf([room], new Set([PUMP]), [AHEAD], (feature) => feature !== WALL)]).toEqual([[FACADE, 1]]);
});

test("a ray that misses the thing tells nothing", () => {
  const aside = { ...AHEAD, origin: [4.5, 0.5, 10] as [number, number, number] };

  expect(hidersOf([room], new Set([PUMP]), [aside], everything).size).toBe(0);
});

test("a thing seen freely has no cover, one behind more things has more, one that no ray meets is hidden whole", () => {
  const cover = (target: number) => coverOf([room], new Set([target]), [AHEAD], everything);

  expect([cover(FACADE), cover(WALL), cover(PUMP), cover(ASIDE)]).toEqual([0, 0.5, 0.75, 1]);
});

test("a lid flush with the thing hides it", () => {
  const flush = squares(0, [{ x: 0, z: 0 }, { x: 0, z: -0.0005 }]);

  expect([...hidersOf([flush], new Set([0]), [AHEAD], everything).keys()]).toEqual([1]);
});

test("a wider opening takes what stands before the thing, no further", () => {
  const aside = { ...AHEAD, origin: [4.5, 0.5, 10] as [number, number, number] };

  expect([...nearer([room], [AHEAD, aside], 10, everything)].sort()).toEqual([FACADE, WALL, ASIDE]);
});

test("points are spread over the whole surface and are the same each time", () => {
  const points = surfacePoints(room, PUMP, 64);

  expect(points.length).toBe(64);
  expect(surfacePoints(room, PUMP, 64)).toEqual(points);
  for (const [left, low] of [[0, 0], [0.5, 0], [0, 0.5], [0.5, 0.5]]) {
    const within = points.filter(([x, y]) => x >= left && x <= left + 0.5 && y >= low && y <= low + 0.5);
    expect(within.length).toBeGreaterThan(8);
  }
});

test("step by step the layers close again, the one that hides the thing itself first, and open again", () => {
  const hiders = new Map([[FACADE, 2], [WALL, 1]]);
  const look = (open: ReturnType<typeof opening>) => cleared(open, hiders, new Set());
  const open = look(opening([PUMP]));
  const oneLess = look(stepped(open, -1)), twoLess = look(stepped(oneLess, -1));

  expect(open.cleared).toEqual([FACADE, WALL]);
  expect(oneLess.cleared).toEqual([FACADE]);
  expect(twoLess.cleared).toEqual([]);
  expect(stepped(twoLess, -1).steps).toBe(-2);
  expect(look(stepped(look(stepped(twoLess, 1)), 1)).cleared).toEqual(open.cleared);
});

test("a step more opens what stands around, and there is a widest opening", () => {
  const open = cleared(opening([PUMP]), new Map([[WALL, 1]]), new Set());
  const wide = cleared(stepped(open, 1), new Map([[WALL, 1]]), new Set([WALL, ASIDE]));

  expect(wide.cleared).toEqual([WALL, ASIDE]);
  expect(stepped({ ...wide, steps: MOST_STEPS }, 1).steps).toBe(MOST_STEPS);
});

test("steps left over from where more hid the thing count from what hides it here", () => {
  const elsewhere = cleared(opening([PUMP], -3), new Map([[WALL, 1]]), new Set());

  expect([elsewhere.cleared, stepped(elsewhere, 1).steps]).toEqual([[], 0]);
});
