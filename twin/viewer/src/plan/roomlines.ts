// The outline of an order's room on its floor: of a zone little else is drawn that says where its walls are.
import * as three from "three";

import type { Vec3 } from "../config";
import { floorOf } from "../coverage/floors";
import type { Ground, PlanRoom } from "./rooms";

/** Above the floor, metres. */
const LIFT = 0.05;
/** Of the colour that marks the place, on its floor. */
const TINT = 0.12;
/** What is known of a room that is to be drawn. */
export type Drawn = Pick<PlanRoom, "outline" | "floor">;

export class RoomLines {
  readonly group = new three.Group();
  private readonly line = new three.LineBasicMaterial();
  private readonly tint: three.MeshBasicMaterial;
  private readonly shapes: three.BufferGeometry[];

  /** `origin` of the stage in the station's frame, metres, Z up. */
  constructor(rooms: readonly Drawn[], origin: Vec3, opacity = TINT) {
    this.tint = new three.MeshBasicMaterial({ transparent: true, opacity, depthWrite: false, side: three.DoubleSide });
    const borders = shaped(rooms.flatMap((room) => borderOf(room, origin)));
    const floors = shaped(rooms.flatMap(({ outline, floor }) => floorOf({ rings: outline, floor }, origin)));
    this.shapes = [borders, floors];
    this.group.add(new three.Mesh(floors, this.tint), new three.LineSegments(borders, this.line));
    for (const each of this.group.children) each.frustumCulled = false;
  }

  /** As the stage wants it: the screen's own values. */
  setInk(ink: three.Color): void {
    this.line.color.copy(ink);
    this.tint.color.copy(ink);
  }

  dispose(): void {
    for (const each of [...this.shapes, this.line, this.tint]) each.dispose();
  }
}

/** Both ends of each side of the rings, Y up, relative to the origin; none where the height of the floor is not known. */
export function borderOf({ outline, floor }: Drawn, [ox, oy, oz]: Vec3): number[] {
  if (floor === null) return [];
  const at = ([x, y]: Ground) => [x - ox, floor + LIFT - oz, -(y - oy)];
  return outline.flatMap((ring) => ring.flatMap((corner, i) => [...at(corner), ...at(ring[(i + 1) % ring.length])]));
}

function shaped(corners: number[]): three.BufferGeometry {
  return new three.BufferGeometry().setAttribute("position", new three.Float32BufferAttribute(corners, 3));
}
