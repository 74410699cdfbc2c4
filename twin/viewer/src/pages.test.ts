import { expect, test } from "vitest";

import { assemble, Palette } from "./chunkmesh";
import type { Batch } from "./glb";
import { trianglesOf } from "./shapes";
import { layPage, MOST_PAGES, planPages } from "./pages";

const AT_ORIGIN = Float64Array.of(1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1);
const TEN_UP = Float64Array.of(1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 10, 0, 1);
const WHITE: Batch["colour"] = [1, 1, 1, 1], GLASS: Batch["colour"] = [0, 0, 1, 0.3];

const triangle = (part: Partial<Batch>): Batch => ({
  places: Float32Array.of(0, 0, 0, 1, 0, 0, 0, 1, 0), index: Uint32Array.of(0, 1, 2), matrices: [AT_ORIGIN],
  vertexFeatures: null, instanceFeatures: null, colour: WHITE, ...part,
});

test("few chunks have a page each, many share a few", () => {
  const chunks = (count: number) => Array.from({ length: count }, (_, i) => ({ triangles: 1 + (i % 7) }));

  expect(planPages(chunks(5)).length).toBe(5);
  const pages = planPages(chunks(400));
  expect(pages.length).toBeLessThanOrEqual(MOST_PAGES);
  expect(pages.flat().length).toBe(400);
});

test("pages keep the loading order and are about as heavy as each other", () => {
  const chunks = Array.from({ length: 100 }, (_, i) => ({ triangles: 10, at: i }));

  const pages = planPages(chunks, 10);

  expect(pages.flat().map(({ at }) => at)).toEqual(chunks.map(({ at }) => at));
  expect(pages.map((page) => page.length)).toEqual(new Array(10).fill(10));
});

test("instances stand where their matrices put them, each a feature of its own", () => {
  const { shapes, drawing } = assemble([triangle({ matrices: [AT_ORIGIN, TEN_UP], instanceFeatures: [1, 0] })], 2, [0, 0, 0]);

  expect([...shapes.boxes.subarray(0, 6)]).toEqual([0, 10, 0, 1, 11, 0]);
  expect([...shapes.firsts]).toEqual([0, 3, 6]);
  expect([...drawing.places.subarray(0, 9)]).toEqual([0, 10, 0, 1, 10, 0, 0, 11, 0]);
});

test("triangles are sorted by feature and glass is apart", () => {
  const two = { places: Float32Array.of(0, 0, 0, 1, 0, 0, 0, 1, 0, 5, 0, 0, 6, 0, 0, 5, 1, 0), index: Uint32Array.of(3, 4, 5, 0, 1, 2), vertexFeatures: [0, 0, 0, 1, 1, 1] };
  const { shapes: { surfaces: [solid, glass], firsts } } = assemble([triangle(two), triangle({ colour: GLASS, vertexFeatures: [1, 1, 1] })], 2, [0, 0, 0]);

  expect([...firsts]).toEqual([0, 3, 9]);
  expect([[...solid.index], [...solid.starts]]).toEqual([[0, 1, 2, 0, 1, 2], [0, 3, 6]]);
  expect([[...glass.index], [...glass.starts]]).toEqual([[3, 4, 5], [0, 0, 3]]);
});

test("what is kept for picking is where it is drawn, to a quarter of a millimetre in 16 m", () => {
  const far = triangle({ places: Float32Array.of(0, 0, 0, 16, 0.123, 0, 3.21, 9.87, 5.5), matrices: [TEN_UP], vertexFeatures: [0, 0, 0] });
  const { shapes, drawing } = assemble([far], 1, [100, 0, -50]);

  const kept = trianglesOf({ firstFeature: 0, ...shapes }, 0);

  kept.forEach((value, i) => expect(Math.abs(value - drawing.places[i])).toBeLessThan(0.00025));
});

test("a page numbers vertices and features through its chunks", () => {
  const chunk = (colour: Batch["colour"]) => assemble([triangle({ colour, vertexFeatures: [0, 0, 0] })], 1, [0, 0, 0]);
  const palette = new Palette();

  const { drawing, spans, outlines } = layPage([{ mesh: chunk([1, 0, 0, 1]), firstFeature: 40 }, { mesh: chunk([0, 1, 0, 1]), firstFeature: 90 }], palette);

  expect([...drawing.solid.index]).toEqual([0, 1, 2, 3, 4, 5]);
  expect([...drawing.tags].map((tag) => [tag >>> 24, tag & 0xffffff])).toEqual([[0, 40], [0, 40], [0, 40], [1, 90], [1, 90], [1, 90]]);
  expect(spans.map(({ firstFeature, surfaces }) => [firstFeature, surfaces[0].index.length])).toEqual([[40, 3], [90, 3]]);
  expect([...outlines.tags].map((tag) => [tag >>> 24, tag & 0xffffff])).toEqual([[0, 40], [1, 90]]);
  expect(palette.colours).toEqual([[255, 0, 0, 255], [0, 255, 0, 255]]);
});

test("the box of a slope of triangles says what it is, that of two far apart does not", () => {
  const wide = triangle({ places: Float32Array.of(0, 0, 0, 4, 0, 0, 0, 4, 0.1), vertexFeatures: [0, 0, 0] });
  const apart = triangle({ places: Float32Array.of(0, 0, 0, 0.1, 0, 0, 9, 9, 9), vertexFeatures: [0, 0, 0] });

  expect([wide, apart].map((one) => assemble([one], 1, [0, 0, 0]).shapes.hollow[0])).toEqual([0, 1]);
});

test("the 257th colour takes the nearest one", () => {
  const palette = new Palette();
  for (let i = 0; i < 256; i++) palette.numberOfBytes([i, 0, 0, 255]);

  expect(palette.numberOfBytes([100, 1, 0, 255])).toBe(100);
});
