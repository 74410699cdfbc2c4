// The eye: orbit with one finger, move with two; flights of at most a quarter of a second, none when motion is unwelcome.
// Or straight from above with lines that stay parallel, or at the height of somebody who walks.
import CameraControls from "camera-controls";
import * as three from "three";
import { Box3, Matrix4, Quaternion, Raycaster, Sphere, Spherical, Vector2, Vector3, Vector4 } from "three";

import type { Box, Vec3 } from "../config";
import type { Side } from "./side";

// Name by name: given all of three, it would bring all of three into the bundle.
CameraControls.install({ THREE: { Box3, Matrix4, Quaternion, Raycaster, Sphere, Spherical, Vector2, Vector3, Vector4 } });

export interface Insets { left: number; right: number; top: number; bottom: number }
export interface Pose { eye: Vec3; target: Vec3 }
/** Around what is touched, from above, or on foot. */
export type Mode = "orbit" | "plan" | "walk";

/** Degrees. A plan is seen from so far away that its lines are parallel to less than a pixel or two. */
const FIELDS: Record<Mode, number> = { orbit: 45, plan: 2, walk: 68 };
/** How many times further away the eye is for a plan of the same size. */
const FAR_UP = slope(FIELDS.orbit) / slope(FIELDS.plan);
/** From straight above, but for what keeps north up. Radians. */
const ABOVE = 0.0004;
/** What a room needs around it to be known again, metres. */
const PLAN_MARGIN = 5;
const { ROTATE, TRUCK, DOLLY, NONE, TOUCH_ROTATE, TOUCH_TRUCK, TOUCH_DOLLY_TRUCK } = CameraControls.ACTION;

/** Where a station is first seen from: over its long side, a little from above. */
const AZIMUTH = -0.45, POLAR = 1.08;

export class Eye {
  readonly camera = new three.PerspectiveCamera(45, 1, 0.1, 2000);
  readonly controls: CameraControls;
  private whole = new three.Sphere(new three.Vector3(), 50);
  private heights = { low: -50, high: 50 };
  private current: Mode = "orbit";
  private insets: Insets = { left: 0, right: 0, top: 0, bottom: 0 };
  private size = { width: 1, height: 1 };

  /** Set where frames are too slow for a flight. */
  hurried = false;
  /** Height of the stage above which a plan shows nothing; null shows it all. */
  cut: number | null = null;
  /** Who steers before each frame; true while he moves. */
  driver: ((seconds: number) => boolean) | null = null;
  /** Told when the mode changed. */
  changed: (mode: Mode) => void = () => undefined;

  /** `wake` asks for a frame: a jump, unlike a flight, announces nothing. */
  constructor(canvas: HTMLCanvasElement, private readonly still: boolean, private readonly wake: () => void) {
    this.controls = new CameraControls(this.camera, canvas);
    Object.assign(this.controls, { smoothTime: still ? 0 : 0.08, draggingSmoothTime: still ? 0 : 0.05, dollyToCursor: true, minDistance: 0.3, restThreshold: 0.01 });
    this.controls.addEventListener("controlend", () => this.settle());
    this.follow();
  }

  get mode(): Mode {
    return this.current;
  }

  /** How far away what one looks at seems, as if it were seen as usual. Metres. */
  get apparentDistance(): number {
    return this.controls.distance * slope(this.camera.fov) / slope(FIELDS.orbit);
  }

  /** Changes the way of looking, not yet the place: whoever asks says where the eye is next. */
  become(mode: Mode): void {
    if (mode === this.current) return;
    this.settle();
    this.current = mode;
    this.camera.fov = FIELDS[mode];
    this.camera.updateProjectionMatrix();
    this.follow();
    this.changed(mode);
    this.wake();
  }

