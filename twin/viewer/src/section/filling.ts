// The face that a plane leaves of what it cuts: its edges joined to rings, rings within rings as holes, filled with triangles.
import { ShapeUtils, Vector2 } from "three";

import type { Vec3 } from "../config";

interface Ring { points: Vec3[]; flat: Vector2[]; area: number }

/**
 * Triangles (nine numbers each) within the edges (six numbers each) that one plane makes in one thing. Edges that do not
 * close leave nothing: a sheet has no inside. Points of neighbouring edges are expected to be the same numbers.
 */
export function fill(edges: readonly number[], normal: Vec3): number[] {
  const rings = ringsOf(edges).map((points) => ringIn(points, normal)).filter(({ area }) => area > 1e-9).sort((a, b) => b.area - a.area);
  const around = rings.map((ring, i) => rings.slice(0, i).filter((outer) => contains(outer.flat, ring.flat[0])));
  const triangles: number[] = [];
  rings.forEach((ring, i) => {
    if (around[i].length % 2) return;
    const holes = rings.filter((_, k) => around[k].length === around[i].length + 1 && around[k].includes(ring));
    const points = [ring, ...holes].flatMap((one) => one.points);
    for (const corners of ShapeUtils.triangulateShape(ring.flat, holes.map(({ flat }) => flat))) {
      for (const corner of corners) triangles.push(...points[corner]);
    }
  });
  return triangles;
}

function ringsOf(edges: readonly number[]): Vec3[][] {
  const ends = new Map<number, number[]>();
  const keys: number[] = [];
  for (let at = 0; at < edges.length; at += 3) {
    keys.push(keyOf(edges[at], edges[at + 1], edges[at + 2]));
    if (at % 6 === 3 && keys.at(-1) === keys.at(-2)) continue;
    ends.get(keys.at(-1)!)?.push(at / 3) ?? ends.set(keys.at(-1)!, [at / 3]);
  }
  const used = new Set<number>(), rings: Vec3[][] = [];
  for (let edge = 0; edge < keys.length / 2; edge++) {
    if (used.has(edge) || keys[edge * 2] === keys[edge * 2 + 1]) continue;
    const ring: number[] = [];
    let end = edge * 2, closed = false;
    for (;;) {
      used.add(end >> 1);
      ring.push(end);
      const other = keys[end ^ 1];
      closed = other === keys[edge * 2];
      const next = closed ? undefined : ends.get(other)!.find((at) => !used.has(at >> 1));
      if (next === undefined) break;
      end = next;
    }
    if (closed && ring.length > 2) rings.push(ring.map((at) => [edges[at * 3], edges[at * 3 + 1], edges[at * 3 + 2]]));
  }
  return rings;
}

/** One number for a place: the same for the same place, and for no other within a station. */
function keyOf(x: number, y: number, z: number): number {
  return x + y * 1234.567891 + z * 7654321.987654;
}

function ringIn(points: Vec3[], normal: Vec3): Ring {
  const drop = [0, 1, 2].reduce((most, k) => (Math.abs(normal[k]) > Math.abs(normal[most]) ? k : most), 0);
  const [u, v] = [0, 1, 2].filter((k) => k !== drop);
  const flat = points.map((point) => new Vector2(point[u], point[v]));
  return { points, flat, area: Math.abs(ShapeUtils.area(flat)) };
}

function contains(ring: readonly Vector2[], { x, y }: Vector2): boolean {
  let within = false;
  ring.forEach((a, i) => {
    const b = ring[(i + 1) % ring.length];
    if (a.y > y !== b.y > y && x < a.x + ((y - a.y) * (b.x - a.x)) / (b.y - a.y)) within = !within;
  });
  return within;
}
