import { expect, test } from "vitest";

import { accessOf, countAccess, PUBLIC, TECHNICAL, UNSAID } from "./access";
import { joinFeatures } from "./features";
import { GHOST, HATCH, HIDE, LANDMARK, lookThrough, SHOW, type Looking } from "./lenses";
import { BEHAVIOURS, FAMILIES } from "./testing";

/** A pump in a technical room, a bench in the hall, a valve in a room of which nobody said, a pipe and a wall in none, a door. */
function rooms() {
  return joinFeatures([{
    storeys: [{ id: "s", name: "Sous-sol", elevation: -3.5 }], systems: [],
    rooms: [{ id: "t", name: "TGBT", storey: "s", public: false }, { id: "h", name: "Hall", storey: "s", public: true }, { id: "u", name: "Local", storey: "s", public: null }],
    layers: ["network_equipment", "furniture", "network_run", "wall", "door", "space"], kinds: ["x"],
    code: ["PUMP", "BENCH", "VALVE", "PIPE", "WALL", "DOOR", "SPACE"], name: new Array(7).fill(""), kind: new Array(7).fill(0),
    layer: [0, 1, 0, 2, 3, 4, 5], storey: new Array(7).fill(0), room: [0, 1, 2, -1, -1, 1, 0], systems_of: new Array(7).fill([]),
  }]);
}
const shown = { furniture: "show", door: "show", space: "never", network_equipment: "show", network_run: "show", wall: "show" } as const;
const LAYERS = { ...BEHAVIOURS, everything: shown, networks_only: { ...BEHAVIOURS.networks_only, furniture: "hide" as const, door: "hide" as const } };
const LOOKING: Looking = { lens: "technical_rooms", storeys: null, networks: [], dimmed: [], rest: "pale", selected: [], opening: null, freshness: null };

test("exactly what stands in rooms closed to the public is technical, and what nobody said is said to be so", () => {
  expect([...accessOf(rooms(), LAYERS)]).toEqual([TECHNICAL, PUBLIC, UNSAID, UNSAID, PUBLIC, PUBLIC, TECHNICAL]);
  expect(countAccess(rooms(), LAYERS)).toEqual({ technical: 1, unsaid: 1, roomless: 1 });
});

test("a wall of a room of which nobody said is just the building", () => {
  const table = rooms();
  table.room[4] = 2;

  expect(accessOf(table, LAYERS)[4]).toBe(PUBLIC);
});

test("public space is a ghost with its doors as landmarks, the unknown is shown hatched, spaces are never drawn", () => {
  const table = rooms();
  const states = { modes: new Uint8Array(table.count), texels: new Uint8Array(table.count * 4) };
  lookThrough(table, LOOKING, LAYERS, FAMILIES, states);
  const flags = (feature: number) => states.texels[feature * 4 + 3] & HATCH;

  expect([...states.modes]).toEqual([SHOW, GHOST, SHOW, SHOW, GHOST, GHOST, HIDE]);
  expect([0, 1, 2, 3, 5].map(flags)).toEqual([0, 0, 3 << 4, 3 << 4, LANDMARK]);
  expect([...states.texels.subarray(0, 3)]).toEqual([0, 0, 0]);
});

test("rooms of an older server, which says nothing of access, are unknown and not public", () => {
  const table = rooms();
  table.rooms.forEach((room) => delete room.public);

  expect(countAccess(table, LAYERS)).toEqual({ technical: 0, unsaid: 3, roomless: 1 });
});
