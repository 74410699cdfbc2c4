// Systems by family, for the panel: what is there, in the order people expect.
import type { Family } from "./config";
import type { FeatureTable } from "./features";

export interface NetworkRow { key: string; name: string; colour: string; features: number; systems: NetworkRow[] }

/** Families that have something in this station, each with its systems; counts are of features. */
export function listNetworks(table: FeatureTable, families: readonly Family[]): NetworkRow[] {
  const counts = new Array<number>(table.systems.length).fill(0);
  for (const systems of table.systemsOf) for (const system of systems) counts[system]++;
  const rows = new Map<string, NetworkRow>();
  for (const family of families) rows.set(family.key, { key: `family:${family.key}`, name: family.name, colour: family.colour, features: 0, systems: [] });
  table.systems.forEach((system, at) => {
    if (!counts[at]) return;
    const row = rows.get(system.family) ?? { key: `family:${system.family}`, name: system.family_name, colour: system.colour, features: 0, systems: [] };
    rows.set(system.family, row);
    row.features += counts[at];
    row.systems.push({ key: `system:${system.id}`, name: system.name, colour: system.colour || row.colour, features: counts[at], systems: [] });
  });
  for (const row of rows.values()) row.systems.sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }));
  return [...rows.values()].filter((row) => row.features > 0);
}

/** The second channel beside colour: each family has its own hatching, by its place in the list. */
export function pattern(place: number): string {
  const patterns = [
    "none",
    "repeating-linear-gradient(45deg, transparent 0 4px, #fff9 4px 6px)",
    "repeating-linear-gradient(0deg, transparent 0 4px, #fff9 4px 6px)",
    "repeating-linear-gradient(90deg, transparent 0 4px, #fff9 4px 6px)",
    "repeating-linear-gradient(-45deg, transparent 0 4px, #fff9 4px 6px)",
    "radial-gradient(circle at 4px 4px, #fff9 0 2px, transparent 2.5px) 0 0 / 8px 8px",
    "repeating-linear-gradient(45deg, transparent 0 7px, #0006 7px 9px)",
    "repeating-linear-gradient(90deg, transparent 0 7px, #0006 7px 9px)",
  ];
  return patterns[place % patterns.length];
}
