import { expect, test } from "vitest";

import { entriesFrom, joinSorted, sizeClasses, SMALLEST, sortBySize } from "./sizes";

const box = (side: number) => [0, 0, 0, side, 0.01, 0.01];

test("big things come first, and a frame may stop before those that are smaller than a pixel", () => {
  const classes = sizeClasses(Float32Array.from([0.3, 20, 0.01, 3].flatMap(box)));
  const { index, ends } = sortBySize(Uint32Array.of(0, 0, 1, 1, 2, 2, 3, 3), 2, Uint32Array.of(0, 1, 2, 3), classes);

  expect([...index]).toEqual([1, 1, 3, 3, 0, 0, 2, 2]);
  expect([0, 0.05, 0.2, 1, 5, 100].map((size) => entriesFrom(ends, size))).toEqual([8, 8, 6, 4, 2, 2]);
});

test("nothing is left out that could be as big as asked", () => {
  for (const side of [0.01, 0.125, 0.2, 0.5, 0.7, 1, 7.9, 8, 30]) {
    const { ends } = sortBySize(Uint32Array.of(0, 0), 2, Uint32Array.of(0), sizeClasses(Float32Array.from(box(side))));

    expect(entriesFrom(ends, side * 0.999)).toBe(2);
  }
});

test("the lists of a page's chunks are one list, still big things first", () => {
  const list = (index: number[], ends: number[]) => ({ index: Uint32Array.from(index), ends: Uint32Array.from(SMALLEST, (_, c) => ends[Math.min(c, ends.length - 1)]) });

  const joined = joinSorted([list([0, 1, 2, 3], [2, 4]), list([0, 1], [0, 2])], [0, 10]);

  expect([...joined.index]).toEqual([0, 1, 2, 3, 10, 11]);
  expect([...joined.ends]).toEqual(SMALLEST.map((_, c) => (c ? 6 : 2)));
});
