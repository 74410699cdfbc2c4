// From which side to look at something: as little as possible before it, turning no more than that is worth.
import * as three from "three";

import { coverOf, nearer, surfacePoints } from "../occlusion";
import type { PickSpan, Ray } from "../picking";
import type { Place } from "./sight";

/** Radians, as spherical coordinates of three: azimuth around the vertical, polar angle from it. */
export interface Side { azimuth: number; polar: number }

const EIGHTH = Math.PI / 4;
const TURNS = [0, 1, -1, 2, -2, 3, -3, 4];
/** From higher, level, and from below: as one stands under a detector on the ceiling. */
const SLOPES = [0.75, 1.35, 1.8];
/** What half a turn, another slope, and a picture full of other things near the eye are worth, beside a thing hidden whole: 1. */
const TURNING = 0.3, TILTING = 0.08, CROWDED = 0.25;
/** Times as bad as a wall is a floor seen through from below: nobody knows a room from there. */
const FROM_BELOW = 3;
const POINTS = 20;
/** Other things this much of the way to the thing are in the picture's way. */
const FOREGROUND = 0.75;

/** Of the sides to look from, the one whose view is clearest; `eyeAt` gives the eye's place for a side. */
export function clearestSide(
  from: Side, eyeAt: (side: Side) => three.Vector3, box: three.Box3, spans: readonly PickSpan[], features: ReadonlySet<number>,
  places: readonly Place[], hides: (feature: number) => boolean,
): Side {
  const each = Math.max(1, Math.ceil(POINTS / Math.max(places.length, 1)));
  const points = places.slice(0, POINTS).flatMap(({ span, item }) => surfacePoints(span, item, each)).map((at) => new three.Vector3(...at));
  const centre = box.getCenter(new three.Vector3());
  const others = (feature: number) => !features.has(feature) && hides(feature);
  let best = from, least = Infinity;
  for (const { side, price } of sides(from)) {
    if (price >= least) break;
    const eye = eyeAt(side);
    const rays = points.map((point) => rayTo(eye, point));
    const around = raysAround(eye, centre).map((ray) => nearer(spans, [ray], eye.distanceTo(centre) * FOREGROUND, others).size > 0);
    const cover = coverOf(spans, features, rays, others) * (side.polar > Math.PI / 2 ? FROM_BELOW : 1);
    const cost = price + cover + CROWDED * around.filter(Boolean).length / around.length;
    if (cost < least) [best, least] = [side, cost];
  }
  return best;
}

/** Cheapest first. */
function sides(from: Side): { side: Side; price: number }[] {
  const slopes = [from.polar, ...SLOPES];
  return slopes.flatMap((polar, slope) => TURNS.map((turn) => ({
    side: { azimuth: from.azimuth + turn * EIGHTH, polar }, price: TURNING * Math.abs(turn) / 4 + (slope ? TILTING : 0),
  }))).sort((a, b) => a.price - b.price);
}

function rayTo(eye: three.Vector3, point: three.Vector3): Ray {
  return { origin: eye.toArray(), direction: point.clone().sub(eye).normalize().toArray() };
}

/** Eight rays past the thing, a quarter of the picture away from its middle. */
function raysAround(eye: three.Vector3, centre: three.Vector3): Ray[] {
  const ahead = centre.clone().sub(eye), side = ahead.clone().cross(new three.Vector3(0, 1, 0)).normalize(), over = side.clone().cross(ahead).normalize();
  const away = ahead.length() * 0.22;
  return Array.from({ length: 8 }, (_, i) => (
    rayTo(eye, centre.clone().addScaledVector(side, away * Math.cos(i * EIGHTH)).addScaledVector(over, away * Math.sin(i * EIGHTH)))
  ));
}
