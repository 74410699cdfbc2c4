// How a long piece runs that is not straight, as a cable round corners: along the edges of its triangles. Pure; metres.
import type { Vec3 } from "../config";
import { distance } from "./arrows";

/** Straight is what is no longer along its triangles than this, by the way straight through. */
const STRAIGHT = 1.05;
/** Metres: what is shorter is drawn straight; corners of triangles nearer to each other than this are one. */
const SHORT = 2, SAME = 0.005;
/** A piece of more triangles is drawn straight. */
const MOST_TRIANGLES = 8000;

/** The points from one end to the other where it bends; null where it is straight, or does not hang together. `triangles`: nine numbers each. */
export function bendsOf(triangles: Float32Array, from: Vec3, to: Vec3): Vec3[] | null {
  const straight = distance(from, to);
  if (straight < SHORT || triangles.length / 9 > MOST_TRIANGLES) return null;
  const net = netOf(triangles);
  if (!net.places.length) return null;
  const way = shortest(net, nearest(net.places, from), nearest(net.places, to));
  if (!way) return null;
  const points = way.map((corner) => net.places[corner]);
  const length = points.slice(1).reduce((sum, point, i) => sum + distance(points[i], point), 0);
  return length > straight * STRAIGHT ? [from, ...points.slice(1, -1), to] : null;
}

interface Net { places: Vec3[]; beside: Map<number, number>[] }

/** Corners, each once, and how far the corners are that an edge joins it to. */
function netOf(triangles: Float32Array): Net {
  const known = new Map<string, number>(), places: Vec3[] = [], beside: Map<number, number>[] = [];
  const cornerAt = (i: number): number => {
    const at: Vec3 = [triangles[i], triangles[i + 1], triangles[i + 2]];
    const key = at.map((side) => Math.round(side / SAME)).join();
    let corner = known.get(key);
    if (corner === undefined) {
      known.set(key, (corner = places.push(at) - 1));
      beside.push(new Map());
    }
    return corner;
  };
  for (let i = 0; i < triangles.length; i += 9) {
    const corners = [cornerAt(i), cornerAt(i + 3), cornerAt(i + 6)];
    corners.forEach((one, n) => {
      const other = corners[(n + 1) % 3], metres = distance(places[one], places[other]);
      beside[one].set(other, metres);
      beside[other].set(one, metres);
    });
  }
  return { places, beside };
}

function nearest(places: readonly Vec3[], to: Vec3): number {
  return places.reduce((best, place, i) => (distance(place, to) < distance(places[best], to) ? i : best), 0);
}

/** Dijkstra over a few thousand corners; null when the ends do not hang together. */
function shortest({ beside }: Net, from: number, to: number): number[] | null {
  const far = new Map([[from, 0]]), came = new Map<number, number>(), open = new Set([from]), done = new Set<number>();
  while (open.size) {
    let here = -1, least = Infinity;
    for (const corner of open) if (far.get(corner)! < least) least = far.get(here = corner)!;
    if (here === to) break;
    open.delete(here);
    done.add(here);
    for (const [next, metres] of beside[here]) {
      if (done.has(next) || least + metres >= (far.get(next) ?? Infinity)) continue;
      far.set(next, least + metres);
      came.set(next, here);
      open.add(next);
    }
  }
  if (!far.has(to)) return null;
  const way = [to];
  while (way[0] !== from) way.unshift(came.get(way[0])!);
  return way;
}
