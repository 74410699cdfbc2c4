import { expect, it } from "vitest";

import { floorOf } from "./floors";

const area = (corners: number[]) => {
  let sum = 0;
  for (let at = 0; at < corners.length; at += 9) {
    const [ax, , az, bx, , bz, cx, , cz] = corners.slice(at, at + 9);
    sum += Math.abs((bx - ax) * (cz - az) - (cx - ax) * (bz - az)) / 2;
  }
  return sum;
};
const SQUARE: [number, number][] = [[10, 20], [14, 20], [14, 23], [10, 23], [10, 20]];

it("covers the room's outline, seen from the stage's origin with Y up", () => {
  const corners = floorOf({ rings: [SQUARE], floor: -4 }, [10, 20, 0]);
  expect(area(corners)).toBeCloseTo(12);
  expect(corners.filter((_, at) => at % 3 === 1).every((height) => Math.abs(height + 3.96) < 1e-9)).toBe(true);
  expect([Math.min(...corners.filter((_, at) => at % 3 === 2)), Math.max(...corners.filter((_, at) => at % 3 === 0))]).toEqual([-3, 4]);
});

it("leaves out the holes of an outline", () => {
  expect(area(floorOf({ rings: [SQUARE, [[11, 21], [12, 21], [12, 22], [11, 22], [11, 21]]], floor: 0 }, [0, 0, 0]))).toBeCloseTo(11);
});

it("is nothing where the outline or the floor is not known", () => {
  expect([floorOf({ rings: [], floor: 0 }, [0, 0, 0]), floorOf({ rings: [SQUARE], floor: null }, [0, 0, 0])]).toEqual([[], []]);
});
