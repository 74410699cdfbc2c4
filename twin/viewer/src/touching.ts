// What a finger meets in the picture: a code, and where exactly.
import type { Vec3 } from "./config";
import type { FeatureTable } from "./features";
import type { StationFrame } from "./frame";
import type { Stage } from "./stage/stage";
import { roundVector } from "./viewpoint";

/** A point of the station's own frame (metres, Z up) on something that bears a code. */
export interface Touched { code: string; point: Vec3 }

export class Touching {
  constructor(private readonly table: FeatureTable, private readonly stage: Stage, private readonly frame: StationFrame) {}

  pick(x: number, y: number): string | null {
    const hit = this.stage.pickAt(x, y);
    return hit ? this.table.code[hit.feature] : null;
  }

  /** As `pick`, but a finger's width around the point when the point itself meets nothing. */
  pickNear(x: number, y: number): string | null {
    return firstNear(x, y, (nearX, nearY) => this.pick(nearX, nearY));
  }

  /** What a finger meets there, and where to the millimetre; null beside everything. */
  touch(x: number, y: number): Touched | null {
    return firstNear(x, y, (nearX, nearY) => {
      const hit = this.stage.pickAt(nearX, nearY);
      return hit && { code: this.table.code[hit.feature], point: roundVector(this.frame.toStation(this.stage.pointOf(hit, nearX, nearY))) };
    });
  }
}

/** What `find` finds at the point, else a finger's width around it. */
function firstNear<Found>(x: number, y: number, find: (x: number, y: number) => Found | null): Found | null {
  for (const radius of [0, 5, 10]) {
    for (let turn = 0; turn < (radius ? 8 : 1); turn++) {
      const found = find(x + radius * Math.cos(turn * Math.PI / 4), y + radius * Math.sin(turn * Math.PI / 4));
      if (found) return found;
    }
  }
  return null;
}
