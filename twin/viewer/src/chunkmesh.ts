// A chunk ready for the graphics card and for picking: triangles sorted by feature, creases, boxes, their tree.
import { buildBoxTree, type BoxTree } from "./boxtree";
import { findLines } from "./creases";
import type { Batch } from "./glb";
import { sizeClasses, sortBySize, type Sorted } from "./sizes";
import { FULL } from "./shapes";

export interface ChunkMesh {
  features: number;
  drawing: Drawing;
  /** sRGB RGBA, at most 256. */
  colours: [number, number, number, number][];
  shapes: Shapes;
  /** Per feature: number in `colours` of its first vertex. */
  paints: Uint8Array;
}

/** What only the graphics card reads: given away once it is there. */
export interface Drawing {
  /** Metres, Y up, relative to the station's origin. */
  places: Float32Array;
  /** Per vertex: local feature in the low 24 bits, number in `colours` in the high 8. */
  tags: Uint32Array;
  solid: Sorted;
  glass: Sorted;
  /** Pairs of vertices. */
  creases: Sorted;
  threads: Sorted;
}

/** What picking, reaching and measuring read: small, and kept as long as the chunk is. */
export interface Shapes {
  /** Six numbers a feature: metres, Y up; inside out for features without a vertex. */
  boxes: Float32Array;
  tree: BoxTree;
  /** Three a vertex: 0 … 65,535 across the box of its feature. */
  places: Uint16Array;
  /** Vertices of feature f are firsts[f] … firsts[f + 1]. */
  firsts: Uint32Array;
  /** Solid, then glass. */
  surfaces: Surface[];
  /** Per feature: 1 where its box is mostly empty, as that of a gantry or of a long run of pipe: the box would hide what the thing does not. */
  hollow: Uint8Array;
}

/** Triangles of feature f are entries starts[f] … starts[f + 1]; a corner counts from the first vertex of its feature. */
export interface Surface { index: Uint16Array | Uint32Array; starts: Uint32Array }

/** Lays the batches out in one array, feature by feature. `shift` is the chunk's origin within the station (Y up). */
export function assemble(batches: readonly Batch[], features: number, shift: readonly number[]): ChunkMesh {
  const vertices = batches.reduce((sum, batch) => sum + (batch.places.length / 3) * batch.matrices.length, 0);
  const places = new Float32Array(vertices * 3), tags = new Uint32Array(vertices);
  const palette = new Palette();
  const creases: Uint32Array[] = [], threads: Uint32Array[] = [];
  const laid: Laid[] = [];
  const { firsts, at } = layVertices(batches, features, vertices);
  let base = 0;
  for (const batch of batches) {
    const lines = findLines(inMetres(batch), batch.index, batch.vertexFeatures);
    const colour = palette.number(batch.colour);
    batch.matrices.forEach((matrix, instance) => {
      const to = at.subarray(base, base + batch.places.length / 3);
      transform(batch.places, matrix, shift, places, to);
      tagVertices(batch, instance, colour, tags, to);
      creases.push(lines.creases.map((vertex) => to[vertex]));
      threads.push(lines.threads.map((vertex) => to[vertex]));
      laid.push({ batch, to });
      base += to.length;
    });
  }
  const boxes = featureBoxes(places, tags, features);
  const sizes = sizeClasses(boxes);
  const solid = sortTriangles(laid.filter(({ batch }) => batch.colour[3] >= 0.99), tags, features);
  const glass = sortTriangles(laid.filter(({ batch }) => batch.colour[3] < 0.99), tags, features);
  const bySize = (index: Uint32Array, corners: number) => sortBySize(index, corners, tags, sizes);
  return {
    features, colours: palette.colours, paints: paintsOf(tags, firsts),
    drawing: {
      places, tags, solid: bySize(solid.index, 3), glass: bySize(glass.index, 3),
      creases: bySize(concatenate(creases), 2), threads: bySize(concatenate(threads), 2),
    },
    shapes: { boxes, tree: buildBoxTree(boxes), places: inBoxes(places, tags, boxes), firsts, hollow: hollowBoxes(places, boxes, [solid, glass]), surfaces: [solid, glass].map((surface) => fromFirst(surface, firsts)) },
  };
}

