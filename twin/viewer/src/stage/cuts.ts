// A section on the stage: its planes for whatever draws or is met by a ray, and the faces and edges they make.
import * as three from "three";

import { SHOW } from "../lenses";
import { hitTriangle, type Hit, type PickSpan, type Ray } from "../picking";
import { fill } from "../section/filling";
import { cutsBox, cutTriangle, isKept, keptPart, keptSpan, type HalfSpace } from "../section/slicing";
import { GLASS, isCoarse, SOLID, trianglesOf } from "../shapes";
import type { Loaded } from "./loaded";
import type { Materials } from "./materials";

/** A cut that takes longer than this to find is left out while a hand moves the section. */
const HASTE_MS = 14;
/** Metres by which a place may be off the box or the cut. */
const ON_TOP = 0.01;

export class Cuts {
  private readonly lines: three.LineSegments;
  private readonly caps: three.Mesh;
  private found: Found = { lines: [], caps: [], tags: [] };
  private stale = false;
  /** A hand still moves the section. */
  hasty = false;
  private took = 0;

  constructor(scene: three.Scene, private readonly materials: Materials, private readonly loaded: Loaded) {
    this.lines = new three.LineSegments(new three.BufferGeometry(), materials.cutLine);
    this.caps = new three.Mesh(new three.BufferGeometry(), materials.cap);
    for (const drawn of [this.lines, this.caps]) {
      Object.assign(drawn, { visible: false, frustumCulled: false, matrixAutoUpdate: false, renderOrder: drawn === this.lines ? 2 : 1 });
      scene.add(drawn);
    }
  }

  set(planes: readonly HalfSpace[], hasty: boolean): void {
    this.loaded.kept = planes;
    this.hasty = hasty;
    this.materials.setCuts(planes);
    this.stale = true;
  }

  /** What is shown has changed: the cut is found anew before the next frame. */
  forget(): void {
    this.stale = true;
  }

  /** Before a frame. */
  refresh(modes: Uint8Array, camera: three.Camera): void {
    const planes = this.loaded.kept;
    // Only from outside of what is kept does one look at the cut itself; from inside, a face may be seen from behind for other reasons.
    this.materials.shared.capped.value = planes.length > 0 && !isKept(planes, camera.position.toArray());
    if (!this.stale) return;
    if (!planes.length || (this.hasty && this.took > HASTE_MS)) {
      this.draw({ lines: [], caps: [], tags: [] });
      return;
    }
    this.stale = false;
    const before = performance.now();
    this.draw(findCut(planes, this.loaded.drawn(), (feature) => modes[feature] === SHOW));
    this.took = performance.now() - before;
  }

  /** The face of the cut that a ray meets; null where it goes through none. */
  meet(ray: Ray, catches: (feature: number) => boolean): Hit | null {
    const { caps, tags } = this.found, { from, entered } = keptSpan(this.loaded.kept, ray);
    if (entered < 0) return null;
    for (let t = 0; t * 9 < caps.length; t++) {
      const feature = tags[t * 3] & 0xffffff;
      const distance = hitTriangle(caps, t * 9, t * 9 + 3, t * 9 + 6, ray);
      if (Math.abs(distance - from) < 1e-3 * Math.max(from, 1) && catches(feature)) return { feature, distance: from };
    }
    return null;
  }

  private draw(found: Found): void {
    this.found = found;
    const tag = new three.BufferAttribute(Uint32Array.from(found.tags), 1);
    tag.gpuType = three.IntType;
    for (const [drawn, points] of [[this.lines, found.lines], [this.caps, found.caps]] as const) {
      drawn.geometry.dispose();
      drawn.geometry = new three.BufferGeometry().setAttribute("position", new three.Float32BufferAttribute(points, 3));
      drawn.visible = points.length > 0;
    }
    this.caps.geometry.setAttribute("tag", tag);
  }

  /** The box without what planes along its sides cut off; whole where nothing would be left of it. */
  keptBox(box: three.Box3): three.Box3 {
    const kept = box.clone();
    for (const { normal, offset } of this.loaded.kept) {
      const axis = normal.findIndex((part) => Math.abs(part) > 0.999);
      if (axis < 0) continue;
      const side = normal[axis] > 0 ? kept.max : kept.min, at = offset / normal[axis];
      side.setComponent(axis, normal[axis] > 0 ? Math.min(side.getComponent(axis), at) : Math.max(side.getComponent(axis), at));
    }
    return kept.isEmpty() ? box : kept;
  }

  /** Near the middle of the box's top, where nothing is cut away; null where all of it is. */
  keptPlace(box: three.Box3): three.Vector3 | null {
    const top = new three.Vector3((box.min.x + box.max.x) / 2, box.max.y, (box.min.z + box.max.z) / 2);
    for (let turn = 0; turn < 3; turn++) {
      for (const { normal, offset } of this.loaded.kept) {
        const facing = new three.Vector3(...normal), beyond = facing.dot(top) - offset;
        if (beyond > 0) top.addScaledVector(facing, -beyond);
      }
    }
    return isKept(this.loaded.kept, top.toArray(), ON_TOP) && box.distanceToPoint(top) < ON_TOP ? top : null;
  }

  dispose(): void {
    this.lines.geometry.dispose();
    this.caps.geometry.dispose();
  }
}

/** Lines (six numbers each) and triangles (nine) along the cut; a tag for each corner of these, as pages have them. */
interface Found { lines: number[]; caps: number[]; tags: number[] }

function findCut(planes: readonly HalfSpace[], pages: readonly { spans: readonly PickSpan[]; tags: Uint32Array }[], shown: (feature: number) => boolean): Found {
  const found: Found = { lines: [], caps: [], tags: [] };
  planes.forEach((plane, i) => {
    const others = planes.filter((_, k) => k !== i);
    for (const { spans, tags } of pages) {
      let number = 0;
      for (const span of spans) {
        for (let item = 0; item * 6 < span.boxes.length; item++, number++) {
          if (!cutsBox(plane, span.boxes, item * 6) || !shown(span.firstFeature + item) || (isCoarse(span) && span.hollow[item])) continue;
          for (const surface of [SOLID, GLASS]) {
            const edges: number[] = [], triangles = trianglesOf(span, item, surface);
            for (let at = 0; at < triangles.length; at += 9) cutTriangle(plane, triangles, at, at + 3, at + 6, edges);
            keepLines(edges, others, found.lines);
            if (surface === GLASS || !edges.length) continue;
            const filled = fill(edges, plane.normal);
            for (const value of filled) found.caps.push(value);
            for (let corner = 0; corner < filled.length / 3; corner++) found.tags.push(tags[number]);
          }
        }
      }
    }
  });
  return found;
}

function keepLines(edges: readonly number[], planes: readonly HalfSpace[], into: number[]): void {
  for (let at = 0; at < edges.length; at += 6) {
    const kept = keptPart(planes, [edges[at], edges[at + 1], edges[at + 2]], [edges[at + 3], edges[at + 4], edges[at + 5]]);
    if (kept) into.push(...kept[0], ...kept[1]);
  }
}
