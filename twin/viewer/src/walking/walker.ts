// Somebody who walks: pulled down, held up by floors, stopped by walls, never out of the world.
import { floorAt, HEIGHT, pushOut, STEP } from "./body";
import type { Ground } from "./nearby";

/** Metres a second squared, and the fastest fall. */
const GRAVITY = 9.81, FASTEST_FALL = 8;
/** Nobody steps over an edge that is higher: a platform's may be jumped, a roof's not. */
export const DEEPEST_STEP = 3;
/** Where feet feel for the floor around their middle, metres; and how far down they keep to it without falling. */
const FEEL = 0.15, KEEP = 0.3;
/** A move is made of pieces this long, so that no wall is jumped. Metres, seconds. */
const PIECE = 0.08, MOMENT = 0.05;
/** How far a free place is looked for when the wanted one is taken, metres. */
const NEAREST_FREE = 3;

export interface Feet { x: number; y: number; z: number }

export class Walker {
  feet: Feet = { x: 0, y: 0, z: 0 };
  /** Walls let it pass. */
  ghost = false;
  /** Not while floors may still be on their way. */
  falls = true;
  private falling = 0;

  constructor(private readonly ground: Ground) {}

  /** Goes on with this speed (metres a second, from above) for so many seconds. True while it moves or falls. */
  step(seconds: number, speed: { x: number; z: number }): boolean {
    const before = { ...this.feet };
    const pieces = Math.max(1, Math.ceil(Math.max(Math.hypot(speed.x, speed.z) * seconds / PIECE, seconds / MOMENT)));
    for (let i = 0; i < pieces; i++) this.piece(seconds / pieces, speed);
    return Math.hypot(this.feet.x - before.x, this.feet.y - before.y, this.feet.z - before.z) > 1e-5;
  }

  /** Stands on the floor under the point, beside what takes its place. Where there is no floor it hangs, and falls once there is one. */
  place(point: Feet): void {
    const floor = this.ground.under(point.x, point.y + 0.1, point.z);
    const feet = { ...point, y: floor ?? point.y };
    this.falling = 0;
    this.feet = this.free(feet) ?? feet;
  }

  private piece(seconds: number, speed: { x: number; z: number }): void {
    const { x, y, z } = this.feet;
    const next = this.ghost ? { x: x + speed.x * seconds, z: z + speed.z * seconds } : this.around(x + speed.x * seconds, z + speed.z * seconds);
    const floor = this.floor(next.x, y, next.z);
    if (floor !== null) this.feet = { x: next.x, y: this.settle(y, floor, seconds), z: next.z };
    else if (this.ghost) this.feet = { x: next.x, y, z: next.z };
    else this.stay(seconds);
  }

  /** Beside the walls it would have run into; where it is when it cannot go on. */
  private around(x: number, z: number): { x: number; z: number } {
    const { feet } = this;
    const triangles = this.ground.around(feet.x, feet.y, feet.z);
    const pushed = pushOut(triangles, x, z, feet.y + STEP, feet.y + HEIGHT);
    if (!pushed.stuck) return pushed;
    // Who is already caught, as when a wall loads around him, gets out the way he wants.
    return pushOut(triangles, feet.x, feet.z, feet.y + STEP, feet.y + HEIGHT).stuck ? { x, z } : feet;
  }

  /** No floor ahead: it waits here, and falls if there is one under it. */
  private stay(seconds: number): void {
    const { x, y, z } = this.feet;
    const floor = this.floor(x, y, z) ?? this.ground.under(x, y + STEP, z);
    if (floor !== null) this.feet = { x, y: this.settle(y, floor, seconds), z };
  }

  private settle(y: number, floor: number, seconds: number): number {
    if (floor >= y - KEEP && !this.falling) return floor;
    if (!this.falls) return y;
    this.falling = Math.min(this.falling + GRAVITY * seconds, FASTEST_FALL);
    const lower = y - this.falling * seconds;
    if (lower > floor) return lower;
    this.falling = 0;
    return floor;
  }

  /** The highest floor that feet there can take from this height, as far down as one steps. */
  private floor(x: number, y: number, z: number): number | null {
    const triangles = this.ground.around(x, y, z);
    const heights = [[0, 0], [FEEL, 0], [-FEEL, 0], [0, FEEL], [0, -FEEL]].map(([dx, dz]) => floorAt(triangles, x + dx, z + dz, y - DEEPEST_STEP, y + STEP));
    const known = heights.filter((height) => height !== null);
    return known.length ? Math.max(...known) : null;
  }

  /** The nearest place on the same floor where nothing is in its way. */
  private free({ x, y, z }: Feet): Feet | null {
    const triangles = this.ground.around(x, y, z);
    for (let away = 0; away <= NEAREST_FREE; away += 0.25) {
      for (let turn = 0; turn < (away ? 12 : 1); turn++) {
        const at = { x: x + away * Math.cos(turn * Math.PI / 6), z: z + away * Math.sin(turn * Math.PI / 6) };
        const pushed = pushOut(triangles, at.x, at.z, y + STEP, y + HEIGHT);
        const floor = pushed.stuck ? null : floorAt(triangles, pushed.x, pushed.z, y - STEP, y + STEP);
        if (floor !== null) return { x: pushed.x, y: floor, z: pushed.z };
      }
    }
    return null;
  }
}

export interface Walked { arrived: boolean; path: Feet[] }

/** Metres a second: at ease, and in a hurry. */
export const PACE = 1.8, HURRY = 4.5;
const NEAR_ENOUGH = 0.15, LONGEST_TRY = 4000;

/** Walks along the points as a thumb would steer, and says where its feet were; stops where a wall holds it up for a second. */
export function walkAlong(walker: Walker, points: readonly { x: number; z: number }[]): Walked {
  const path: Feet[] = [{ ...walker.feet }];
  for (const to of points) {
    let held = 0;
    for (let tries = 0; Math.hypot(to.x - walker.feet.x, to.z - walker.feet.z) > NEAR_ENOUGH; tries++) {
      const from = walker.feet, away = Math.hypot(to.x - from.x, to.z - from.z);
      walker.step(MOMENT, { x: ((to.x - from.x) / away) * PACE, z: ((to.z - from.z) / away) * PACE });
      path.push({ ...walker.feet });
      held = away - Math.hypot(to.x - walker.feet.x, to.z - walker.feet.z) < 0.001 ? held + 1 : 0;
      if (held * MOMENT > 1 || tries > LONGEST_TRY) return { arrived: false, path };
    }
  }
  return { arrived: true, path };
}
