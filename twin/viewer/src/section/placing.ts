// Where a new section is put: across the building as it stands, on a face, around something, so that the eye sees the cut.
import type { Box, Storey, Vec3 } from "../config";
import { fromBottom, storeyAt } from "../storeys";
import { axesOf, boxAround, dot, scaled, tidy, type BoxSection, type PlaneSection } from "./section";

export type Cross = "level" | "lengthwise" | "crosswise";

/** Above the floor, through doors and windows: where architects cut a plan. */
const PLAN_HEIGHT = 1.2;
/** So much of a floor is seen under a storey, and so much of what carries the next is cut off. */
const FLOOR_SEEN = 0.3, CEILING = 0.5;
/** A face that is tapped stays just in sight. */
const BEFORE_FACE = 0.002;
const AROUND = 0.6;

/** A plane through `target`; what is nearer to the eye is cut away. `building` is in the station's frame. */
export function planeAcross(cross: Cross, eye: Vec3, target: Vec3, building: Box, turn: number, storeys: readonly Storey[]): PlaneSection {
  if (cross === "level") {
    const floor = storeyAt(target[2], storeys)?.elevation ?? building[2];
    return tidy({ kind: "plane", point: [target[0], target[1], floor + PLAN_HEIGHT], normal: [0, 0, 1] });
  }
  const [u, v] = axesOf(turn);
  const [wide, deep] = boxAround(building, turn, 0).size;
  const along = (cross === "crosswise") === (wide >= deep) ? u : v;
  const towards = dot(along, eye) - dot(along, target);
  return tidy({ kind: "plane", point: target, normal: scaled(along, towards < 0 ? -1 : 1) });
}

/** A plane on the face that was touched at `point`; a face nearly level, upright or along the building is taken for it. */
export function planeOnFace(point: Vec3, normal: Vec3, eye: Vec3, turn: number): PlaneSection {
  const [u, v, up] = axesOf(turn);
  const straight = [u, v, up].find((axis) => Math.abs(dot(axis, normal)) > Math.cos(0.02));
  const facing = straight ?? normal;
  const towards = dot(facing, eye) - dot(facing, point) < 0 ? scaled(facing, -1) : facing;
  return tidy({ kind: "plane", normal: towards, point: [0, 1, 2].map((k) => point[k] + BEFORE_FACE * towards[k]) as Vec3 });
}

export function boxOf(box: Box, turn: number): BoxSection {
  return boxAround(box, turn, AROUND);
}

/** Around one storey, from a little below its floor to a little below the next one's. */
export function boxOfStorey(storey: Storey, building: Box, turn: number, storeys: readonly Storey[]): BoxSection {
  const above = fromBottom(storeys).find(({ elevation }) => elevation > storey.elevation + 0.5);
  const low = storey.elevation - FLOOR_SEEN, high = above ? above.elevation - CEILING : Math.max(building[5] + 0.5, low + 3);
  return boxAround([building[0] - 0.5, building[1] - 0.5, low, building[3] + 0.5, building[4] + 0.5, high], turn, 0);
}

/**
 * How many degrees the building is turned, -45 to 45: the direction that most of its upright faces share, four ways round.
 * `triangles` gives corners, nine numbers each, Y up; 0 where no direction prevails.
 */
export function turnOf(triangles: Iterable<ArrayLike<number>>): number {
  let x = 0, y = 0, total = 0;
  for (const t of triangles) {
    const ux = t[3] - t[0], uy = t[4] - t[1], uz = t[5] - t[2], vx = t[6] - t[0], vy = t[7] - t[1], vz = t[8] - t[2];
    const nx = uy * vz - uz * vy, ny = uz * vx - ux * vz, nz = ux * vy - uy * vx;
    const area = Math.hypot(nx, ny, nz);
    if (!area || Math.abs(ny) > 0.02 * area) continue;
    const angle = 4 * Math.atan2(-nz, nx);
    x += area * Math.cos(angle);
    y += area * Math.sin(angle);
    total += area;
  }
  if (Math.hypot(x, y) < total * 0.3) return 0;
  const turn = (Math.atan2(y, x) / 4) * (180 / Math.PI);
  return Math.abs(turn) < 0.05 ? 0 : Math.round(turn * 100) / 100;
}
