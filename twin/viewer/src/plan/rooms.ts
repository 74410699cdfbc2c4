// The rooms of a storey as they lie in plan: outlines, the middle where their name goes, and who is in which.
import type { Room } from "../config";

/** East and north, metres. */
export type Ground = [number, number];
export interface PlanRoom { code: string; name: string; number: string; label: string; outline: Ground[][]; middle: Ground; floor: number | null; area: number }

/** Rooms of these that have an outline and belong to the storey, the largest first. */
export function roomsOf(rooms: readonly Room[], storey: string): PlanRoom[] {
  return rooms.filter((room) => room.storey === storey && room.outline?.length).map((room): PlanRoom => {
    const outline = room.outline!;
    let middle: Ground | null = null;  // long to find, and asked for only where names are written
    return {
      code: room.code ?? room.name, label: room.name, ...named(room.name), outline, floor: room.floor ?? null, area: areaOf(outline),
      get middle() { return (middle ??= middleOf(outline)); },
    };
  }).sort((a, b) => b.area - a.area);
}

/** "012 · Local pompes" is a number and a name; anything else is a name. */
export function named(label: string): { number: string; name: string } {
  const at = label.indexOf(" · ");
  return at < 0 ? { number: "", name: label } : { number: label.slice(0, at), name: label.slice(at + 3) };
}

/** The smallest room around the point. */
export function roomAt(rooms: readonly PlanRoom[], point: Ground): PlanRoom | null {
  return rooms.filter((room) => within(room.outline, point)).sort((a, b) => a.area - b.area)[0] ?? null;
}

/** Even–odd over all rings, so that a court is not in the room around it. */
export function within(rings: readonly Ground[][], [x, y]: Ground): boolean {
  let inside = false;
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [ax, ay] = ring[i], [bx, by] = ring[j];
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
    }
  }
  return inside;
}

/** Square metres; inner rings count off. */
export function areaOf(rings: readonly Ground[][]): number {
  const [outer = 0, ...inner] = rings.map((ring) => Math.abs(ring.reduce((sum, [x, y], i) => {
    const [nx, ny] = ring[(i + 1) % ring.length];
    return sum + x * ny - nx * y;
  }, 0)) / 2);
  return inner.reduce((sum, hole) => sum - hole, outer);
}

/** Steps of the grid over the outline's box that look for the middle. */
const GRID = 12;

/** The point within that is furthest from every wall, as near as a grid finds it: where a name has the most room. */
export function middleOf(rings: readonly Ground[][]): Ground {
  const { low, high } = extentOf(rings);
  let best: Ground = [(low[0] + high[0]) / 2, (low[1] + high[1]) / 2], most = within(rings, best) ? clearance(rings, best) : -1;
  for (let i = 0; i <= GRID; i++) {
    for (let j = 0; j <= GRID; j++) {
      const at: Ground = [low[0] + ((high[0] - low[0]) * i) / GRID, low[1] + ((high[1] - low[1]) * j) / GRID];
      // The middle of the box is where eyes look first: another place must be clearly better.
      const clear = within(rings, at) ? clearance(rings, at) * 0.9 : -1;
      if (clear > most) [best, most] = [at, clear];
    }
  }
  return best;
}

function clearance(rings: readonly Ground[][], [x, y]: Ground): number {
  let least = Infinity;
  for (const ring of rings) {
    ring.forEach(([ax, ay], i) => {
      const [bx, by] = ring[(i + 1) % ring.length], length = (bx - ax) ** 2 + (by - ay) ** 2;
      const along = length ? Math.min(1, Math.max(0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length)) : 0;
      least = Math.min(least, Math.hypot(x - ax - (bx - ax) * along, y - ay - (by - ay) * along));
    });
  }
  return least;
}

/** South-west and north-east corner of everything. */
export function extentOf(rings: readonly Ground[][]): { low: Ground; high: Ground } {
  const all = rings.flat();
  const bound = (pick: typeof Math.min, axis: 0 | 1) => all.reduce((sum, point) => pick(sum, point[axis]), all[0]?.[axis] ?? 0);
  return { low: [bound(Math.min, 0), bound(Math.min, 1)], high: [bound(Math.max, 0), bound(Math.max, 1)] };
}