/** Where each vertex, counted through the batches' instances, goes so that those of a feature lie together. */
function layVertices(batches: readonly Batch[], features: number, vertices: number): { firsts: Uint32Array; at: Uint32Array } {
  const owner = new Uint32Array(vertices), firsts = new Uint32Array(features + 1);
  let base = 0;
  for (const batch of batches) {
    const count = batch.places.length / 3;
    for (let instance = 0; instance < batch.matrices.length; instance++, base += count) {
      const own = batch.instanceFeatures?.[instance] ?? 0;
      for (let v = 0; v < count; v++) firsts[(owner[base + v] = batch.vertexFeatures ? batch.vertexFeatures[v] : own) + 1]++;
    }
  }
  for (let feature = 0; feature < features; feature++) firsts[feature + 1] += firsts[feature];
  const next = firsts.slice();
  return { firsts, at: owner.map((feature) => next[feature]++) };
}

/** `to` tells where the batch's vertices went. */
interface Laid { batch: Batch; to: Uint32Array }

/** Quantised positions as the first matrix scales them: angles and lengths are only true there. */
function inMetres({ places, matrices: [matrix] }: Batch): Float32Array {
  const scaled = new Float32Array(places.length);
  if (matrix) transform(places, matrix, NO_SHIFT, scaled, Uint32Array.from({ length: places.length / 3 }, (_, v) => v));
  return scaled;
}

const NO_SHIFT = [0, 0, 0];

function transform(source: Float32Array, m: Float64Array, shift: readonly number[], into: Float32Array, to: Uint32Array): void {
  for (let v = 0, i = 0; i < source.length; v++, i += 3) {
    const at = to[v] * 3;
    const x = source[i], y = source[i + 1], z = source[i + 2];
    into[at] = m[0] * x + m[4] * y + m[8] * z + m[12] + shift[0];
    into[at + 1] = m[1] * x + m[5] * y + m[9] * z + m[13] + shift[1];
    into[at + 2] = m[2] * x + m[6] * y + m[10] * z + m[14] + shift[2];
  }
}

function tagVertices(batch: Batch, instance: number, colour: number, tags: Uint32Array, to: Uint32Array): void {
  const own = batch.instanceFeatures?.[instance] ?? 0;
  for (let v = 0; v < batch.places.length / 3; v++) {
    tags[to[v]] = ((batch.vertexFeatures ? batch.vertexFeatures[v] : own) | (colour << 24)) >>> 0;
  }
}

/** Counting sort of all triangles by the feature of their first vertex. */
function sortTriangles(laid: readonly Laid[], tags: Uint32Array, features: number): { index: Uint32Array; starts: Uint32Array } {
  const starts = new Uint32Array(features + 1);
  for (const { batch, to } of laid) {
    for (let i = 0; i < batch.index.length; i += 3) starts[(tags[to[batch.index[i]]] & 0xffffff) + 1] += 3;
  }
  for (let feature = 0; feature < features; feature++) starts[feature + 1] += starts[feature];
  const index = new Uint32Array(starts[features]), next = starts.slice();
  for (const { batch, to } of laid) {
    for (let i = 0; i < batch.index.length; i += 3) {
      const feature = tags[to[batch.index[i]]] & 0xffffff;
      const at = next[feature];
      index[at] = to[batch.index[i]];
      index[at + 1] = to[batch.index[i + 1]];
      index[at + 2] = to[batch.index[i + 2]];
      next[feature] += 3;
    }
  }
  return { index, starts };
}

/** The same corners counted from the first vertex of their feature, in 16 bits if that will do. */
function fromFirst({ index, starts }: { index: Uint32Array; starts: Uint32Array }, firsts: Uint32Array): Surface {
  let most = 0;
  for (let feature = 0; feature + 1 < firsts.length; feature++) most = Math.max(most, firsts[feature + 1] - firsts[feature]);
  const counted = new (most > 65_536 ? Uint32Array : Uint16Array)(index.length);
  for (let feature = 0; feature + 1 < starts.length; feature++) {
    for (let i = starts[feature]; i < starts[feature + 1]; i++) counted[i] = index[i] - firsts[feature];
  }
  return { index: counted, starts };
}

