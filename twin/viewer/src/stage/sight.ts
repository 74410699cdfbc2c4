// Rays of the eye, for deciding what stands between it and something.
import * as three from "three";

import { pick, type PickSpan, type Ray } from "../picking";
import { hidersOf, nearer, surfacePoints, type Hiders } from "../occlusion";

/** Points of a thing that are looked at; half as many would miss a cable across a pump. */
const POINTS = 192;
/** Rays across and down the surroundings of a thing. */
const GRID = 9;

export interface Place { span: PickSpan; item: number }
export interface Sight { hiders: Hiders; around: Set<number> }

/**
 * What hides the features (at these places) from the camera, among what `hides`; with `margin` (CSS pixels), also what
 * stands before them around their place in the picture. `size` is the picture's, CSS pixels.
 */
export function sightOf(
  camera: three.PerspectiveCamera, size: { width: number; height: number }, spans: readonly PickSpan[], features: ReadonlySet<number>,
  places: readonly Place[], margin: number, hides: (feature: number) => boolean,
): Sight {
  camera.updateMatrixWorld();
  const each = Math.max(8, Math.ceil(POINTS / Math.max(places.length, 1)));
  const points = places.slice(0, POINTS).flatMap(({ span, item }) => surfacePoints(span, item, each)).map((at) => new three.Vector3(...at));
  const inPicture = points.filter((point) => isInPicture(point.clone().project(camera)));
  const hiders = hidersOf(spans, features, inPicture.map((point) => rayTo(camera, point)), hides);
  if (!margin || !inPicture.length) return { hiders, around: new Set() };
  const limit = inPicture.reduce((sum, point) => sum + point.distanceTo(camera.position), 0) / inPicture.length;
  return { hiders, around: nearer(spans, raysAround(camera, size, inPicture, margin), limit, (feature) => !features.has(feature) && hides(feature)) };
}

function isInPicture(at: three.Vector3): boolean {
  return at.z < 1 && Math.abs(at.x) <= 1 && Math.abs(at.y) <= 1;
}

function rayTo(camera: three.PerspectiveCamera, point: three.Vector3): Ray {
  return { origin: camera.position.toArray(), direction: point.clone().sub(camera.position).normalize().toArray() };
}

/** A grid of rays over the rectangle of the points in the picture, grown by the margin on each side. */
function raysAround(camera: three.PerspectiveCamera, { width, height }: { width: number; height: number }, points: readonly three.Vector3[], margin: number): Ray[] {
  const frame = new three.Box2().setFromPoints(points.map((point) => { const { x, y } = point.clone().project(camera); return new three.Vector2(x, y); }));
  frame.expandByVector(new three.Vector2((2 * margin) / width, (2 * margin) / height));
  const caster = new three.Raycaster(), size = frame.getSize(new three.Vector2());
  return Array.from({ length: GRID * GRID }, (_, i): Ray => {
    const across = (i % GRID) / (GRID - 1), down = Math.floor(i / GRID) / (GRID - 1);
    caster.setFromCamera(new three.Vector2(frame.min.x + across * size.x, frame.min.y + down * size.y), camera);
    return { origin: caster.ray.origin.toArray(), direction: caster.ray.direction.toArray() };
  });
}

/** CSS pixels: the part of the picture the thing's box covers; of the pixels looked at, how many are its own and how many of those a tap gives it. */
export interface Seen { left: number; top: number; right: number; bottom: number; own: number; seen: number }

/** Pixels looked at across and down at most. */
const FINEST = 48;

export function seenOf(
  camera: three.PerspectiveCamera, size: { width: number; height: number }, spans: readonly PickSpan[], features: ReadonlySet<number>,
  box: three.Box3 | null, shown: (feature: number) => boolean,
): Seen | null {
  const frame = box && frameOf(camera, size, box);
  if (!frame) return null;
  const caster = new three.Raycaster();
  const counts = { own: 0, seen: 0 };
  const step = Math.max(1, (frame.right - frame.left) / FINEST, (frame.bottom - frame.top) / FINEST);
  for (let y = frame.top; y <= frame.bottom; y += step) {
    for (let x = frame.left; x <= frame.right; x += step) {
      caster.setFromCamera(new three.Vector2((x / size.width) * 2 - 1, 1 - (y / size.height) * 2), camera);
      const ray: Ray = { origin: caster.ray.origin.toArray(), direction: caster.ray.direction.toArray() };
      if (!pick(spans, ray, (feature) => features.has(feature))) continue;
      counts.own++;
      const caught = pick(spans, ray, shown);
      if (caught && features.has(caught.feature)) counts.seen++;
    }
  }
  return { ...frame, ...counts };
}

/** The rectangle around the box's corners, cut to the picture; null outside it. */
function frameOf(camera: three.PerspectiveCamera, { width, height }: { width: number; height: number }, { min, max }: three.Box3) {
  camera.updateMatrixWorld();
  const corners = Array.from({ length: 8 }, (_, i) => new three.Vector3(i & 1 ? max.x : min.x, i & 2 ? max.y : min.y, i & 4 ? max.z : min.z).project(camera));
  const xs = corners.map(({ x }) => ((x + 1) / 2) * width), ys = corners.map(({ y }) => ((1 - y) / 2) * height);
  const left = Math.max(0, Math.min(...xs)), right = Math.min(width, Math.max(...xs)), top = Math.max(0, Math.min(...ys)), bottom = Math.min(height, Math.max(...ys));
  return left < right && top < bottom ? { left, top, right, bottom } : null;
}
