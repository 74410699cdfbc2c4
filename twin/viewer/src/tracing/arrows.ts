// Which way it flows: arrows along the lines of a path. Pure; Y up, metres.
import type { Vec3 } from "../config";

/** At a point, one way along an axis. */
export interface Arrow { at: Vec3; along: Vec3 }

/** A stretch shorter than this has no arrow of its own. */
export const SHORTEST = 0.35;
/** From one arrow of a stretch to the next, and how near one may come to that of the stretch before. */
export const SPACING = 2.5, NEAREST = 1.6;

/** Each line is a list of points in the order of the flow. */
export function arrowsAlong(lines: readonly (readonly Vec3[])[]): Arrow[] {
  const arrows: Arrow[] = [];
  for (const line of lines) {
    for (let i = 1; i < line.length; i++) {
      for (const arrow of arrowsOf(line[i - 1], line[i])) {
        const last = arrows.at(-1);
        if (!last || distance(last.at, arrow.at) >= NEAREST) arrows.push(arrow);
      }
    }
  }
  return arrows;
}

function arrowsOf(from: Vec3, to: Vec3): Arrow[] {
  const length = distance(from, to);
  if (length < SHORTEST) return [];
  const along = to.map((value, axis) => (value - from[axis]) / length) as Vec3;
  const count = Math.max(1, Math.floor(length / SPACING));
  return Array.from({ length: count }, (_, i) => ({ at: from.map((value, axis) => value + along[axis] * length * (i + 0.5) / count) as Vec3, along }));
}

export function distance(one: Vec3, other: Vec3): number {
  return Math.hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2]);
}
