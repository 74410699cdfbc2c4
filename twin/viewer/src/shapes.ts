// The shapes of features as they are kept for picking, reaching and measuring: parts of their boxes, in 16 bits.
import { entry } from "./boxtree";
import type { PickSpan, Ray } from "./picking";

/** The largest part of a box: its far side. */
export const FULL = 65_535;

/** Has only the boxes of its features: their triangles were given away to save memory. */
export function isCoarse(span: PickSpan): boolean {
  return span.surfaces.length === 0;
}

/** Places in `surfaces`. */
export const SOLID = 0, GLASS = 1;

/** Triangles of a feature, of one of its surfaces or of both, nine numbers each: metres, Y up. Those of its box while there is nothing finer. */
export function trianglesOf(span: PickSpan, item: number, surface?: number): Float32Array {
  const [x, y, z, ...high] = span.boxes.subarray(item * 6, item * 6 + 6);
  if (!(x <= high[0])) return new Float32Array(0);
  const low = [x, y, z];
  if (isCoarse(span) && surface === GLASS) return new Float32Array(0);
  if (isCoarse(span)) return Float32Array.from(BOX, (far, i) => (far ? high[i % 3] : low[i % 3]));
  const scale = low.map((value, axis) => (high[axis] - value) / FULL);
  const surfaces = surface === undefined ? span.surfaces : span.surfaces.slice(surface, surface + 1);
  const corners = surfaces.reduce((sum, { starts }) => sum + starts[item + 1] - starts[item], 0);
  const triangles = new Float32Array(corners * 3), first = span.firsts[item];
  let at = 0;
  for (const { index, starts } of surfaces) {
    for (let i = starts[item]; i < starts[item + 1]; i++) {
      const from = (first + index[i]) * 3;
      for (let axis = 0; axis < 3; axis++) triangles[at++] = low[axis] + span.places[from + axis] * scale[axis];
    }
  }
  return triangles;
}

/** The ray as the parts of a feature's box see it: what it meets there, it meets at the same distance. `stretch`: volume there by volume here. */
export function rayWithin({ boxes }: PickSpan, item: number, { origin, direction }: Ray): Ray & { stretch: number } {
  const scales = [0, 1, 2].map((axis) => FULL / (boxes[item * 6 + axis + 3] - boxes[item * 6 + axis] || FULL));
  return {
    origin: scales.map((scale, axis) => (origin[axis] - boxes[item * 6 + axis]) * scale) as Ray["origin"],
    direction: scales.map((scale, axis) => direction[axis] * scale) as Ray["direction"],
    stretch: scales[0] * scales[1] * scales[2],
  };
}

/** Where the ray enters the box that stands for a feature; Infinity past it, from within it, and for a box that is mostly empty. */
export function boxDistance({ boxes, hollow }: PickSpan, item: number, { origin, direction }: Ray): number {
  if (hollow[item]) return Infinity;
  const near = entry(boxes, item * 6, origin, [1 / direction[0], 1 / direction[1], 1 / direction[2]]);
  return near > 0 ? near : Infinity;
}

/** Twelve triangles: 1 where a corner lies on the far side of its axis. */
const BOX = [0, 4, 2, 2, 4, 6, 1, 3, 5, 5, 3, 7, 0, 1, 4, 4, 1, 5, 2, 6, 3, 3, 6, 7, 0, 2, 1, 1, 2, 3, 4, 5, 6, 6, 5, 7]
  .flatMap((corner) => [corner >> 2 & 1, corner >> 1 & 1, corner & 1]);