  /** What fingers do in this mode. */
  private follow(): void {
    const { controls, current } = this;
    const turns = current === "orbit", moves = current !== "walk";
    controls.mouseButtons.left = turns ? ROTATE : moves ? TRUCK : NONE;
    controls.mouseButtons.right = moves ? TRUCK : NONE;
    controls.mouseButtons.wheel = controls.mouseButtons.middle = moves ? DOLLY : NONE;
    controls.touches.one = turns ? TOUCH_ROTATE : moves ? TOUCH_TRUCK : NONE;
    controls.touches.two = moves ? TOUCH_DOLLY_TRUCK : NONE;
    controls.touches.three = moves ? TOUCH_TRUCK : NONE;
    const scale = current === "plan" ? FAR_UP : 1;
    Object.assign(controls, {
      minDistance: 0.3 * scale, maxDistance: Math.max(this.whole.radius * 6, 20) * scale, minPolarAngle: current === "plan" ? ABOVE : 0,
      maxPolarAngle: current === "plan" ? ABOVE : Math.PI * 0.96,
    });
  }

  /** From now on one turns around this point, and comes nearer to it; the picture stays as it is. */
  hold(point: three.Vector3): void {
    if (this.current !== "orbit" || this.depthOf(point) < this.controls.minDistance) return;
    this.controls.setOrbitPoint(point.x, point.y, point.z);
    this.held = true;
  }

  /** The same for what is not turned: the target comes to the point's depth. */
  reachFor(point: three.Vector3): void {
    if (this.current !== "orbit" || this.held || this.depthOf(point) < this.controls.minDistance) return;
    const { eye, target } = this.pose(), from = new three.Vector3(...eye);
    const ahead = new three.Vector3(...target).sub(from).setLength(this.depthOf(point));
    void this.controls.setLookAt(...eye, ...from.add(ahead).toArray(), false);
  }

  private held = false;

  /** The target is in the middle of the picture again, as deep as what was held: the picture says all of the pose. */
  private settle(): void {
    if (!this.held) return;
    const { eye, target } = this.pose();
    this.held = false;
    void this.controls.setFocalOffset(0, 0, 0, false);
    void this.controls.setLookAt(...eye, ...target, false);
    this.wake();
  }

  private depthOf(point: three.Vector3): number {
    return point.clone().sub(this.camera.position).dot(this.camera.getWorldDirection(new three.Vector3()));
  }

  /** Everything there is to see; Y up. */
  setWhole(box: three.Box3): void {
    box.getBoundingSphere(this.whole);
    this.heights = { low: box.min.y, high: box.max.y };
    this.follow();
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
    const right = (insets.right - insets.left) / 2, down = (insets.bottom - insets.top) / 2;
    this.camera.setViewOffset(width, height, right, down, width, height);
    // Fingers are counted from that middle too, or what they pinch would slip away.
    this.controls.setViewport(-right, down, width, height);
    this.camera.updateProjectionMatrix();
  }

  /** True while something moved. Keeps the depth range as tight as the distance allows. */
  update(seconds: number): boolean {
    const driven = this.driver?.(seconds) ?? false;
    const moved = this.controls.update(seconds) || driven;
    const { near, far } = this.current === "plan" ? this.planDepths() : this.depths();
    if (near !== this.camera.near || far !== this.camera.far) {
      Object.assign(this.camera, { near, far });
      this.camera.updateProjectionMatrix();
    }
    return moved;
  }

  private depths() {
    const away = this.camera.position.distanceTo(this.whole.center);
    return { near: Math.min(Math.max(this.controls.distance * 0.02, 0.05), 5), far: away + this.whole.radius * 2.5 };
  }

  /** From the cut down: what is nearer than the near plane is not drawn, so it is the plan's knife. */
  private planDepths() {
    const { y } = this.camera.position;
    return { near: Math.max(1, y - Math.min(this.cut ?? Infinity, this.heights.high + 1)), far: y - this.heights.low + 5 };
  }

  /** The ray through a point of the picture (−1…1 each way); a plan's starts at the cut. */
  rayThrough(at: three.Vector2): three.Ray {
    const caster = new three.Raycaster();
    this.camera.updateMatrixWorld();
    caster.setFromCamera(at, this.camera);
    if (this.current === "plan") caster.ray.recast(this.camera.near);
    return caster.ray;
  }

