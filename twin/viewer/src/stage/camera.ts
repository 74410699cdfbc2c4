// The eye: orbit with one finger, move with two; flights of at most a quarter of a second, none when motion is unwelcome.
import CameraControls from "camera-controls";
import * as three from "three";
import { Box3, Matrix4, Quaternion, Raycaster, Sphere, Spherical, Vector2, Vector3, Vector4 } from "three";

import type { Box, Vec3 } from "../config";
import type { Side } from "./side";

// Name by name: given all of three, it would bring all of three into the bundle.
CameraControls.install({ THREE: { Box3, Matrix4, Quaternion, Raycaster, Sphere, Spherical, Vector2, Vector3, Vector4 } });

export interface Insets { left: number; right: number; top: number; bottom: number }
export interface Pose { eye: Vec3; target: Vec3 }

/** Where a station is first seen from: over its long side, a little from above. */
const AZIMUTH = -0.45, POLAR = 1.08;

export class Eye {
  readonly camera = new three.PerspectiveCamera(45, 1, 0.1, 2000);
  readonly controls: CameraControls;
  private whole = new three.Sphere(new three.Vector3(), 50);
  private insets: Insets = { left: 0, right: 0, top: 0, bottom: 0 };
  private size = { width: 1, height: 1 };

  /** Set where frames are too slow for a flight. */
  hurried = false;

  /** `wake` asks for a frame: a jump, unlike a flight, announces nothing. */
  constructor(canvas: HTMLCanvasElement, private readonly still: boolean, private readonly wake: () => void) {
    this.controls = new CameraControls(this.camera, canvas);
    Object.assign(this.controls, { smoothTime: still ? 0 : 0.08, draggingSmoothTime: still ? 0 : 0.05, dollyToCursor: true, minDistance: 0.3, restThreshold: 0.01 });
    this.controls.maxPolarAngle = Math.PI * 0.96;
    this.controls.touches.two = CameraControls.ACTION.TOUCH_DOLLY_TRUCK;
    this.controls.touches.three = CameraControls.ACTION.TOUCH_TRUCK;
  }

  /** Everything there is to see; Y up. */
  setWhole(box: three.Box3): void {
    box.getBoundingSphere(this.whole);
    this.controls.maxDistance = Math.max(this.whole.radius * 6, 20);
  }

  resize(width: number, height: number): void {
    this.size = { width, height };
    this.camera.aspect = width / Math.max(height, 1);
    this.applyInsets(this.insets);
  }

  /** Panels cover these margins (CSS pixels): the target stays in the middle of what is left. */
  applyInsets(insets: Insets): void {
    this.insets = insets;
    const { width, height } = this.size;
    this.camera.setViewOffset(width, height, (insets.right - insets.left) / 2, (insets.bottom - insets.top) / 2, width, height);
    this.camera.updateProjectionMatrix();
  }

  /** True while something moved. Keeps the depth range as tight as the distance allows. */
  update(seconds: number): boolean {
    const moved = this.controls.update(seconds);
    const away = this.camera.position.distanceTo(this.whole.center);
    const near = Math.min(Math.max(this.controls.distance * 0.02, 0.05), 5);
    const far = away + this.whole.radius * 2.5;
    if (near !== this.camera.near || far !== this.camera.far) {
      Object.assign(this.camera, { near, far });
      this.camera.updateProjectionMatrix();
    }
    return moved;
  }

  home(box: three.Box3, animate = true): Promise<void> {
    return this.look(box, AZIMUTH, POLAR, animate);
  }

  plan(animate = true): Promise<void> {
    return this.turn(0.001, animate);
  }

  /** North up again, at the same slope. */
  north(): Promise<void> {
    return this.turn(this.controls.polarAngle, true);
  }

  /** Fits the box without turning. */
  fit(box: three.Box3, animate = true): Promise<void> {
    return this.look(box, this.controls.azimuthAngle, this.controls.polarAngle, animate);
  }

