// What has come of the station so far, and where each feature is in it.
import * as three from "three";

import type { Outlines } from "../pages";
import type { PickSpan } from "../picking";
import type { HalfSpace } from "../section/slicing";
import { SOLID, trianglesOf } from "../shapes";
import type { PageMeshes } from "./pagemeshes";
import type { Place } from "./sight";

/** Metres between a floor and the feet on it: its finish may be a thing of its own. */
const ON_FLOOR = 0.25;

export class Loaded {
  /** By number: pages drawn in full, and pages of which only the boxes of their features are kept. */
  readonly full = new Map<number, PageMeshes>();
  readonly coarse = new Map<number, Outlines>();

  get pages(): PageMeshes[] {
    return [...this.full.values()];
  }
  /** What is beyond one of these is cut away. */
  kept: readonly HalfSpace[] = [];

  /** What is drawn of each page, with the tags of its features, chunk by chunk. */
  drawn(): { spans: PickSpan[]; tags: Uint32Array }[] {
    return [...this.pages.map(({ page }) => ({ spans: page.spans, tags: page.outlines.tags })), ...this.coarse.values()];
  }

  /** All of it, whatever a section leaves to be seen. */
  uncut(): PickSpan[] {
    return this.drawn().flatMap((page) => page.spans);
  }

  /** As far as rays can meet them. */
  spans(): PickSpan[] {
    const spans = this.uncut(), { kept } = this;
    return kept.length ? spans.map((span) => ({ ...span, kept })) : spans;
  }

  spanOf(feature: number): Place | null {
    return this.placesOf([feature])[0] ?? null;
  }

  placesOf(features: readonly number[]): Place[] {
    const spans = this.spans();
    return features.flatMap((feature) => {
      const span = spans.find((each) => holds(each, feature));
      return span ? [{ span, item: feature - span.firstFeature }] : [];
    });
  }

  /** Box of the features, Y up; null when none of them is loaded. */
  boxOf(features: readonly number[]): three.Box3 | null {
    const box = new three.Box3(), spans = this.spans();
    let span: PickSpan | undefined;  // neighbours mostly lie in the same
    for (const feature of features) {
      if (!span || !holds(span, feature)) span = spans.find((each) => holds(each, feature));
      if (span) unite(box, span.boxes, (feature - span.firstFeature) * 6);
    }
    return box.isEmpty() ? null : box;
  }

  /** Box of all features of which this is so, Y up. */
  boxWhere(counts: (feature: number) => boolean): three.Box3 | null {
    const box = new three.Box3();
    for (const { boxes, firstFeature } of this.spans()) {
      for (let item = 0; item * 6 < boxes.length; item++) if (counts(firstFeature + item)) unite(box, boxes, item * 6);
    }
    return box.isEmpty() ? null : box;
  }

  /** Features of which `stands` holds whose feet are on one of these floors and whose middle is above it. */
  standingOn(floors: readonly number[], stands: (feature: number) => boolean): number[] {
    const tops = floors.map((floor) => this.boxOf([floor])).filter((box) => box !== null);
    const found: number[] = [];
    for (const { boxes, firstFeature } of this.spans()) {
      for (let item = 0; item * 6 < boxes.length; item++) {
        if (!stands(firstFeature + item)) continue;
        const [x0, y0, z0, x1, , z1] = boxes.subarray(item * 6, item * 6 + 6);
        const x = (x0 + x1) / 2, z = (z0 + z1) / 2;
        const isOn = ({ min, max }: three.Box3) => Math.abs(y0 - max.y) < ON_FLOOR && x >= min.x && x <= max.x && z >= min.z && z <= max.z;
        if (tops.some(isOn)) found.push(firstFeature + item);
      }
    }
    return found;
  }

  /** Corners of the features' triangles, nine numbers each. */
  trianglesOf(features: readonly number[]): Float32Array {
    const each = this.placesOf(features).map(({ span, item }) => trianglesOf(span, item));
    const triangles = new Float32Array(each.reduce((sum, { length }) => sum + length, 0));
    each.reduce((at, one) => (triangles.set(one, at), at + one.length), 0);
    return triangles;
  }

  /** Those of one in so many features that there are a few thousand: nine numbers each, for what the whole is like. */
  *someTriangles(about = 20_000): Generator<number[]> {
    const total = this.pages.reduce((sum, { triangles }) => sum + triangles, 0), step = Math.max(1, Math.floor(total / about));
    for (const span of this.pages.flatMap(({ page }) => page.spans)) {
      for (let item = 0; item < span.boxes.length / 6; item += step) {
        const triangles = trianglesOf(span, item, SOLID);
        for (let at = 0; at < triangles.length; at += 9) yield [...triangles.subarray(at, at + 9)];
      }
    }
  }

  dispose(): void {
    for (const page of this.pages) page.dispose();
    this.full.clear();
    this.coarse.clear();
  }
}

function holds({ firstFeature, boxes }: PickSpan, feature: number): boolean {
  return feature >= firstFeature && feature < firstFeature + boxes.length / 6;
}

/** Grows the box by the one that begins there; what has no shape has its corners the wrong way round. */
function unite(box: three.Box3, boxes: Float32Array, at: number): void {
  if (boxes[at] > boxes[at + 3]) return;
  box.min.min({ x: boxes[at], y: boxes[at + 1], z: boxes[at + 2] });
  box.max.max({ x: boxes[at + 3], y: boxes[at + 4], z: boxes[at + 5] });
}
