// Planes against rays, segments and triangles: what of them is kept, and the edges a cut makes. Metres, any one frame.
import type { Vec3 } from "../config";

/** What is beyond — `normal · point > offset` — is cut away. */
export interface HalfSpace { normal: Vec3; offset: number }

/** The part of a ray (distances in units of its direction) within all planes; empty when `from > to`. */
export function keptSpan(
  planes: readonly HalfSpace[], { origin, direction }: { origin: ArrayLike<number>; direction: ArrayLike<number> },
): { from: number; to: number; entered: number } {
  let from = 0, to = Infinity, entered = -1;
  planes.forEach(({ normal, offset }, i) => {
    const before = normal[0] * origin[0] + normal[1] * origin[1] + normal[2] * origin[2] - offset;
    const speed = normal[0] * direction[0] + normal[1] * direction[1] + normal[2] * direction[2];
    if (Math.abs(speed) < 1e-12) {
      if (before > 0) to = -Infinity;
      return;
    }
    const at = -before / speed;
    if (speed > 0) to = Math.min(to, at);
    else if (at > from) [from, entered] = [at, i];
  });
  return { from, to, entered };
}

/** True where the point is not cut away, or by no more than `slack`. */
export function isKept(planes: readonly HalfSpace[], point: ArrayLike<number>, slack = 0): boolean {
  return planes.every(({ normal, offset }) => normal[0] * point[0] + normal[1] * point[1] + normal[2] * point[2] - offset <= slack);
}

/** The part of a segment that is kept; null when none is. */
export function keptPart(planes: readonly HalfSpace[], a: Vec3, b: Vec3): [Vec3, Vec3] | null {
  const direction: Vec3 = [b[0] - a[0], b[1] - a[1], b[2] - a[2]];
  const { from, to } = keptSpan(planes, { origin: a, direction });
  const end = Math.min(to, 1);
  if (from > end) return null;
  const at = (t: number): Vec3 => [a[0] + t * direction[0], a[1] + t * direction[1], a[2] + t * direction[2]];
  return [from > 0 ? at(from) : a, end < 1 ? at(end) : b];
}

/** Where the plane cuts a triangle, six numbers pushed into `into`; a face that lies in the plane has no cut. */
export function cutTriangle({ normal, offset }: HalfSpace, p: ArrayLike<number>, a: number, b: number, c: number, into: number[]): void {
  const [x, y, z] = normal;
  const da = x * p[a] + y * p[a + 1] + z * p[a + 2] - offset;
  const db = x * p[b] + y * p[b + 1] + z * p[b + 2] - offset;
  const dc = x * p[c] + y * p[c + 1] + z * p[c + 2] - offset;
  if ((da > 0) === (db > 0) && (db > 0) === (dc > 0)) return;
  if ((da > 0) !== (db > 0)) cross(p, a, b, da, db, into);
  if ((db > 0) !== (dc > 0)) cross(p, b, c, db, dc, into);
  if ((dc > 0) !== (da > 0)) cross(p, c, a, dc, da, into);
}

/** From the same end whichever triangle asks: two that share an edge are cut at the same point of it, to the last bit. */
function cross(p: ArrayLike<number>, a: number, b: number, da: number, db: number, into: number[]): void {
  const order = p[a] - p[b] || p[a + 1] - p[b + 1] || p[a + 2] - p[b + 2];
  if (order > 0) return cross(p, b, a, db, da, into);
  const t = da / (da - db);
  into.push(p[a] + t * (p[b] - p[a]), p[a + 1] + t * (p[b + 1] - p[a + 1]), p[a + 2] + t * (p[b + 2] - p[a + 2]));
}

/** The edges that the planes make in the triangles (nine numbers each): pairs of points, within all other planes. */
export function cutEdges(planes: readonly HalfSpace[], triangles: ArrayLike<number>): [Vec3, Vec3][] {
  const edges: [Vec3, Vec3][] = [];
  planes.forEach((plane, i) => {
    const others = planes.filter((_, k) => k !== i), found: number[] = [];
    for (let at = 0; at < triangles.length; at += 9) cutTriangle(plane, triangles, at, at + 3, at + 6, found);
    for (let at = 0; at < found.length; at += 6) {
      const kept = keptPart(others, [found[at], found[at + 1], found[at + 2]], [found[at + 3], found[at + 4], found[at + 5]]);
      if (kept && Math.hypot(kept[0][0] - kept[1][0], kept[0][1] - kept[1][1], kept[0][2] - kept[1][2]) > 1e-6) edges.push(kept);
    }
  });
  return edges;
}

/** True when a plane goes through the box (six numbers from `at`). */
export function cutsBox({ normal, offset }: HalfSpace, boxes: ArrayLike<number>, at: number): boolean {
  let low = -offset, high = -offset;
  for (let k = 0; k < 3; k++) {
    const a = normal[k] * boxes[at + k], b = normal[k] * boxes[at + k + 3];
    low += Math.min(a, b);
    high += Math.max(a, b);
  }
  return low < 0 && high > 0;
}
