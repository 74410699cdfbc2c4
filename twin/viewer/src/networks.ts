// Systems by family, for the panel: what is there, in the order people expect, and which of them are in colour or dimmed.
import type { Family } from "./config";
import type { FeatureTable } from "./features";
import type { Looking } from "./lenses";

/** `place` is the family's in the list of families: its pattern. */
export interface NetworkRow { key: string; name: string; colour: string; place: number; features: number; systems: NetworkRow[] }

/** Families that have something in this station, each with its systems; counts are of features. */
export function listNetworks(table: FeatureTable, families: readonly Family[]): NetworkRow[] {
  const counts = new Array<number>(table.systems.length).fill(0);
  for (const systems of table.systemsOf) for (const system of systems) counts[system]++;
  const rows = new Map<string, NetworkRow>();
  families.forEach(({ key, name, colour }, place) => rows.set(key, { key: `family:${key}`, name, colour, place, features: 0, systems: [] }));
  table.systems.forEach((system, at) => {
    if (!counts[at]) return;
    const known = rows.get(system.family);
    const row = known ?? { key: `family:${system.family}`, name: system.family_name, colour: system.colour, place: rows.size, features: 0, systems: [] };
    rows.set(system.family, row);
    row.features += counts[at];
    row.systems.push({ key: `system:${system.id}`, name: system.name, colour: system.colour || row.colour, place: row.place, features: counts[at], systems: [] });
  });
  for (const row of rows.values()) row.systems.sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }));
  return [...rows.values()].filter((row) => row.features > 0);
}

/** As it is under the lens, in colour, or dimmed. */
export type NetworkState = "plain" | "colour" | "dimmed";
/** The part of the way of looking that networks have. */
export type Chosen = Pick<Looking, "networks" | "dimmed">;

/** Of every family and system; a family whose systems differ is `mixed`. */
export function statesOf(chosen: Chosen, rows: readonly NetworkRow[]): Map<string, NetworkState | "mixed"> {
  const states = new Map<string, NetworkState | "mixed">();
  const said = (key: string): NetworkState | null => (chosen.networks.includes(key) ? "colour" : chosen.dimmed.includes(key) ? "dimmed" : null);
  for (const family of rows) {
    const each = family.systems.map((system) => said(system.key) ?? said(family.key) ?? "plain");
    family.systems.forEach((system, i) => states.set(system.key, each[i]));
    states.set(family.key, each.every((state) => state === each[0]) ? each[0] : "mixed");
  }
  return states;
}

/** A tap on a network makes it so, another puts it back. */
export function toggled(chosen: Chosen, rows: readonly NetworkRow[], key: string, wanted: "colour" | "dimmed"): Chosen {
  return put(chosen, rows, key, statesOf(chosen, rows).get(key) === wanted ? "plain" : wanted);
}

/** This network alone is in colour; again, and none is. What is dimmed stays so. */
export function alone(chosen: Chosen, rows: readonly NetworkRow[], key: string): Chosen {
  const only = put({ networks: [], dimmed: chosen.dimmed }, rows, key, "colour");
  return isAlone(chosen, rows, key) ? put(only, rows, key, "plain") : only;
}

/** Is it in colour and nothing else? */
export function isAlone({ networks }: Chosen, rows: readonly NetworkRow[], key: string): boolean {
  const row = rows.find((family) => family.key === key || family.systems.some((system) => system.key === key));
  // A family of one system is that system.
  const names = row?.systems.length === 1 ? [row.key, row.systems[0].key] : [key];
  return networks.length === 1 && names.includes(networks[0]);
}

function put(chosen: Chosen, rows: readonly NetworkRow[], key: string, state: NetworkState): Chosen {
  const states = statesOf(chosen, rows);
  for (const family of rows) for (const system of family.systems) if (system.key === key || family.key === key) states.set(system.key, state);
  const keys = (wanted: NetworkState) => rows.flatMap((family) => {
    const those = family.systems.filter((system) => states.get(system.key) === wanted);
    return those.length === family.systems.length ? [family.key] : those.map((system) => system.key);
  });
  return { networks: keys("colour"), dimmed: keys("dimmed") };
}
