// A chunk ready for the graphics card and for picking: triangles sorted by feature, creases, boxes, their tree.
import { buildBoxTree, type BoxTree } from "./boxtree";
import { findLines } from "./creases";
import type { Batch } from "./glb";

export interface ChunkMesh {
  features: number;
  /** Metres, Y up, relative to the station's origin. */
  places: Float32Array;
  /** Per vertex: local feature in the low 24 bits, number in `colours` in the high 8. */
  tags: Uint32Array;
  /** sRGB RGBA, at most 256. */
  colours: [number, number, number, number][];
  /** Triangles of feature f are entries starts[f] … starts[f + 1]. */
  solid: Surface;
  glass: Surface;
  /** Pairs of vertices. */
  creases: Uint32Array;
  threads: Uint32Array;
  boxes: Float32Array;
  tree: BoxTree;
}

export interface Surface { index: Uint32Array; starts: Uint32Array }

/** Lays the batches out in one array. `shift` is the chunk's origin within the station (Y up). */
export function assemble(batches: readonly Batch[], features: number, shift: readonly number[]): ChunkMesh {
  const vertices = batches.reduce((sum, batch) => sum + (batch.places.length / 3) * batch.matrices.length, 0);
  const places = new Float32Array(vertices * 3), tags = new Uint32Array(vertices);
  const palette = new Palette();
  const creases: Uint32Array[] = [], threads: Uint32Array[] = [];
  const laid: Laid[] = [];
  let base = 0;
  for (const batch of batches) {
    const lines = findLines(inMetres(batch), batch.index, batch.vertexFeatures);
    const colour = palette.number(batch.colour);
    batch.matrices.forEach((matrix, instance) => {
      transform(batch.places, matrix, shift, places, base);
      tagVertices(batch, instance, colour, tags, base);
      creases.push(lines.creases.map((vertex) => vertex + base));
      threads.push(lines.threads.map((vertex) => vertex + base));
      laid.push({ batch, base });
      base += batch.places.length / 3;
    });
  }
  const boxes = featureBoxes(places, tags, features);
  return {
    features, places, tags, colours: palette.colours, creases: concatenate(creases), threads: concatenate(threads), boxes, tree: buildBoxTree(boxes),
    solid: sortTriangles(laid.filter(({ batch }) => batch.colour[3] >= 0.99), tags, features),
    glass: sortTriangles(laid.filter(({ batch }) => batch.colour[3] < 0.99), tags, features),
  };
}

interface Laid { batch: Batch; base: number }

/** Quantised positions as the first matrix scales them: angles and lengths are only true there. */
function inMetres({ places, matrices: [matrix] }: Batch): Float32Array {
  const scaled = new Float32Array(places.length);
  if (matrix) transform(places, matrix, NO_SHIFT, scaled, 0);
  return scaled;
}

const NO_SHIFT = [0, 0, 0];

function transform(source: Float32Array, m: Float64Array, shift: readonly number[], into: Float32Array, base: number): void {
  for (let i = 0, at = base * 3; i < source.length; i += 3, at += 3) {
    const x = source[i], y = source[i + 1], z = source[i + 2];
    into[at] = m[0] * x + m[4] * y + m[8] * z + m[12] + shift[0];
    into[at + 1] = m[1] * x + m[5] * y + m[9] * z + m[13] + shift[1];
    into[at + 2] = m[2] * x + m[6] * y + m[10] * z + m[14] + shift[2];
  }
}

function tagVertices(batch: Batch, instance: number, colour: number, tags: Uint32Array, base: number): void {
  const own = batch.instanceFeatures?.[instance] ?? 0;
  for (let v = 0; v < batch.places.length / 3; v++) {
    tags[base + v] = ((batch.vertexFeatures ? batch.vertexFeatures[v] : own) | (colour << 24)) >>> 0;
  }
}

/** Counting sort of all triangles by the feature of their first vertex. */
function sortTriangles(laid: readonly Laid[], tags: Uint32Array, features: number): Surface {
  const starts = new Uint32Array(features + 1);
  for (const { batch, base } of laid) {
    for (let i = 0; i < batch.index.length; i += 3) starts[(tags[base + batch.index[i]] & 0xffffff) + 1] += 3;
  }
  for (let feature = 0; feature < features; feature++) starts[feature + 1] += starts[feature];
  const index = new Uint32Array(starts[features]), next = starts.slice();
  for (const { batch, base } of laid) {
    for (let i = 0; i < batch.index.length; i += 3) {
      const feature = tags[base + batch.index[i]] & 0xffffff;
      const at = next[feature];
      index[at] = batch.index[i] + base;
      index[at + 1] = batch.index[i + 1] + base;
      index[at + 2] = batch.index[i + 2] + base;
      next[feature] += 3;
    }
  }
  return { index, starts };
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