  /** Goes near enough to see the box well with its surroundings, from above at a slant if nothing else is asked. */
  flyTo(box: three.Box3, { azimuth, polar }: Side = this.slant, animate = true): Promise<void> {
    return this.look(withSurroundings(box), azimuth, polar, animate);
  }

  /** The side one looks from now, from above and not too steeply. */
  get slant(): Side {
    return { azimuth: this.controls.azimuthAngle, polar: Math.min(Math.max(this.controls.polarAngle, 0.6), 1.15) };
  }

  /** Where `flyTo` would put the eye. */
  placeBefore(box: three.Box3, side: Side): three.Vector3 {
    return this.placeFor(withSurroundings(box), side.azimuth, side.polar);
  }

  pose(): Pose {
    const eye = this.controls.getPosition(new three.Vector3(), true), target = this.controls.getTarget(new three.Vector3(), true);
    return { eye: eye.toArray(), target: target.toArray() };
  }

  setPose({ eye, target }: Pose, animate = false): Promise<void> {
    return this.arrive(this.controls.setLookAt(...eye, ...target, this.flies(animate)), this.flies(animate));
  }

  dispose(): void {
    this.controls.dispose();
  }

  private turn(polar: number, animate: boolean): Promise<void> {
    return this.arrive(this.controls.rotateTo(0, polar, this.flies(animate)), this.flies(animate));
  }

  /** A jump is done at once, so that what is asked next is asked from the new place. */
  private async arrive(there: Promise<unknown>, flight: boolean): Promise<void> {
    if (!flight) this.update(0);
    this.wake();
    await there;
  }

  private flies(wanted: boolean): boolean {
    return wanted && !this.still && !this.hurried;
  }

  private look(box: three.Box3, azimuth: number, polar: number, animate: boolean): Promise<void> {
    const target = box.getCenter(new three.Vector3());
    return this.setPose({ eye: this.placeFor(box, azimuth, polar).toArray(), target: target.toArray() }, animate);
  }

  private placeFor(box: three.Box3, azimuth: number, polar: number): three.Vector3 {
    return new three.Vector3().setFromSphericalCoords(this.distanceFor(box, azimuth, polar), polar, azimuth).add(box.getCenter(new three.Vector3()));
  }

  /** How far away all eight corners fall within the part of the picture that no panel covers. */
  private distanceFor(box: three.Box3, azimuth: number, polar: number): number {
    const { width, height } = this.size, { left, right, top, bottom } = this.insets;
    const back = new three.Vector3().setFromSphericalCoords(1, polar, azimuth);
    const side = new three.Vector3(0, 1, 0).cross(back).normalize(), over = back.clone().cross(side);
    const slopeY = Math.tan(three.MathUtils.degToRad(this.camera.fov / 2));
    const slopes = { x: slopeY * this.camera.aspect * Math.max(0.2, 1 - (left + right) / width), y: slopeY * Math.max(0.2, 1 - (top + bottom) / height) };
    const centre = box.getCenter(new three.Vector3());
    let distance = 1;
    for (let corner = 0; corner < 8; corner++) {
      const at = new three.Vector3(corner & 1 ? box.max.x : box.min.x, corner & 2 ? box.max.y : box.min.y, corner & 4 ? box.max.z : box.min.z).sub(centre);
      const need = Math.max(Math.abs(at.dot(side)) / slopes.x, Math.abs(at.dot(over)) / slopes.y);
      distance = Math.max(distance, need + at.dot(back));
    }
    return distance * 1.04;
  }
}

/** A switch with an arm's length around it, a chiller with a quarter of its size. */
function withSurroundings(box: three.Box3): three.Box3 {
  return box.clone().expandByScalar(Math.max(0.8, box.getSize(new three.Vector3()).length() * 0.25));
}

/** A Z-up box in metres as three's Y-up one. */
export function upright(box: Box): three.Box3 {
  return new three.Box3(new three.Vector3(box[0], box[2], -box[4]), new three.Vector3(box[3], box[5], -box[1]));
}
