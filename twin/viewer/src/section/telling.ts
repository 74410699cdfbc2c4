// A section in words and metres: how high above which floor, how far from which edge of the building.
import type { Box, Storey, Vec3 } from "../config";
import { placeIn } from "../measuring/measure";
import { storeyAt } from "../storeys";
import type { Word } from "../words";
import { dot, type Face, type Section } from "./section";

/** What a handle says: its name, and where it stands as words with their values. */
export interface Told { name: Word; word: Word; values: Record<string, string>; metres: number }

const EDGES: readonly Word[] = ["edgeEast", "edgeNorth", "edgeWest", "edgeSouth"];

/** `edge` names the edge that `metres` counts from, where there is one; `told.metres` is what the handle's value is. */
export function tellFace(section: Section, face: Face, building: Box, storeys: readonly Storey[], language: string): Told & { edge: Word | null } {
  const { normal, centre } = face;
  if (Math.abs(normal[2]) > 0.999) {
    const storey = storeyAt(centre[2], storeys), metres = centre[2] - (storey?.elevation ?? 0);
    const name: Word = section.kind === "plane" ? "levelCut" : normal[2] > 0 ? "boxTop" : "boxBottom";
    const values = { length: placeIn(Math.abs(metres), language), storey: storey?.name ?? "" };
    return { name, word: metres < 0 ? "belowFloor" : "aboveFloor", values, metres, edge: null };
  }
  const quarter = Math.round(Math.atan2(-normal[1], -normal[0]) / (Math.PI / 2));
  const edge = EDGES[(quarter + 4) % 4];
  const metres = dot(normal, centre) + reachOf(building, normal.map((part) => -part) as Vec3);
  const name: Word = section.kind === "box" ? "boxSide" : Math.abs(normal[2]) < 0.02 ? "uprightCut" : "slantedCut";
  return { name, word: metres < 0 ? "beyondEdge" : "fromEdge", values: { length: placeIn(Math.abs(metres), language) }, metres, edge };
}

/** How far the box reaches in a direction, metres from the frame's zero. */
function reachOf(box: Box, direction: Vec3): number {
  return direction.reduce((sum, part, k) => sum + part * (part > 0 ? box[k + 3] : box[k]), 0);
}
