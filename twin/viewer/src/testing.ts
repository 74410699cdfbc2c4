// Small made-up stations for the tests.
import type { Behaviour, FeatureColumns, Lens } from "./config";

/** A basement with a pump behind a wall, a hall with a slab and a roof; the pump and its pipe carry cold water. */
export function pumpRoom(): FeatureColumns {
  return {
    storeys: [{ id: "s", name: "Sous-sol", elevation: -3.5 }, { id: "h", name: "Hall", elevation: 0 }],
    rooms: [{ id: "r", name: "Local technique 12", storey: "s" }],
    layers: ["wall", "slab_roof", "network_run", "network_equipment"],
    kinds: ["Mur", "Dalle", "Tuyau", "Pompe"],
    systems: [{ id: "cold", name: "Eau froide", family: "water", family_name: "Eau", colour: "#1f8a3c" }],
    code: ["MUR-1", "DALLE-1", "T-1", "T-1", "EFS-P-01"],
    name: ["", "", "", "", "Pompe de relevage"],
    kind: [0, 1, 2, 2, 3], layer: [0, 1, 2, 2, 3], storey: [0, 1, 0, 0, 0], room: [-1, -1, -1, -1, 0],
    systems_of: [[], [], [0], [0], [0]],
  };
}

export const FAMILIES = [{ key: "water", name: "Eau", colour: "#1f8a3c" }];

const table = (wall: Behaviour, slab: Behaviour): Record<string, Behaviour> => (
  { wall, slab_roof: slab, network_run: "show", network_equipment: "show" }
);
export const BEHAVIOURS: Record<Lens, Record<string, Behaviour>> = {
  everything: table("show", "show"), without_walls: table("hide", "ghost"),
  without_walls_and_floors: table("hide", "hide"), networks_only: table("hide", "hide"),
};
