// What a point to measure from is caught by: the axis of what is round, else a corner, an edge, an axis near by, else the face itself.
import type { Vec3 } from "../config";
import { cutEdges, isKept, keptPart, type HalfSpace } from "../section/slicing";
import { dot, unit, type Axis } from "./axis";
import type { Form } from "./form";
import type { Anchor } from "./measure";

/** What the eye's ray met: where, on which triangle of which form, and whether that is the face a plane has cut. */
export interface Met { point: Vec3; form: Form; triangle: number; cut: Vec3 | null }

export interface Aim {
  ray: { origin: Vec3; direction: Vec3 };
  /** How far a point is from the aim, screen pixels; Infinity behind the eye. */
  pixelsTo(point: Vec3): number;
  /** A point is seen when nothing that is shown stands before it. */
  seen(point: Vec3): boolean;
  /** Screen pixels within which a corner catches; edges do at three quarters of it. */
  reach: number;
  planes: readonly HalfSpace[];
}

interface Candidate extends Anchor { pixels: number; depth: number; mustBeSeen: boolean }

/** `forms` are those of `met` and of what is seen near by. */
export function snap(met: Met | null, forms: readonly Form[], aim: Aim): Anchor | null {
  const on = met ? met.form.axes[met.form.round[met.triangle]] : undefined;
  const caughtOn = on && onAxis(on, aim);
  if (caughtOn) return caughtOn;
  const corners: Candidate[] = [], lines: Candidate[] = [];
  for (const form of forms) {
    collectCorners(form, aim, corners);
    collectLines(form, aim, corners, lines);
    for (const axis of form.axes) {
      const anchor = onAxis(axis, aim);
      if (anchor) lines.push({ ...anchor, pixels: aim.pixelsTo(anchor.point), depth: depthOf(anchor.point, aim), mustBeSeen: false });
    }
  }
  const caught = nearest(corners, aim, aim.reach) ?? nearest(lines, aim, aim.reach * 0.75);
  if (caught) return caught;
  if (!met) return null;
  const t = met.triangle * 9, p = met.form.triangles;
  return { kind: met.cut ? "cut" : "face", point: met.point, normal: met.cut ?? unit(normalOf(p, t)) };
}

/** The point of an axis nearest to the aim, or its end when that is near; null where the axis is cut away. */
function onAxis(axis: Axis, aim: Aim): Anchor | null {
  const ends = [axis.from, axis.to].map((at) => pointOn(axis, at));
  const kept = keptPart(aim.planes, ends[0], ends[1]);
  if (!kept) return null;
  const end = kept.find((point) => aim.pixelsTo(point) < aim.reach / 2);
  if (end) return { kind: "axisEnd", point: end, line: axis.direction };
  return { kind: "axis", point: nearestOnSegment(kept[0], kept[1], aim.ray), line: axis.direction };
}

function collectCorners({ corners }: Form, aim: Aim, into: Candidate[]): void {
  for (const point of corners) if (isKept(aim.planes, point, 1e-4)) push(into, aim, { kind: "corner", point });
}

/** Edges as far as they are kept; where a plane ends one there is a corner, and the cut itself has edges. */
function collectLines({ edges, triangles, round }: Form, aim: Aim, corners: Candidate[], into: Candidate[]): void {
  for (const [a, b] of edges) {
    const kept = keptPart(aim.planes, a, b);
    if (!kept) continue;
    for (const [i, end] of [a, b].entries()) if (kept[i] !== end) push(corners, aim, { kind: "corner", point: kept[i] });
    push(into, aim, { kind: "edge", point: nearestOnSegment(kept[0], kept[1], aim.ray), line: direction(kept[0], kept[1]) });
  }
  if (!aim.planes.length) return;
  const flat = Array.from(round.keys()).filter((t) => round[t] < 0).flatMap((t) => Array.from(triangles.subarray(t * 9, t * 9 + 9)));
  for (const [a, b] of cutEdges(aim.planes, flat)) {
    push(into, aim, { kind: "edge", point: nearestOnSegment(a, b, aim.ray), line: direction(a, b) });
  }
}

function push(into: Candidate[], aim: Aim, anchor: Anchor): void {
  const pixels = aim.pixelsTo(anchor.point);
  if (pixels <= aim.reach) into.push({ ...anchor, pixels, depth: depthOf(anchor.point, aim), mustBeSeen: true });
}

/** Of those that are as near to the aim as one can see, the nearest to the eye. */
function nearest(candidates: Candidate[], aim: Aim, reach: number): Anchor | null {
  for (const { pixels, depth, mustBeSeen, ...anchor } of candidates.sort((a, b) => Math.round(a.pixels) - Math.round(b.pixels) || a.depth - b.depth)) {
    if (pixels > reach) return null;
    if (!mustBeSeen || aim.seen(anchor.point)) return anchor;
  }
  return null;
}

function depthOf(point: Vec3, { ray: { origin, direction: d } }: Aim): number {
  return dot([point[0] - origin[0], point[1] - origin[1], point[2] - origin[2]], d);
}

/** The point of a segment that comes nearest to the ray. */
export function nearestOnSegment(a: Vec3, b: Vec3, { origin, direction: d }: { origin: Vec3; direction: Vec3 }): Vec3 {
  const e: Vec3 = [b[0] - a[0], b[1] - a[1], b[2] - a[2]], w: Vec3 = [a[0] - origin[0], a[1] - origin[1], a[2] - origin[2]];
  const ee = dot(e, e), ed = dot(e, d), dd = dot(d, d), ew = dot(e, w), dw = dot(d, w);
  const det = ee * dd - ed * ed;
  const t = det < 1e-12 * ee * dd ? 0 : Math.min(1, Math.max(0, (ed * dw - dd * ew) / det));
  return [a[0] + t * e[0], a[1] + t * e[1], a[2] + t * e[2]];
}

function pointOn({ point, direction: d }: Axis, at: number): Vec3 {
  return [point[0] + d[0] * at, point[1] + d[1] * at, point[2] + d[2] * at];
}

function direction(a: Vec3, b: Vec3): Vec3 {
  return unit([b[0] - a[0], b[1] - a[1], b[2] - a[2]]);
}

function normalOf(p: ArrayLike<number>, t: number): Vec3 {
  const u: Vec3 = [p[t + 3] - p[t], p[t + 4] - p[t + 1], p[t + 5] - p[t + 2]], v: Vec3 = [p[t + 6] - p[t], p[t + 7] - p[t + 1], p[t + 8] - p[t + 2]];
  return [u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]];
}
