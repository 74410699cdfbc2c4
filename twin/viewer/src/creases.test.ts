import { expect, test } from "vitest";

import { findLines } from "./creases";

/** A box of 12 triangles with its own corners for each face, as exporters write it. */
function box(): { places: number[]; index: number[] } {
  const corner = (i: number) => [i & 1, (i >> 1) & 1, (i >> 2) & 1];
  const faces = [[0, 1, 3, 2], [4, 6, 7, 5], [0, 4, 5, 1], [2, 3, 7, 6], [0, 2, 6, 4], [1, 5, 7, 3]];
  return {
    places: faces.flat().flatMap(corner),
    index: faces.flatMap((_, face) => [0, 1, 2, 0, 2, 3].map((i) => i + face * 4)),
  };
}

/** A tube of `sides` facets between two rings. */
function tube(sides: number): { places: number[]; index: number[] } {
  const ring = (z: number) => Array.from({ length: sides }, (_, i) => [Math.cos((i * 2 * Math.PI) / sides), Math.sin((i * 2 * Math.PI) / sides), z]).flat();
  const index = Array.from({ length: sides }, (_, i) => {
    const j = (i + 1) % sides;
    return [i, j, j + sides, i, j + sides, i + sides];
  }).flat();
  return { places: [...ring(0), ...ring(1)], index };
}

test("a box has its twelve edges and no diagonal", () => {
  const { places, index } = box();

  expect(findLines(places, index, null).creases.length / 2).toBe(12);
});

test("a pipe of twelve facets is round: only its two ends are drawn", () => {
  const { places, index } = tube(12);

  expect(findLines(places, index, null).creases.length / 2).toBe(24);
});

test("a post of six facets shows its arrises", () => {
  const { places, index } = tube(6);

  expect(findLines(places, index, null).creases.length / 2).toBe(18);
});

test("two walls that touch keep their own outlines", () => {
  const places = [0, 0, 0, 1, 0, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0, 2, 0, 0, 2, 1, 0, 1, 1, 0];
  const index = [0, 1, 2, 0, 2, 3, 4, 5, 6, 4, 6, 7];

  expect(findLines(places, index, null).creases.length / 2).toBe(6);
  expect(findLines(places, index, [1, 1, 1, 1, 2, 2, 2, 2]).creases.length / 2).toBe(8);
});

test("a round pipe keeps a few threads along it, a box none", () => {
  const pipe = tube(12), crate = box();

  expect(findLines(pipe.places, pipe.index, null).threads.length / 2).toBe(4);
  expect(findLines(crate.places, crate.index, null).threads.length).toBe(0);
});
