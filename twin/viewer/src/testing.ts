// Small made-up stations for the tests.
import { buildBoxTree } from "./boxtree";
import type { Behaviour, FeatureColumns, LayerLens } from "./config";
import type { PickSpan } from "./picking";
import { FULL } from "./shapes";

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
export const BEHAVIOURS: Record<LayerLens, Record<string, Behaviour>> = {
  everything: table("show", "show"), without_walls: table("hide", "ghost"),
  without_walls_and_floors: table("hide", "hide"), networks_only: table("hide", "hide"),
};

/** One square a feature, facing z, at these depths and x offsets; features are numbered from `first`. */
export function squares(first: number, places: { x: number; z: number }[]): PickSpan {
  const corner = [0, 0, FULL, 0, FULL, FULL, 0, FULL].flatMap((part, i) => (i % 2 ? [part, 0] : [part]));
  const boxes = Float32Array.from(places.flatMap(({ x, z }) => [x, 0, z, x + 1, 1, z]));
  const numbers = (step: number) => Uint32Array.from({ length: places.length + 1 }, (_, i) => i * step);
  return {
    firstFeature: first, boxes, tree: buildBoxTree(boxes), places: Uint16Array.from(places.flatMap(() => corner)), firsts: numbers(4),
    surfaces: [{ index: Uint16Array.from(places.flatMap(() => [0, 1, 2, 0, 2, 3])), starts: numbers(6) }], hollow: new Uint8Array(places.length),
  };
}
