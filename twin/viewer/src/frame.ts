// Two ways of counting: the station's own frame (metres, Z up, often far from zero) and the stage's (Y up, near zero).
import type { Vec3 } from "./config";

export class StationFrame {
  constructor(private readonly origin: Vec3) {}

  /** A point of the stage in the station's own frame. */
  toStation([x, y, z]: Vec3): Vec3 {
    const [ox, oy, oz] = this.origin;
    return [x + ox, -z + oy, y + oz];
  }

  fromStation([x, y, z]: Vec3): Vec3 {
    const [ox, oy, oz] = this.origin;
    return [x - ox, z - oz, -(y - oy)];
  }

  /** A direction of the stage in the station's frame, and back. */
  towards([x, y, z]: Vec3): Vec3 {
    return [x, 0 - z, y];
  }

  fromTowards([x, y, z]: Vec3): Vec3 {
    return [x, z, 0 - y];
  }

  /** Height of a point of the stage in the station's own levels. */
  heightOf({ y }: { y: number }): number {
    return y + this.origin[2];
  }
}
