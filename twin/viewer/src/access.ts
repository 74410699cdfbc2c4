// Where the public never goes: what stands in a technical room, what does not, and what nobody can say.
import type { Behaviour, LayerLens } from "./config";
import type { FeatureTable } from "./features";

/** Per feature: in a room that is closed to the public; in an open one, or part of the building itself; nobody said. */
export const TECHNICAL = 0, PUBLIC = 1, UNSAID = 2;

/**
 * A pipe or a pump whose room is not known may stand in any; a wall without a room is just the building, and so are walls
 * and floors of a room of which nobody said.
 */
export function accessOf(table: FeatureTable, behaviours: Record<LayerLens, Record<string, Behaviour>>): Uint8Array {
  const roomless = table.layers.map((layer) => (behaviours.networks_only?.[layer] === "show" ? UNSAID : PUBLIC));
  const shell = table.layers.map((layer) => (behaviours.without_walls_and_floors?.[layer] ?? "show") !== "show");
  const byRoom = table.rooms.map(({ public: open }) => (open === false ? TECHNICAL : open === true ? PUBLIC : UNSAID));
  const found = new Uint8Array(table.count);
  for (let feature = 0; feature < table.count; feature++) {
    const room = table.room[feature], layer = table.layer[feature];
    const said = room >= 0 ? byRoom[room] : layer >= 0 ? roomless[layer] : UNSAID;
    found[feature] = said === UNSAID && shell[layer] ? PUBLIC : said;
  }
  return found;
}

export interface AccessCounts { technical: number; unsaid: number; roomless: number }

/** How many rooms are closed to the public, of how many nobody said, and how many codes are in no known room. */
export function countAccess(table: FeatureTable, behaviours: Record<LayerLens, Record<string, Behaviour>>): AccessCounts {
  const access = accessOf(table, behaviours);
  const roomless = new Set<string>();
  for (let feature = 0; feature < table.count; feature++) if (table.room[feature] < 0 && access[feature] === UNSAID) roomless.add(table.code[feature]);
  const rooms = (open: boolean | null) => table.rooms.filter((room) => (room.public ?? null) === open).length;
  return { technical: rooms(false), unsaid: rooms(null), roomless: roomless.size };
}
