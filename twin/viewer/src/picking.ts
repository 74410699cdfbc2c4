// What a tap catches: the nearest triangle of a feature that is shown; the rest lets it through.
import { alongRay } from "./boxtree";
import type { Shapes } from "./chunkmesh";
import { keptSpan, type HalfSpace } from "./section/slicing";
import { boxDistance, isCoarse, rayWithin, trianglesOf } from "./shapes";

/** A chunk's part of a page, with what picking needs; see `Shapes`. */
export interface PickSpan extends Shapes {
  firstFeature: number;
  /** What is beyond one of these is cut away: nothing there is met by a ray. */
  kept?: readonly HalfSpace[];
}

export interface Ray { origin: [number, number, number]; direction: [number, number, number] }
export interface Hit { feature: number; distance: number }

/** Nearest hit among the features that `catches` lets through, null when the ray meets none. */
export function pick(spans: readonly PickSpan[], ray: Ray, catches: (feature: number) => boolean): Hit | null {
  let hit: Hit | null = null;
  let limit = Infinity;
  for (const span of spans) {
    const { from, to } = keptSpan(span.kept ?? [], ray);
    limit = alongRay(span.tree, span.boxes, ray.origin, ray.direction, Math.min(limit, to), (item, before) => {
      if (!catches(span.firstFeature + item)) return before;
      const distance = nearestTriangle(span, item, ray, before, from);
      if (distance < before) hit = { feature: span.firstFeature + item, distance };
      return Math.min(before, distance);
    });
  }
  return hit;
}

/** Everything the ray meets before `limit` among what `counts`, each feature once, nearest first. */
export function hitsBefore(spans: readonly PickSpan[], ray: Ray, limit: number, counts: (feature: number) => boolean): Hit[] {
  const hits: Hit[] = [];
  for (const span of spans) {
    const { from, to } = keptSpan(span.kept ?? [], ray);
    alongRay(span.tree, span.boxes, ray.origin, ray.direction, Math.min(limit, to), (item, before) => {
      const feature = span.firstFeature + item;
      const distance = counts(feature) ? nearestTriangle(span, item, ray, before, from) : before;
      if (distance < before) hits.push({ feature, distance });
      return before;
    });
  }
  return hits.sort((a, b) => a.distance - b.distance);
}

function nearestTriangle(span: PickSpan, item: number, ray: Ray, limit: number, from: number): number {
  if (isCoarse(span)) {
    const distance = boxDistance(span, item, ray);
    return distance >= from ? Math.min(limit, distance) : limit;
  }
  const within = rayWithin(span, item, ray), first = span.firsts[item], grazing = GRAZING * within.stretch;
  for (const { index, starts } of span.surfaces) {
    for (let i = starts[item]; i < starts[item + 1]; i += 3) {
      const distance = hitTriangle(span.places, (first + index[i]) * 3, (first + index[i + 1]) * 3, (first + index[i + 2]) * 3, within, grazing);
      if (distance >= from && distance < limit) limit = distance;
    }
  }
  return limit;
}

/** A triangle that the ray passes along rather than through is missed. */
const GRAZING = 1e-12;

/** Möller–Trumbore, both faces; distance along the ray in units of its direction, Infinity for a miss. */
export function hitTriangle(places: ArrayLike<number>, a: number, b: number, c: number, { origin: o, direction: d }: Ray, grazing = GRAZING): number {
  const e1x = places[b] - places[a], e1y = places[b + 1] - places[a + 1], e1z = places[b + 2] - places[a + 2];
  const e2x = places[c] - places[a], e2y = places[c + 1] - places[a + 1], e2z = places[c + 2] - places[a + 2];
  const px = d[1] * e2z - d[2] * e2y, py = d[2] * e2x - d[0] * e2z, pz = d[0] * e2y - d[1] * e2x;
  const det = e1x * px + e1y * py + e1z * pz;
  if (Math.abs(det) < grazing) return Infinity;
  const sx = o[0] - places[a], sy = o[1] - places[a + 1], sz = o[2] - places[a + 2];
  const u = (sx * px + sy * py + sz * pz) / det;
  if (u < 0 || u > 1) return Infinity;
  const qx = sy * e1z - sz * e1y, qy = sz * e1x - sx * e1z, qz = sx * e1y - sy * e1x;
  const v = (d[0] * qx + d[1] * qy + d[2] * qz) / det;
  if (v < 0 || u + v > 1) return Infinity;
  const t = (e2x * qx + e2y * qy + e2z * qz) / det;
  return t > 1e-6 ? t : Infinity;
}

/** Middle points of up to `most` of a feature's triangles, biggest first: where one would tap to catch it. */
export function tapPoints(span: PickSpan, item: number, most: number): [number, number, number][] {
  const points: { at: [number, number, number]; area: number }[] = [];
  const triangles = trianglesOf(span, item);
  const step = Math.max(1, Math.floor(triangles.length / 9 / 400)) * 9;
  for (let i = 0; i < triangles.length; i += step) points.push(middleAndArea(triangles, i, i + 3, i + 6));
  return points.sort((a, b) => b.area - a.area).slice(0, most).map((point) => point.at);
}

function middleAndArea(p: Float32Array, a: number, b: number, c: number) {
  const at: [number, number, number] = [0, 1, 2].map((k) => (p[a + k] + p[b + k] + p[c + k]) / 3) as [number, number, number];
  const u = [0, 1, 2].map((k) => p[b + k] - p[a + k]), v = [0, 1, 2].map((k) => p[c + k] - p[a + k]);
  const area = Math.hypot(u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]);
  return { at, area };
}
