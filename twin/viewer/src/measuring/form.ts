// What can be measured on a thing: its sharp edges and corners, and the axes of what is round on it.
import type { Vec3 } from "../config";
import { axisOf, facing, type Axis } from "./axis";

export interface Form {
  /** Nine numbers a triangle, metres. */
  triangles: Float32Array;
  edges: readonly (readonly [Vec3, Vec3])[];
  corners: readonly Vec3[];
  /** Per triangle: its round surface's number in `axes`, -1 on none. */
  round: Int16Array;
  axes: readonly Axis[];
}

/** Bends that are edges, and bends that a round surface of few sides (or of thin pipes, in whole millimetres) may have. */
const SHARP = Math.cos((20 * Math.PI) / 180), ROUND = Math.cos((50 * Math.PI) / 180);
/** A sculpture has no edges to measure from; its faces do. */
const MOST_TRIANGLES = 60_000;

export function formOf(triangles: Float32Array): Form {
  const count = triangles.length / 9, round = new Int16Array(count).fill(-1);
  if (count > MOST_TRIANGLES) return { triangles, edges: [], corners: [], round, axes: [] };
  const normals = Array.from({ length: count }, (_, t) => normalAt(triangles, t));
  const ridges = ridgesOf(triangles, normals);
  const axes: Axis[] = [];
  for (const surface of surfacesOf(count, ridges)) {
    const axis = axisOf(triangles, surface.map((t) => t * 9));
    if (!axis) continue;
    for (const t of surface) round[t] = axes.length;
    axes.push(axis);
  }
  // The rim of a pipe is a polygon of the model's, not of the pipe's.
  const sharp = ridges.filter(({ faces, bend }) => bend < SHARP && faces.every((t) => round[t] < 0));
  const edges = sharp.map(({ a, b }) => [a, b] as const);
  const corners = new Map(edges.flat().map((point) => [point.join(), point]));
  return { triangles, edges, corners: [...corners.values()], round, axes };
}

/** An edge of the mesh with its triangles; `bend` is the cosine between their faces, -1 at a border. */
interface Ridge { a: Vec3; b: Vec3; faces: number[]; bend: number }

function ridgesOf(p: Float32Array, normals: readonly Vec3[]): Ridge[] {
  const numbers = new Map<string, number>(), ridges = new Map<number, Ridge>();
  const corner = (at: number) => {
    const key = `${p[at]} ${p[at + 1]} ${p[at + 2]}`;
    return numbers.get(key) ?? (numbers.set(key, numbers.size), numbers.size - 1);
  };
  normals.forEach((normal, t) => {
    if (!normal[0] && !normal[1] && !normal[2]) return;
    const at = [t * 9, t * 9 + 3, t * 9 + 6], ids = at.map(corner);
    for (const [i, k] of [[0, 1], [1, 2], [2, 0]]) {
      const low = Math.min(ids[i], ids[k]), high = Math.max(ids[i], ids[k]);
      if (low === high) continue;
      const key = low * 2 ** 21 + high, known = ridges.get(key);
      if (!known) ridges.set(key, { a: pointAt(p, at[i]), b: pointAt(p, at[k]), faces: [t], bend: -1 });
      else {
        const bend = Math.abs(normals[known.faces[0]].reduce((sum, part, n) => sum + part * normal[n], 0));
        known.bend = known.faces.length === 1 ? bend : Math.min(known.bend, bend);
        known.faces.push(t);
      }
    }
  });
  return [...ridges.values()];
}

/** Triangles that hang together without a bend too sharp for a round surface. */
function surfacesOf(count: number, ridges: readonly Ridge[]): number[][] {
  const parent = Int32Array.from({ length: count }, (_, t) => t);
  const root = (t: number): number => {
    while (parent[t] !== t) t = parent[t] = parent[parent[t]];
    return t;
  };
  for (const { faces, bend } of ridges) if (bend >= ROUND && faces.length === 2) parent[root(faces[0])] = root(faces[1]);
  const surfaces = new Map<number, number[]>();
  for (let t = 0; t < count; t++) surfaces.get(root(t))?.push(t) ?? surfaces.set(root(t), [t]);
  return [...surfaces.values()];
}

function normalAt(p: Float32Array, t: number): Vec3 {
  const n = facing(p, t * 9), length = Math.hypot(...n);
  return length < 1e-12 ? [0, 0, 0] : [n[0] / length, n[1] / length, n[2] / length];
}

function pointAt(p: Float32Array, at: number): Vec3 {
  return [p[at], p[at + 1], p[at + 2]];
}
