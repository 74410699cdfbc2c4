// Which way it flows: arrows on the lengths of the path, worked out from boxes alone. Pure; Y up, metres.
import type { Vec3 } from "../config";

export interface Extent { min: Vec3; max: Vec3 }
/** At a point, one way along an axis. */
export interface Arrow { at: Vec3; along: Vec3 }

/** A piece shorter than this has no arrow of its own. */
export const SHORTEST = 0.35;
/** From one arrow of a length to the next. */
export const SPACING = 2.5;

/**
 * `path`: for each code in the order of the flow, the boxes of what draws it, in any order. A length lies along the
 * longest side of its box; the flow enters it at the end that is nearer to where it left the piece before.
 */
export function arrowsAlong(path: readonly (readonly Extent[])[]): Arrow[] {
  const pieces = path.filter((boxes) => boxes.length);
  if (pieces.length < 2) return [];
  const arrows: Arrow[] = [];
  let here = farthestEnd(pieces[0], middle(pieces[1][0]));
  for (const boxes of pieces) {
    for (const box of chained(boxes, here)) {
      const [one, other] = endsOf(box);
      const [from, to] = distance(one, here) <= distance(other, here) ? [one, other] : [other, one];
      arrows.push(...arrowsOf(from, to));
      here = to;
    }
  }
  return arrows;
}

/** The nearest to the point first, then the nearest to that. */
function chained(boxes: readonly Extent[], from: Vec3): Extent[] {
  const left = [...boxes], order: Extent[] = [];
  for (let here = from; left.length; ) {
    const gaps = left.map((box) => Math.min(...endsOf(box).map((end) => distance(end, here))));
    const [next] = left.splice(gaps.indexOf(Math.min(...gaps)), 1);
    order.push(next);
    const [one, other] = endsOf(next);
    here = distance(one, here) <= distance(other, here) ? other : one;
  }
  return order;
}

function arrowsOf(from: Vec3, to: Vec3): Arrow[] {
  const length = distance(from, to);
  if (length < SHORTEST) return [];
  const along = to.map((value, axis) => (value - from[axis]) / length) as Vec3;
  const count = Math.max(1, Math.floor(length / SPACING));
  return Array.from({ length: count }, (_, i) => ({ at: from.map((value, axis) => value + along[axis] * length * (i + 0.5) / count) as Vec3, along }));
}

/** The ends of the axis of a box: in the middle of its two sides that lie farthest apart. */
export function endsOf({ min, max }: Extent): [Vec3, Vec3] {
  const sizes = max.map((value, axis) => value - min[axis]), axis = sizes.indexOf(Math.max(...sizes));
  const one = middle({ min, max }), other = [...one] as Vec3;
  one[axis] = min[axis];
  other[axis] = max[axis];
  return [one, other];
}

function farthestEnd(boxes: readonly Extent[], from: Vec3): Vec3 {
  return boxes.flatMap(endsOf).reduce((best, end) => (distance(end, from) > distance(best, from) ? end : best));
}

function middle({ min, max }: Extent): Vec3 {
  return min.map((value, axis) => (value + max[axis]) / 2) as Vec3;
}

function distance(one: Vec3, other: Vec3): number {
  return Math.hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2]);
}
