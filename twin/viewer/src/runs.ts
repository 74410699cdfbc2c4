// Where the name of a network is written: on its longest pieces of pipe, one name each, none over another.
import type { FeatureTable } from "./features";
import { statesOf, type Chosen, type NetworkRow } from "./networks";

export interface Named { key: string; name: string; place: number; colour: string; /** Features, the longest first. */ pieces: number[] }
export interface Written { key: string; x: number; y: number }

/** Pieces that are looked at for a place, per network; more networks than this in colour are not named at once. */
const PIECES = 24, MOST_NAMES = 10;
/** CSS pixels that a name takes, at most. */
const WIDTH = 150, HEIGHT = 30;

/** The networks in colour with their longest pieces; `length` in metres, 0 for what has not come. A whole family bears its own name. */
export function named(chosen: Chosen, rows: readonly NetworkRow[], table: FeatureTable, length: (feature: number) => number): Named[] {
  const states = statesOf(chosen, rows);
  const wanted = rows.flatMap((family) => (states.get(family.key) === "colour" && family.systems.length === 1 ? [{ row: family, systems: family.systems }]
    : family.systems.filter(({ key }) => states.get(key) === "colour").map((system) => ({ row: system, systems: [system] })))).slice(0, MOST_NAMES);
  if (!wanted.length) return [];
  const owner = new Map<number, number>();
  wanted.forEach(({ systems }, i) => table.systems.forEach(({ id }, at) => { if (systems.some(({ key }) => key === `system:${id}`)) owner.set(at, i); }));
  const runs = table.layers.indexOf("network_run");
  const found = wanted.map((): [number, number][] => []);
  for (let feature = 0; feature < table.count; feature++) {
    if (table.layer[feature] !== runs) continue;
    for (const system of table.systemsOf[feature]) {
      const i = owner.get(system);
      if (i !== undefined) found[i].push([feature, length(feature)]);
    }
  }
  return wanted.map(({ row: { key, name, place, colour } }, i) => (
    { key, name, place, colour, pieces: found[i].filter(([, metres]) => metres > 0).sort(([, a], [, b]) => b - a).slice(0, PIECES).map(([feature]) => feature) }
  ));
}

/** A place for each name that has one: its first piece within the free part of the picture that no earlier name covers. */
export function written(names: readonly Named[], spot: (feature: number) => { x: number; y: number } | null): Written[] {
  const placed: Written[] = [];
  for (const { key, pieces } of names) {
    for (const piece of pieces) {
      const at = spot(piece);
      if (!at || placed.some((other) => Math.abs(other.x - at.x) < WIDTH && Math.abs(other.y - at.y) < HEIGHT)) continue;
      placed.push({ key, ...at });
      break;
    }
  }
  return placed;
}
