// A body among triangles: an upright cylinder that is pushed out of what it meets, and the floors it can stand on.
import type { Triangles } from "./nearby";

/** Metres. A door of 80 cm lets it through. */
export const RADIUS = 0.22, HEIGHT = 1.75;
/** The highest step it takes without a thought. */
export const STEP = 0.28;
/** Steeper is a wall and no floor: the vertical part of a surface's normal. */
const FLAT = 0.5;
const TURNS = 6;
/** What is left to overlap where a body touches. */
const TOUCH = 0.01;

export interface Pushed { x: number; z: number; /** It stands in something, and there is no way out of it. */ stuck: boolean }

/** Where the body at (x, z), between the heights `low` and `high`, is once nothing overlaps it any more. */
export function pushOut(triangles: Triangles, x: number, z: number, low: number, high: number): Pushed {
  for (let turn = 0; turn < TURNS; turn++) {
    const contact = deepest(triangles, x, z, low, high);
    if (!contact) return { x, z, stuck: false };
    if (contact.distance === 0) return { x, z, stuck: true };
    const by = (RADIUS - contact.distance + 1e-4) / contact.distance;
    x += (x - contact.x) * by;
    z += (z - contact.z) * by;
  }
  const left = deepest(triangles, x, z, low, high);
  return { x, z, stuck: left !== null && RADIUS - left.distance > TOUCH };
}

interface Contact { x: number; z: number; distance: number }

/** The nearest point of anything within the body's heights, when it is nearer than the body is wide; distance 0 is within. */
function deepest(t: Triangles, x: number, z: number, low: number, high: number): Contact | null {
  let found: Contact | null = null;
  for (let i = 0; i < t.length; i += 9) {
    if (Math.min(t[i + 1], t[i + 4], t[i + 7]) >= high || Math.max(t[i + 1], t[i + 4], t[i + 7]) <= low) continue;
    if (Math.min(t[i], t[i + 3], t[i + 6]) > x + RADIUS || Math.max(t[i], t[i + 3], t[i + 6]) < x - RADIUS) continue;
    if (Math.min(t[i + 2], t[i + 5], t[i + 8]) > z + RADIUS || Math.max(t[i + 2], t[i + 5], t[i + 8]) < z - RADIUS) continue;
    const contact = nearest(slice(t, i, low, high), x, z);
    if (contact && contact.distance < (found?.distance ?? RADIUS)) found = contact;
  }
  return found;
}

/** The part of a triangle between two heights, as a polygon seen from above: x, z, x, z, … */
function slice(t: Triangles, i: number, low: number, high: number): number[] {
  const corners = [0, 3, 6].map((k) => [t[i + k], t[i + k + 1], t[i + k + 2]]);
  return clip(clip(corners, low, 1), high, -1).flatMap(([x, , z]) => [x, z]);
}

function clip(polygon: number[][], height: number, side: 1 | -1): number[][] {
  const kept: number[][] = [];
  polygon.forEach((a, i) => {
    const b = polygon[(i + 1) % polygon.length];
    const da = (a[1] - height) * side, db = (b[1] - height) * side;
    if (da >= 0) kept.push(a);
    if (da * db < 0) kept.push([0, 1, 2].map((k) => a[k] + ((b[k] - a[k]) * da) / (da - db)));
  });
  return kept;
}

function nearest(polygon: readonly number[], x: number, z: number): Contact | null {
  if (!polygon.length) return null;
  let best: Contact = { x: 0, z: 0, distance: Infinity };
  let turns = 0, area = 0;
  const count = polygon.length / 2;
  for (let i = 0; i < count; i++) {
    const ax = polygon[i * 2], az = polygon[i * 2 + 1], bx = polygon[((i + 1) % count) * 2], bz = polygon[((i + 1) % count) * 2 + 1];
    const length = (bx - ax) ** 2 + (bz - az) ** 2;
    const along = length ? Math.min(1, Math.max(0, ((x - ax) * (bx - ax) + (z - az) * (bz - az)) / length)) : 0;
    const px = ax + (bx - ax) * along, pz = az + (bz - az) * along, distance = Math.hypot(x - px, z - pz);
    if (distance < best.distance) best = { x: px, z: pz, distance };
    turns += Math.sign((bx - ax) * (z - az) - (bz - az) * (x - ax));
    area += ax * bz - bx * az;
  }
  return Math.abs(turns) === count && Math.abs(area) > 1e-6 ? { x, z, distance: 0 } : best;
}

/** The highest floor at (x, z) from the height `low` up to `high`; null when there is none. */
export function floorAt(t: Triangles, x: number, z: number, low: number, high: number): number | null {
  let floor: number | null = null;
  for (let i = 0; i < t.length; i += 9) {
    if (Math.min(t[i + 1], t[i + 4], t[i + 7]) > high || Math.max(t[i + 1], t[i + 4], t[i + 7]) < low) continue;
    const height = heightIn(t, i, x, z);
    if (height !== null && height >= low && height <= high && height > (floor ?? -Infinity)) floor = height;
  }
  return floor;
}

/** Height of the triangle at (x, z); null beside it and where it is too steep to stand on. */
function heightIn(t: Triangles, i: number, x: number, z: number): number | null {
  const ux = t[i + 3] - t[i], uy = t[i + 4] - t[i + 1], uz = t[i + 5] - t[i + 2];
  const vx = t[i + 6] - t[i], vy = t[i + 7] - t[i + 1], vz = t[i + 8] - t[i + 2];
  const up = uz * vx - ux * vz;
  if (Math.abs(up) < FLAT * Math.hypot(uy * vz - uz * vy, up, ux * vy - uy * vx) || Math.abs(up) < 1e-12) return null;
  const px = x - t[i], pz = z - t[i + 2];
  const a = (pz * vx - px * vz) / up, b = (uz * px - ux * pz) / up;
  return a < -1e-9 || b < -1e-9 || a + b > 1 + 1e-9 ? null : t[i + 1] + a * uy + b * vy;
}
