// The line of a path, piece by piece: from port to port where the models say where these are, else from neighbour to neighbour.
// Pure; Y up, metres.
import type { Vec3 } from "../config";
import { distance } from "./arrows";

export interface Extent { min: Vec3; max: Vec3 }
/** How the flow passes what bears the code. */
export interface Leg { code: string; from: Vec3; to: Vec3 }

/** `path`: for each code in the order of the flow, the boxes of what draws it, in any order. What two neighbours share is where it passes. */
export function legsThrough(path: readonly { code: string; boxes: readonly Extent[] }[]): Leg[] {
  const drawn = path.filter(({ boxes }) => boxes.length);
  if (drawn.length < 2) return [];
  const pieces: { code: string; box: Extent }[] = [];
  let here = middle(drawn[1].boxes[0]);
  drawn.forEach(({ code, boxes }, i) => {
    const order = chained(boxes, here);
    if (!i) order.reverse();  // it begins at the end that is farthest from what comes next
    pieces.push(...order.map((box) => ({ code, box })));
    here = middle(order.at(-1)!);
  });
  const joints = pieces.slice(1).map(({ box }, i) => shared(pieces[i].box, box));
  return pieces.map(({ code, box }, i) => ({ code, from: joints[i - 1] ?? farEnd(box, joints[i]), to: joints[i] ?? farEnd(box, joints[i - 1]) }));
}

/** Legs that follow on each other as one line; `bent` may say how one runs between its ends. */
export function linesOf(legs: readonly Leg[], bent: (leg: Leg) => readonly Vec3[] | null = () => null): Vec3[][] {
  const lines: Vec3[][] = [];
  let end: Vec3 | null = null;
  for (const leg of legs) {
    const points = bent(leg) ?? [leg.from, leg.to];
    if (end && distance(end, leg.from) < 1e-3) lines.at(-1)!.push(...points.slice(1));
    else lines.push([...points]);
    end = leg.to;
  }
  return lines;
}

/** The nearest to the point first, then the nearest to that. */
function chained(boxes: readonly Extent[], from: Vec3): Extent[] {
  const left = [...boxes], order: Extent[] = [];
  for (let here = from; left.length; here = middle(order.at(-1)!)) {
    const gaps = left.map((box) => Math.min(...endsOf(box).map((end) => distance(end, here))));
    order.push(...left.splice(gaps.indexOf(Math.min(...gaps)), 1));
  }
  return order;
}

/** The middle of what two boxes share, or of the gap between them. */
function shared(one: Extent, other: Extent): Vec3 {
  return [0, 1, 2].map((axis) => (Math.max(one.min[axis], other.min[axis]) + Math.min(one.max[axis], other.max[axis])) / 2) as Vec3;
}

/** The end of the axis that is farther from the joint. */
function farEnd(box: Extent, joint: Vec3): Vec3 {
  const [one, other] = endsOf(box);
  return distance(one, joint) > distance(other, joint) ? one : other;
}

/** The ends of the axis of a box: in the middle of its two sides that lie farthest apart. */
export function endsOf({ min, max }: Extent): [Vec3, Vec3] {
  const sizes = max.map((value, axis) => value - min[axis]), axis = sizes.indexOf(Math.max(...sizes));
  const one = middle({ min, max }), other = [...one] as Vec3;
  one[axis] = min[axis];
  other[axis] = max[axis];
  return [one, other];
}

function middle({ min, max }: Extent): Vec3 {
  return min.map((value, axis) => (value + max[axis]) / 2) as Vec3;
}
