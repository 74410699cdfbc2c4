// On foot: what keys, thumb and finger ask for becomes steps of the walker, and the eye goes along at its height.
import * as three from "three";

import type { Vec3 } from "../config";
import type { Eye } from "../stage/camera";
import { HURRY, PACE, walkAlong, type Feet, type Walked, type Walker } from "./walker";

/** Metres above the floor. */
export const EYE_HEIGHT = 1.65;
/** Radians a second while a key turns, and a CSS pixel of a drag. */
const TURN = 1.8, DRAG = 0.0045;
/** How far up and down one looks, radians. */
const STEEPEST = 1.35;
/** Metres by which the eye may be off and still be where it was put. */
const NEAR = 1e-3;
/** How fast the eye follows feet that climb, a second. */
const FOLLOW = 14;

/** What is asked for now: −1…1 each; `thumb` says that full means a hurry. */
export interface Wish { ahead: number; aside: number; turn: number; hurry: boolean }

export class Walk {
  private yaw = 0;
  private pitch = 0;
  private height = 0;
  /** The eye was put somewhere else than the walker stands: it is taken over before the next step. */
  private stranger = true;
  /** Where the eye was put last, and what it looks at. */
  private readonly shown = { eye: new three.Vector3(), target: new three.Vector3() };

  /** `smooth` lets the eye glide over steps; `complete` says whether every floor is there. */
  constructor(private readonly eye: Eye, readonly walker: Walker, private readonly smooth: boolean, private readonly complete: () => boolean) {}

  /** What keys and thumb ask for; filled by them. */
  wish: () => Wish = () => ({ ahead: 0, aside: 0, turn: 0, hurry: false });

  /** Feet under the point, looking towards `yaw` (as an azimuth of three) and level. */
  start(point: Feet, yaw: number, pitch = 0): void {
    this.walker.place(point);
    Object.assign(this, { yaw, pitch, height: this.walker.feet.y, stranger: false });
    this.show();
  }

  /** Takes the eye as it stands, as after a link was opened. */
  adopt(): void {
    this.stranger = true;
  }

  /** Another place, the same way to look. */
  go(point: Feet): void {
    this.meet();
    this.start(point, this.yaw, this.pitch);
  }

  /** Turns on the spot towards `yaw`, as level as before. */
  face(yaw: number): void {
    this.meet();
    this.yaw = yaw;
    this.show();
  }

  /** A drag of so many CSS pixels: the world follows the finger. */
  turn(across: number, down: number): void {
    this.meet();
    this.yaw += across * DRAG;
    this.pitch = Math.min(STEEPEST, Math.max(-STEEPEST, this.pitch + down * DRAG));
    this.show();
  }

  /** One frame; true while something moves. */
  drive(seconds: number): boolean {
    const { ahead, aside, turn, hurry } = this.wish();
    const asked = ahead !== 0 || aside !== 0 || turn !== 0;
    if (!asked && this.isStranger) return false;
    this.meet();
    this.walker.falls = this.complete();
    this.yaw += turn * TURN * seconds;
    const pace = hurry ? HURRY : PACE, sin = Math.sin(this.yaw), cos = Math.cos(this.yaw);
    const moved = this.walker.step(seconds, { x: (-sin * ahead + cos * aside) * pace, z: (-cos * ahead - sin * aside) * pace });
    const climbing = this.climb(seconds);
    if (asked || moved || climbing) this.show();
    return asked || moved || climbing;
  }

  /** Along points of the stage, for tests and guided walks. */
  along(points: readonly Feet[]): Walked {
    this.meet();
    this.walker.falls = this.complete();
    const walked = walkAlong(this.walker, points);
    this.height = this.walker.feet.y;
    const [from, to] = [walked.path.at(-9) ?? walked.path[0], this.walker.feet];
    if (Math.hypot(to.x - from.x, to.z - from.z) > 0.1) this.yaw = Math.atan2(from.x - to.x, from.z - to.z);
    this.show();
    return walked;
  }

  /** Not where it was put: a step back, or a link, took it to another place of a walk. */
  private get isStranger(): boolean {
    const { eye, target } = this.eye.pose(), { shown } = this;
    return this.stranger || shown.eye.distanceTo(new three.Vector3(...eye)) > NEAR || shown.target.distanceTo(new three.Vector3(...target)) > NEAR;
  }

  private meet(): void {
    if (!this.isStranger) return;
    const { eye, target } = this.eye.pose();
    const ahead = new three.Vector3(...target).sub(new three.Vector3(...eye)).normalize();
    this.walker.feet = { x: eye[0], y: eye[1] - EYE_HEIGHT, z: eye[2] };
    Object.assign(this, { yaw: Math.atan2(-ahead.x, -ahead.z), pitch: Math.asin(ahead.y), height: this.walker.feet.y, stranger: false });
  }

  private climb(seconds: number): boolean {
    const away = this.walker.feet.y - this.height;
    if (!this.smooth || Math.abs(away) < 0.002) this.height = this.walker.feet.y;
    else this.height += away * (1 - Math.exp(-FOLLOW * seconds));
    return this.height !== this.walker.feet.y;
  }

  private show(): void {
    const { x, z } = this.walker.feet;
    const ahead: Vec3 = [-Math.sin(this.yaw) * Math.cos(this.pitch), Math.sin(this.pitch), -Math.cos(this.yaw) * Math.cos(this.pitch)];
    const { eye, target } = this.shown;
    eye.set(x, this.height + EYE_HEIGHT, z);
    target.copy(eye).add(new three.Vector3(...ahead));
    this.eye.stand(eye, new three.Vector3(...ahead));
  }
}
