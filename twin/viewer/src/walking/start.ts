// Where to stand for a start: on the floor under a point, or before the thing one came to see.
import * as three from "three";

import { pick, type PickSpan } from "../picking";
import type { Ground } from "./nearby";
import { DEEPEST_STEP, type Feet, type Walker } from "./walker";
import { EYE_HEIGHT } from "./walk";

/** Metres between somebody and what he looks at. */
const BEFORE = 1.1;
const TURNS = 12;
/** A place further off than this is another room's. */
const SLACK = 0.8;

/** Layers a body passes: doors open, cables and pipes are stepped over or bent under. */
const PASSABLE = new Set(["door", "network_run", "network_control", "network_port", "accessory", "opening", "space"]);

export function solidFeatures(layers: readonly string[], layer: ArrayLike<number>): (feature: number) => boolean {
  const solid = layers.map((name) => !PASSABLE.has(name));
  return (feature) => layer[feature] < 0 || solid[layer[feature]];
}

export interface Stance { point: Feet; yaw: number; pitch: number }

/** Before the box, where nothing solid stands between the eyes and it, as near to the side `yaw` as can be; null when nowhere. */
export function stanceBefore(
  box: three.Box3, features: ReadonlySet<number>, yaw: number, walker: Walker, ground: Ground, spans: readonly PickSpan[], solid: (feature: number) => boolean,
): Stance | null {
  const centre = box.getCenter(new three.Vector3()), size = box.getSize(new three.Vector3());
  const away = Math.hypot(size.x, size.z) / 2 + BEFORE;
  for (let i = 0; i < TURNS; i++) {
    const turn = yaw + ((i % 2 ? 1 : -1) * Math.ceil(i / 2) * 2 * Math.PI) / TURNS;
    const at = { x: centre.x + away * Math.sin(turn), y: centre.y + 0.2, z: centre.z + away * Math.cos(turn) };
    const floor = ground.under(at.x, at.y, at.z);
    if (floor === null || at.y - floor > DEEPEST_STEP * 2) continue;
    walker.place(at);
    const eye = new three.Vector3(walker.feet.x, walker.feet.y + EYE_HEIGHT, walker.feet.z), ahead = centre.clone().sub(eye), distance = ahead.length();
    if (Math.hypot(walker.feet.x - at.x, walker.feet.z - at.z) > SLACK) continue;
    const met = pick(spans, { origin: eye.toArray(), direction: ahead.normalize().toArray() }, (feature) => solid(feature) || features.has(feature));
    if (met && met.distance < distance && !features.has(met.feature)) continue;
    return { point: { ...walker.feet }, yaw: Math.atan2(-ahead.x, -ahead.z), pitch: Math.asin(ahead.y) };
  }
  return null;
}

/** Metres ahead below which one sees nothing but a wall, and from which further makes no difference. */
const WALLED = 2.5, FAR = 8;

/** `yaw`, or where a wall is before the eyes the nearest turn to it that looks into the room; the longest look where all are short. */
export function lookingFree(at: Feet, yaw: number, spans: readonly PickSpan[], solid: (feature: number) => boolean): number {
  const sight = (turn: number) => pick(spans, { origin: [at.x, at.y + EYE_HEIGHT, at.z], direction: [-Math.sin(turn), 0, -Math.cos(turn)] }, solid)?.distance ?? Infinity;
  let best = yaw, longest = sight(yaw);
  for (let i = 1; i < TURNS && longest < (best === yaw ? WALLED : FAR); i++) {
    const turn = yaw + ((i % 2 ? 1 : -1) * Math.ceil(i / 2) * 2 * Math.PI) / TURNS, seen = sight(turn);
    if (seen > longest) [best, longest] = [turn, seen];
  }
  return best;
}

/** Metres between the places tried on the way to a floor. */
const TRIED = 1;

/** The point, or the first on the way `towards` another that has a floor under it: beside the station nobody could take a step. */
export function overFloor(point: Feet, towards: Feet | undefined, ground: Ground): Feet {
  const away = towards ? Math.hypot(towards.x - point.x, towards.z - point.z) : 0;
  for (let gone = 0; gone <= away; gone += TRIED) {
    const part = away && gone / away;
    const at = { x: point.x + ((towards?.x ?? 0) - point.x) * part, y: point.y, z: point.z + ((towards?.z ?? 0) - point.z) * part };
    if (ground.under(at.x, at.y + 0.1, at.z) !== null) return at;
  }
  return point;
}
