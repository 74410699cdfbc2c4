// Where a line of the station falls in the picture.
import * as three from "three";

import type { Vec3 } from "../config";

/** CSS pixels of the canvas. */
export interface Pixel { x: number; y: number }
export interface Picture { width: number; height: number }

/** From `a` to `b`, cut off where it passes behind the eye; null when all of it does. Y up. */
export function lineSeen(camera: three.Camera & { near: number }, picture: Picture, a: Vec3, b: Vec3): [Pixel, Pixel] | null {
  const ends = [a, b].map((point) => new three.Vector3(...point).applyMatrix4(camera.matrixWorldInverse));
  const near = -camera.near;
  if (ends.every(({ z }) => z > near)) return null;
  const [from, to] = ends.map((end, i) => (end.z <= near ? end : end.clone().lerp(ends[1 - i], (end.z - near) / (end.z - ends[1 - i].z))));
  return [inPicture(camera, picture, from), inPicture(camera, picture, to)];
}

/** Of a point as the eye has it, before it. */
export function inPicture(camera: three.Camera, { width, height }: Picture, inView: three.Vector3): Pixel {
  const { x, y } = inView.clone().applyMatrix4(camera.projectionMatrix);
  return { x: ((x + 1) / 2) * width, y: ((1 - y) / 2) * height };
}
