import { expect, test } from "vitest";

import { borderOf } from "./roomlines";

const SQUARE: [number, number][] = [[100, 20], [104, 20], [104, 23], [100, 23]];

test("the border of a room goes around it on its floor and is closed", () => {
  const border = borderOf({ outline: [SQUARE], floor: -4.5 }, [100, 20, -5]);

  const ends = Array.from({ length: border.length / 3 }, (_, i) => border.slice(i * 3, i * 3 + 3).map((value) => Math.round(value * 100) / 100 + 0));
  expect(ends).toEqual([[0, 0.55, 0], [4, 0.55, 0], [4, 0.55, 0], [4, 0.55, -3], [4, 0.55, -3], [0, 0.55, -3], [0, 0.55, -3], [0, 0.55, 0]]);
});

test("a room whose floor nobody knows has no border", () => {
  expect(borderOf({ outline: [SQUARE], floor: null }, [0, 0, 0])).toEqual([]);
});