/** Positions as parts of their feature's box: a quarter of a millimetre in 16 m. */
function inBoxes(places: Float32Array, tags: Uint32Array, boxes: Float32Array): Uint16Array {
  const parts = new Uint16Array(places.length);
  for (let v = 0; v < tags.length; v++) {
    const at = (tags[v] & 0xffffff) * 6;
    for (let axis = 0; axis < 3; axis++) {
      const low = boxes[at + axis], side = boxes[at + axis + 3] - low;
      parts[v * 3 + axis] = side ? Math.round(((places[v * 3 + axis] - low) / side) * FULL) : 0;
    }
  }
  return parts;
}

/** A box whose faces are this many times as large as its thing's, and as long as that (metres), tells little of the thing. */
const EMPTY = 5, LONG = 2;

function hollowBoxes(places: Float32Array, boxes: Float32Array, surfaces: readonly { index: Uint32Array; starts: Uint32Array }[]): Uint8Array {
  return Uint8Array.from({ length: boxes.length / 6 }, (_, feature) => {
    const [x, y, z] = [0, 1, 2].map((axis) => boxes[feature * 6 + axis + 3] - boxes[feature * 6 + axis]);
    if (!(Math.max(x, y, z) >= LONG)) return 0;
    const area = surfaces.reduce((sum, { index, starts }) => sum + areaOf(places, index, starts[feature], starts[feature + 1]), 0);
    return 2 * (x * y + y * z + z * x) > EMPTY * area ? 1 : 0;
  });
}

function areaOf(p: Float32Array, index: Uint32Array, from: number, to: number): number {
  let area = 0;
  for (let i = from; i < to; i += 3) {
    const a = index[i] * 3, b = index[i + 1] * 3, c = index[i + 2] * 3;
    const ux = p[b] - p[a], uy = p[b + 1] - p[a + 1], uz = p[b + 2] - p[a + 2], vx = p[c] - p[a], vy = p[c + 1] - p[a + 1], vz = p[c + 2] - p[a + 2];
    area += Math.hypot(uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx) / 2;
  }
  return area;
}

function paintsOf(tags: Uint32Array, firsts: Uint32Array): Uint8Array {
  const paints = new Uint8Array(firsts.length - 1);
  for (let feature = 0; feature < paints.length; feature++) {
    if (firsts[feature + 1] > firsts[feature]) paints[feature] = tags[firsts[feature]] >>> 24;
  }
  return paints;
}

/** Six numbers a feature; inside out for features without a vertex. */
function featureBoxes(places: Float32Array, tags: Uint32Array, features: number): Float32Array {
  const boxes = new Float32Array(features * 6);
  for (let i = 0; i < boxes.length; i++) boxes[i] = i % 6 < 3 ? Infinity : -Infinity;
  for (let v = 0; v < tags.length; v++) {
    const at = (tags[v] & 0xffffff) * 6;
    for (let axis = 0; axis < 3; axis++) {
      const value = places[v * 3 + axis];
      if (value < boxes[at + axis]) boxes[at + axis] = value;
      if (value > boxes[at + axis + 3]) boxes[at + axis + 3] = value;
    }
  }
  return boxes;
}

export function concatenate(parts: readonly Uint32Array[]): Uint32Array {
  const whole = new Uint32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Up to 256 colours; a further one takes the nearest. */
export class Palette {
  readonly colours: [number, number, number, number][] = [];
  private readonly numbers = new Map<string, number>();

  /** Number of a linear RGBA colour, as sRGB bytes. */
  number([r, g, b, a]: readonly number[]): number {
    return this.numberOfBytes([toSrgb(r), toSrgb(g), toSrgb(b), Math.round(a * 255)]);
  }

  numberOfBytes(colour: [number, number, number, number]): number {
    const key = colour.join();
    let number = this.numbers.get(key);
    if (number === undefined) {
      number = this.colours.length < 256 ? this.colours.push(colour) - 1 : this.nearest(colour);
      this.numbers.set(key, number);
    }
    return number;
  }

  private nearest(colour: readonly number[]): number {
    const distance = (other: readonly number[]) => other.reduce((sum, value, i) => sum + (value - colour[i]) ** 2, 0);
    return this.colours.reduce((best, other, i) => (distance(other) < distance(this.colours[best]) ? i : best), 0);
  }
}

function toSrgb(linear: number): number {
  const value = linear <= 0.0031308 ? linear * 12.92 : 1.055 * linear ** (1 / 2.4) - 0.055;
  return Math.round(Math.min(1, Math.max(0, value)) * 255);
}
