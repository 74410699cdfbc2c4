// Where the storeys' rooms lie on the stage.
import * as three from "three";

import type { StationIndex } from "../loading";
import { upright } from "../stage/camera";
import { extentOf, roomsOf, type PlanRoom } from "./rooms";

/** From the floor to the middle of what one looks at, metres. */
export const CHEST = 1;

export class StoreyPlans {
  private readonly rooms = new Map<string, PlanRoom[]>();

  constructor(private readonly index: StationIndex) {}

  roomsOf(storey: string): PlanRoom[] {
    if (!this.rooms.has(storey)) this.rooms.set(storey, roomsOf(this.index.table.rooms, storey));
    return this.rooms.get(storey)!;
  }

  /** The storey's rooms as far as they are part of what one comes to see first, else all of them. */
  extentOf(storey: string): three.Box3 | null {
    const rooms = this.roomsOf(storey), built = this.index.home && upright(this.index.home);
    if (!rooms.length) return built;
    const { low, high } = extentOf(rooms.flatMap(({ outline }) => outline)), level = this.floorOf(storey);
    const box = new three.Box3().setFromPoints([this.onStage(low, level), this.onStage(high, level + CHEST)]);
    if (!built) return box;
    [built.min.y, built.max.y] = [box.min.y, box.max.y];
    return built.intersectsBox(box) ? built.intersect(box) : box;
  }

  /** Height of a storey's floor on the stage. */
  floorOf(storey: string): number {
    const { storeys, origin } = this.index;
    return (storeys.find(({ id }) => id === storey)?.elevation ?? 0) - origin[2];
  }

  onStage([east, north]: readonly [number, number], height: number): three.Vector3 {
    const { origin } = this.index;
    return new three.Vector3(east - origin[0], height, -(north - origin[1]));
  }
}
