// The axis of a round surface, found from its triangles: the direction none of them faces, and the circle they go around.
import type { Vec3 } from "../config";

/** From `from` to `to` (metres along `direction` from `point`); `direction` has length 1. */
export interface Axis { point: Vec3; direction: Vec3; from: number; to: number; radius: number }

/** Of the radius, and metres on top for whole millimetres of a scene: how far corners may lie off the circle. */
const OFF = 0.04, QUANTUM = 0.0012;
/** How much of a turn may be missing: less is a rounded corner, not a pipe. */
const LARGEST_GAP = (2 * Math.PI) / 3;
/** Facing off the square to the axis, as the share of the whole: none for a run, some for a bend. */
const BENT = 0.003;

/** Null where the triangles (nine numbers each) lie on no cylinder. Metres. */
export function axisOf(triangles: ArrayLike<number>, chosen: readonly number[]): Axis | null {
  if (chosen.length < 8) return null;
  const direction = squareTo(triangles, chosen);
  if (!direction) return null;
  const [u, v] = across(direction);
  const corners = chosen.flatMap((at) => [0, 3, 6].map((corner) => vec(triangles, at + corner)));
  const circle = circleThrough(corners.map((point) => [dot(point, u), dot(point, v)]));
  if (!circle) return null;
  const [cu, cv, radius] = circle;
  const turns: number[] = [];
  let from = Infinity, to = -Infinity;
  for (const point of corners) {
    const x = dot(point, u) - cu, y = dot(point, v) - cv, height = dot(point, direction);
    if (Math.abs(Math.hypot(x, y) - radius) > OFF * radius + QUANTUM) return null;
    turns.push(Math.atan2(y, x));
    from = Math.min(from, height);
    to = Math.max(to, height);
  }
  if (to - from < radius * 0.5 || widestGap(turns) > LARGEST_GAP) return null;
  const point = [0, 1, 2].map((k) => cu * u[k] + cv * v[k]) as Vec3;
  return { point, direction, from, to, radius };
}

/** The direction square to all faces; null where they face every way, or one way only. */
function squareTo(p: ArrayLike<number>, chosen: readonly number[]): Vec3 | null {
  const m = [[0, 0, 0], [0, 0, 0], [0, 0, 0]];
  let total = 0;
  for (const t of chosen) {
    const n = facing(p, t), area = Math.hypot(...n);
    if (!area) continue;
    total += area;
    for (let i = 0; i < 3; i++) for (let k = 0; k < 3; k++) m[i][k] += (n[i] * n[k]) / area;
  }
  const { values, vectors } = symmetricEigen(m);
  const order = [0, 1, 2].sort((a, b) => values[a] - values[b]);
  if (!total || values[order[0]] > BENT * total || values[order[1]] < 0.1 * total) return null;
  const found = [0, 1, 2].map((k) => vectors[k][order[0]]) as Vec3;
  const most = found.reduce((best, value, k) => (Math.abs(value) > Math.abs(found[best]) ? k : best), 0);
  return found[most] < 0 ? (found.map((value) => -value) as Vec3) : found;
}

/** Twice the triangle's area along its normal. */
export function facing(p: ArrayLike<number>, t: number): Vec3 {
  const ux = p[t + 3] - p[t], uy = p[t + 4] - p[t + 1], uz = p[t + 5] - p[t + 2];
  const vx = p[t + 6] - p[t], vy = p[t + 7] - p[t + 1], vz = p[t + 8] - p[t + 2];
  return [uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx];
}

/** Least squares (I. Kåsa, 1976): centre and radius; null for points on a line. */
export function circleThrough(points: readonly (readonly number[])[]): [number, number, number] | null {
  const n = points.length, mx = points.reduce((sum, [x]) => sum + x, 0) / n, my = points.reduce((sum, [, y]) => sum + y, 0) / n;
  let xx = 0, xy = 0, yy = 0, xz = 0, yz = 0, zz = 0;
  for (const [px, py] of points) {
    const x = px - mx, y = py - my, z = x * x + y * y;
    xx += x * x; xy += x * y; yy += y * y; xz += x * z; yz += y * z; zz += z;
  }
  const det = 2 * (xx * yy - xy * xy);
  if (Math.abs(det) < 1e-9 * (xx + yy) ** 2) return null;
  const cx = (xz * yy - yz * xy) / det, cy = (yz * xx - xz * xy) / det;
  return [cx + mx, cy + my, Math.sqrt(cx * cx + cy * cy + zz / n)];
}

/** Jacobi's rotations: eigenvalues, and eigenvectors as columns. */
function symmetricEigen(matrix: number[][]): { values: number[]; vectors: number[][] } {
  const a = matrix.map((row) => [...row]), v = [[1, 0, 0], [0, 1, 0], [0, 0, 1]];
  for (let sweep = 0; sweep < 24; sweep++) {
    for (const [p, q] of [[0, 1], [0, 2], [1, 2]]) {
      if (Math.abs(a[p][q]) < 1e-15) continue;
      const angle = 0.5 * Math.atan2(2 * a[p][q], a[q][q] - a[p][p]), c = Math.cos(angle), s = Math.sin(angle);
      for (let k = 0; k < 3; k++) [a[k][p], a[k][q]] = [c * a[k][p] - s * a[k][q], s * a[k][p] + c * a[k][q]];
      for (let k = 0; k < 3; k++) [a[p][k], a[q][k]] = [c * a[p][k] - s * a[q][k], s * a[p][k] + c * a[q][k]];
      for (let k = 0; k < 3; k++) [v[k][p], v[k][q]] = [c * v[k][p] - s * v[k][q], s * v[k][p] + c * v[k][q]];
    }
  }
  return { values: [a[0][0], a[1][1], a[2][2]], vectors: v };
}

function across(direction: Vec3): [Vec3, Vec3] {
  const helper: Vec3 = Math.abs(direction[1]) < 0.9 ? [0, 1, 0] : [1, 0, 0];
  const u = unit(cross(helper, direction));
  return [u, cross(direction, u)];
}

function widestGap(turns: number[]): number {
  const sorted = turns.sort((a, b) => a - b);
  return sorted.reduce((widest, turn, i) => Math.max(widest, (i ? turn - sorted[i - 1] : turn - sorted.at(-1)! + 2 * Math.PI)), 0);
}

function vec(p: ArrayLike<number>, at: number): Vec3 {
  return [p[at], p[at + 1], p[at + 2]];
}

export function dot(a: Vec3, b: Vec3): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

export function cross(a: Vec3, b: Vec3): Vec3 {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

export function unit(a: Vec3): Vec3 {
  const length = Math.hypot(...a) || 1;
  return [a[0] / length, a[1] / length, a[2] / length];
}
