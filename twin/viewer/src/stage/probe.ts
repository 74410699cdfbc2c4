// What a pointer means in space: the point to measure from that it is nearest to, and where such points fall in the picture.
import * as three from "three";

import type { Vec3 } from "../config";
import { SHOW } from "../lenses";
import { formOf, type Form } from "../measuring/form";
import { FormCache } from "../measuring/formcache";
import type { Anchor } from "../measuring/measure";
import { snap, type Met } from "../measuring/snapping";
import { hitTriangle, type Hit, type Ray } from "../picking";
import { isKept, keptSpan } from "../section/slicing";
import { isCoarse } from "../shapes";
import { inPicture, lineSeen, type Picture, type Pixel } from "./sightline";
import type { Stage } from "./stage";

export type { Pixel };

/** Around the pointer, in shares of the reach: what is near enough to be caught by an edge of it. */
const RINGS = [0.5, 1], TURNS = 8;
/** A corner is seen although a face it belongs to begins there, or the millimetre of the scene put one before it. Metres, and per metre away. */
const FLUSH = 0.004, FLUSH_AFAR = 0.002;

export class Probe {
  private readonly forms = new FormCache();

  constructor(private readonly stage: Stage, private readonly canvas: HTMLCanvasElement) {}

  /**
   * The anchor at these CSS pixels of the canvas, Y up; null beside everything, and on what is only a box for want of memory:
   * nobody measures a box. `reach` is how far a corner catches.
   */
  at({ x, y }: Pixel, reach: number): Anchor | null {
    const ray = this.rayAt({ x, y });
    const features = new Set<number>();
    const hit = this.stage.meet(ray, this.shown);
    if (hit && this.isBox(hit.feature)) return null;
    if (hit) features.add(hit.feature);
    for (const ring of RINGS) {
      for (let turn = 0; turn < TURNS; turn++) {
        const angle = (turn * 2 * Math.PI) / TURNS;
        const near = this.stage.meet(this.rayAt({ x: x + reach * ring * Math.cos(angle), y: y + reach * ring * Math.sin(angle) }), this.shown);
        if (near && !this.isBox(near.feature)) features.add(near.feature);
      }
    }
    const met = hit && this.met(hit, ray);
    return snap(met, [...features].map((feature) => this.formOf(feature)), {
      ray, reach, planes: this.stage.loaded.kept,
      pixelsTo: (point) => { const at = this.pixelOf(point); return at ? Math.hypot(at.x - x, at.y - y) : Infinity; },
      seen: (point) => this.isSeen(point),
    });
  }

  /** The face that a tap meets: its point and normal, Y up. */
  faceAt(at: Pixel): { point: Vec3; normal: Vec3 } | null {
    const ray = this.rayAt(at);
    const hit = this.stage.meet(ray, this.shown);
    const met = hit && this.met(hit, ray);
    if (!met) return null;
    const t = met.form.triangles.subarray(met.triangle * 9, met.triangle * 9 + 9);
    const normal = new three.Triangle(vector(t, 0), vector(t, 3), vector(t, 6)).getNormal(new three.Vector3());
    return { point: met.point, normal: met.cut ?? normal.toArray() };
  }

  /** CSS pixels of the canvas, outside of the picture too; null behind the eye. */
  pixelOf(point: Vec3): Pixel | null {
    const { camera } = this.stage.eye, at = new three.Vector3(...point).applyMatrix4(camera.matrixWorldInverse);
    return at.z > -camera.near ? null : inPicture(camera, this.picture, at);
  }

  /** Not cut away; on the cut itself counts as kept. */
  isKept(point: Vec3): boolean {
    return isKept(this.stage.loaded.kept, point, FLUSH);
  }

  /** How long a metre across the line of sight is there. */
  pixelsPerMetre(point: Vec3): number {
    const { camera } = this.stage.eye, away = Math.max(camera.near, camera.position.distanceTo(new three.Vector3(...point)));
    return this.canvas.clientHeight / (2 * Math.tan(three.MathUtils.degToRad(camera.fov / 2)) * away);
  }

  /** A line in the picture, cut off where it passes behind the eye; null when all of it does. */
  line(a: Vec3, b: Vec3): [Pixel, Pixel] | null {
    return lineSeen(this.stage.eye.camera, this.picture, a, b);
  }

  rayAt({ x, y }: Pixel): Ray {
    const { origin, direction } = this.stage.eye.rayThrough(new three.Vector2((x / this.canvas.clientWidth) * 2 - 1, 1 - (y / this.canvas.clientHeight) * 2));
    return { origin: origin.toArray(), direction: direction.toArray() };
  }

  private get picture(): Picture {
    return { width: this.canvas.clientWidth, height: this.canvas.clientHeight };
  }

  private readonly shown = (feature: number) => this.stage.states.modes[feature] === SHOW;

  /** Which triangle of it the ray meets first. Where that is behind the face of a cut, the cut is what is seen. */
  private met({ feature, distance: seen }: Hit, ray: Ray): Met | null {
    const form = this.formOf(feature), p = form.triangles, planes = this.stage.loaded.kept;
    const { from, to, entered } = keptSpan(planes, ray);
    let triangle = -1, distance = to;
    for (let t = 0; t * 9 < p.length; t++) {
      const at = hitTriangle(p, t * 9, t * 9 + 3, t * 9 + 6, ray);
      if (at >= from && at < distance) [triangle, distance] = [t, at];
    }
    if (triangle < 0) return null;
    const cut = entered >= 0 && seen === from && distance > from ? planes[entered].normal : null;
    return { form, triangle, cut, point: [0, 1, 2].map((k) => ray.origin[k] + ray.direction[k] * seen) as Vec3 };
  }

  private isSeen(point: Vec3): boolean {
    const at = this.pixelOf(point);
    if (!at) return false;
    const ray = this.rayAt(at), away = Math.hypot(...point.map((value, k) => value - ray.origin[k]));
    const hit = this.stage.meet(ray, this.shown);
    return !hit || hit.distance > away - FLUSH - away * FLUSH_AFAR;
  }

  /** Does a ray through these pixels meet what is only a box for want of memory? */
  meetsBox(at: Pixel): boolean {
    const hit = this.stage.meet(this.rayAt(at), this.shown);
    return hit !== null && this.isBox(hit.feature);
  }

  private isBox(feature: number): boolean {
    const place = this.stage.loaded.spanOf(feature);
    return place !== null && isCoarse(place.span);
  }

  private formOf(feature: number): Form {
    const { span: { places } } = this.stage.loaded.spanOf(feature)!;
    return this.forms.of(feature, places, () => formOf(this.stage.loaded.trianglesOf([feature])));
  }
}

function vector(p: ArrayLike<number>, at: number): three.Vector3 {
  return new three.Vector3(p[at], p[at + 1], p[at + 2]);
}
