import { expect, test } from "vitest";

import type { Form } from "./form";
import { FormCache } from "./formcache";

/** A form of that many triangles; `asked` are the features that were read. */
function cache(most: number) {
  const forms = new FormCache(most), asked: number[] = [], places = new Uint16Array(1);
  const ask = (feature: number, triangles = 1, from: object = places) =>
    forms.of(feature, from, () => { asked.push(feature); return { triangles: new Float32Array(triangles * 9) } as unknown as Form; });
  return { ask, asked };
}

test("what was asked for last stays, and what was not asked for longest goes first", () => {
  const { ask, asked } = cache(3);

  for (const feature of [1, 2, 3, 1, 4, 1, 2]) ask(feature);

  expect(asked).toEqual([1, 2, 3, 4, 2]);
});

test("one large form takes the room of many, and one that is larger than all is kept by nobody", () => {
  const { ask, asked } = cache(10);

  ask(1, 4);
  ask(2, 4);
  ask(3, 8);
  ask(1, 4);
  ask(9, 11);
  ask(9, 11);
  ask(1, 4);

  expect(asked).toEqual([1, 2, 3, 1, 9, 9]);
});

test("when other triangles stand for a thing it is read anew", () => {
  const { ask, asked } = cache(10);

  ask(1);
  ask(1, 1, new Uint16Array(1));

  expect(asked).toEqual([1, 1]);
});
