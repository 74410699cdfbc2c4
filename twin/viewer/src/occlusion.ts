// What hides a thing from the eye: rays to points of its surface, and everything they meet on the way there.
import { hitsBefore, pick, type PickSpan, type Ray } from "./picking";
import { trianglesOf } from "./shapes";

type Point = [number, number, number];

/** How near to the thing each of its hiders stands: 1 hides it itself, 2 hides one that does, and so on. */
export type Hiders = Map<number, number>;

/** What lies flush with the thing, as a lid with its box, hides it too. Metres. */
const FLUSH = 0.002;

/** Hiders of the target along these rays (from the eye, directions of length 1) among what `hides`. */
export function hidersOf(
  spans: readonly PickSpan[], target: ReadonlySet<number>, rays: readonly Ray[], hides: (feature: number) => boolean,
): Hiders {
  const hiders: Hiders = new Map();
  for (const ray of rays) {
    const met = pick(spans, ray, (feature) => target.has(feature));
    if (!met) continue;
    const before = hitsBefore(spans, ray, met.distance + FLUSH, (feature) => !target.has(feature) && hides(feature));
    before.forEach(({ feature }, i) => hiders.set(feature, Math.min(hiders.get(feature) ?? Infinity, before.length - i)));
  }
  return hiders;
}

/** How much of the target these rays find covered: 0 none of it, 1 all of it by three things or more. */
export function coverOf(spans: readonly PickSpan[], target: ReadonlySet<number>, rays: readonly Ray[], hides: (feature: number) => boolean): number {
  let met = 0, cover = 0;
  for (const ray of rays) {
    const hit = pick(spans, ray, (feature) => target.has(feature));
    if (!hit) continue;
    met++;
    const layers = hitsBefore(spans, ray, hit.distance - FLUSH, (feature) => !target.has(feature) && hides(feature)).length;
    cover += layers ? (1 + Math.min(layers, 3)) / 4 : 0;
  }
  return met ? cover / met : 1;
}

/** What stands nearer than `limit` metres along these rays: the surroundings of an opening that is to be wider. */
export function nearer(spans: readonly PickSpan[], rays: readonly Ray[], limit: number, hides: (feature: number) => boolean): Set<number> {
  return new Set(rays.flatMap((ray) => hitsBefore(spans, ray, limit, hides).map(({ feature }) => feature)));
}

/** About `most` points spread over the surface of an item, each triangle in proportion to its area: the same at every call. */
export function surfacePoints(span: PickSpan, item: number, most: number): Point[] {
  const places = trianglesOf(span, item);
  const triangles = Array.from({ length: places.length / 9 }, (_, i): [number, number, number] => [i * 9, i * 9 + 3, i * 9 + 6]);
  const areas = triangles.map((corners) => areaOf(places, corners));
  const share = areas.reduce((sum, area) => sum + area, 0) / most;
  const points: Point[] = [];
  let due = share / 2;
  triangles.forEach((corners, i) => {
    for (due -= areas[i]; due < 0 && points.length < most; due += share) points.push(pointIn(places, corners, points.length));
  });
  return points;
}

/** Steps of a sequence that fills a square evenly (M. Roberts, "The unreasonable effectiveness of quasirandom sequences"). */
const STEP_U = 0.7548776662, STEP_V = 0.5698402910;

function pointIn(places: Float32Array, [a, b, c]: readonly number[], turn: number): Point {
  let u = (0.5 + turn * STEP_U) % 1, v = (0.5 + turn * STEP_V) % 1;
  if (u + v > 1) [u, v] = [1 - u, 1 - v];
  return [0, 1, 2].map((k) => places[a + k] + u * (places[b + k] - places[a + k]) + v * (places[c + k] - places[a + k])) as Point;
}

function areaOf(p: Float32Array, [a, b, c]: readonly number[]): number {
  const u = [0, 1, 2].map((k) => p[b + k] - p[a + k]), v = [0, 1, 2].map((k) => p[c + k] - p[a + k]);
  return Math.hypot(u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]) / 2;
}
