// The table of everything that can be pointed at: one row per feature, features of all scenes numbered through.
import type { FeatureColumns, Room, Storey, SystemRow } from "./config";

export interface FeatureTable {
  count: number;
  /** Number of the first feature of each scene. */
  bases: number[];
  storeys: Storey[];
  rooms: Room[];
  layers: string[];
  kinds: string[];
  systems: SystemRow[];
  code: string[];
  name: string[];
  kind: Int32Array;
  layer: Int32Array;
  /** Index into `storeys`, -1 when unknown; likewise `room`. */
  storey: Int32Array;
  room: Int32Array;
  /** Indices into `systems`; a shared empty array for most features. */
  systemsOf: readonly (readonly number[])[];
  /** By feature, those that cover it or are parts of it, and what covers those in turn. */
  followers: ReadonlyMap<number, readonly number[]>;
  /** All features of a code: one, or the members of a run. */
  byCode: ReadonlyMap<string, readonly number[]>;
}

/** Joins the scenes' tables; a storey, room or system that several disciplines name (same id) becomes one row. */
export function joinFeatures(scenes: readonly FeatureColumns[]): FeatureTable {
  const count = scenes.reduce((sum, scene) => sum + scene.code.length, 0);
  const storeys = new Register<Storey>(), systems = new Register<SystemRow>();
  const rooms = new Register<Room>();
  const layers = new Register<{ id: string }>(), kinds = new Register<{ id: string }>();
  const table = { kind: new Int32Array(count), layer: new Int32Array(count), storey: new Int32Array(count), room: new Int32Array(count) };
  const leaders = new Map<number, number>();
  const code: string[] = [], name: string[] = [], systemsOf: (readonly number[])[] = [], bases: number[] = [];
  for (const scene of scenes) {
    const base = code.length;
    bases.push(base);
    const lookup = {
      storey: scene.storeys.map((row) => storeys.add(row)), room: scene.rooms.map((row) => outlined(rooms, row)),
      layer: scene.layers.map((id) => layers.add({ id })), kind: scene.kinds.map((id) => kinds.add({ id })),
    };
    const systemAt = scene.systems.map((row) => systems.add(row));
    for (let i = 0; i < scene.code.length; i++) {
      code.push(scene.code[i]);
      name.push(scene.name[i]);
      for (const column of ["kind", "layer", "storey", "room"] as const) {
        const value = scene[column][i];
        table[column][base + i] = value < 0 ? -1 : lookup[column][value];
      }
      const leader = scene.follows?.[i] ?? -1;
      if (leader >= 0 && leader !== i) leaders.set(base + i, base + leader);
      systemsOf.push(scene.systems_of[i].length ? scene.systems_of[i].map((at) => systemAt[at]) : NONE);
    }
  }
  return {
    count, bases, code, name, systemsOf, ...table, followers: followersOf(leaders), byCode: groupByCode(code), storeys: storeys.rows, rooms: rooms.rows,
    systems: systems.rows, layers: layers.rows.map((row) => row.id), kinds: kinds.rows.map((row) => row.id),
  };
}

/** One file draws the room, others only name it. */
function outlined(rooms: Register<Room>, row: Room): number {
  const at = rooms.add(row);
  if (row.outline && !rooms.rows[at].outline) rooms.rows[at] = row;
  return at;
}

const NONE: readonly number[] = [];

/** The features of a code as written, else ignoring case and spaces; empty when nobody bears it. */
export function featuresOf(table: FeatureTable, code: string): readonly number[] {
  const exact = table.byCode.get(code);
  if (exact) return exact;
  const wanted = code.trim().toLowerCase();
  for (const [known, features] of table.byCode) if (known.toLowerCase() === wanted) return features;
  return NONE;
}

/** A storey or a room of that code, and the features within. */
export function placeOf(table: FeatureTable, code: string): { storey: string | null; features: number[] } | null {
  const named = (place: { code?: string; name: string }) => (place.code ?? place.name) === code;
  const storey = table.storeys.findIndex(named), room = table.rooms.findIndex(named);
  if (storey < 0 && room < 0) return null;
  const within = storey >= 0 ? (feature: number) => table.storey[feature] === storey : (feature: number) => table.room[feature] === room;
  const features = [...Array(table.count).keys()].filter(within);
  return { storey: storey >= 0 ? table.storeys[storey].id : table.rooms[room].storey || null, features };
}

/** A file may say that two things cover each other: nothing is followed round in a circle. */
function followersOf(leaders: ReadonlyMap<number, number>): Map<number, number[]> {
  const followers = new Map<number, number[]>();
  for (const [follower] of leaders) {
    const met = new Set([follower]);
    for (let leader = leaders.get(follower); leader !== undefined && !met.has(leader); leader = leaders.get(leader)) {
      met.add(leader);
      const known = followers.get(leader);
      if (known) known.push(follower);
      else followers.set(leader, [follower]);
    }
  }
  return followers;
}

function groupByCode(code: readonly string[]): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  code.forEach((value, feature) => {
    const group = groups.get(value);
    if (group) group.push(feature);
    else groups.set(value, [feature]);
  });
  return groups;
}

/** Rows by id, in order of first sight. */
class Register<Row extends { id: string }> {
  readonly rows: Row[] = [];
  private readonly places = new Map<string, number>();

  add(row: Row): number {
    const known = this.places.get(row.id);
    if (known !== undefined) return known;
    this.places.set(row.id, this.rows.length);
    return this.rows.push(row) - 1;
  }
}