  home(box: three.Box3, animate = true): Promise<void> {
    return this.look(box, AZIMUTH, POLAR, animate);
  }

  /** From straight above: what is within the box, or what is in the middle of the picture now, as large as it is. */
  plan(box: three.Box3 | null): Promise<void> {
    const { target } = this.pose(), away = this.apparentDistance * FAR_UP;
    this.become("plan");
    if (box) return this.look(box, 0, ABOVE, false);
    const eye = new three.Vector3().setFromSphericalCoords(away, ABOVE, 0).add(new three.Vector3(...target));
    return this.setPose({ eye: eye.toArray(), target });
  }

  /** Back from a plan, or from a walk, to what one looked at there; `target` is what is in the middle. */
  orbit(target: three.Vector3, side: Side): Promise<void> {
    const { mode } = this, { eye } = this.pose();
    const away = this.controls.distance / FAR_UP;
    this.become("orbit");
    const from = mode === "plan" ? new three.Vector3().setFromSphericalCoords(away, side.polar, side.azimuth).add(target).toArray() : eye;
    return this.setPose({ eye: from, target: target.toArray() });
  }

  /** Where somebody stands and looks to, at once. */
  stand(eye: three.Vector3, ahead: three.Vector3): void {
    this.become("walk");
    void this.controls.setLookAt(...eye.toArray(), ...eye.clone().add(ahead).toArray(), false);
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
    return this.look(withSurroundings(box, this.current === "plan" ? PLAN_MARGIN : 0.8), azimuth, polar, animate);
  }

  /** The side one looks from now, from above and not too steeply. */
  get slant(): Side {
    return { azimuth: this.controls.azimuthAngle, polar: Math.min(Math.max(this.controls.polarAngle, 0.6), 1.15) };
  }

  /** Where `flyTo` would put the eye. */
  placeBefore(box: three.Box3, side: Side): three.Vector3 {
    return this.placeFor(withSurroundings(box, 0.8), side.azimuth, side.polar);
  }

  /** Where the eye is going, and the point in the middle of its picture. */
  pose(): Pose {
    const { controls } = this;
    const eye = controls.getPosition(new three.Vector3(), true), target = controls.getTarget(new three.Vector3(), true);
    if (!this.held) return { eye: eye.toArray(), target: target.toArray() };
    const ahead = target.clone().sub(eye).normalize(), side = ahead.clone().cross(new three.Vector3(0, 1, 0)).normalize(), over = side.clone().cross(ahead);
    const shift = controls.getFocalOffset(new three.Vector3(), true);
    eye.addScaledVector(side, shift.x).addScaledVector(over, -shift.y).addScaledVector(ahead, -shift.z);
    return { eye: eye.toArray(), target: eye.clone().addScaledVector(ahead, target.clone().sub(eye).dot(ahead)).toArray() };
  }

  setPose({ eye, target }: Pose, animate = false): Promise<void> {
    this.settle();
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

  /** Whoever walks is taken off his feet; a plan is only ever seen from above. */
  private look(box: three.Box3, azimuth: number, polar: number, animate: boolean): Promise<void> {
    if (this.current === "walk") this.become("orbit");
    if (this.current === "plan") [azimuth, polar] = [0, ABOVE];
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

/** Half the height of the picture at a distance of one. */
function slope(field: number): number {
  return Math.tan(three.MathUtils.degToRad(field / 2));
}

/** A switch with an arm's length around it, a chiller with a quarter of its size. */
function withSurroundings(box: three.Box3, least: number): three.Box3 {
  return box.clone().expandByScalar(Math.max(least, box.getSize(new three.Vector3()).length() * 0.25));
}

/** A Z-up box in metres as three's Y-up one. */
export function upright(box: Box): three.Box3 {
  return new three.Box3(new three.Vector3(box[0], box[2], -box[4]), new three.Vector3(box[3], box[5], -box[1]));
}
