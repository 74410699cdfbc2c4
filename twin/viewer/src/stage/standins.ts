// What there is no memory for is drawn as boxes: coarse, but where it is, in its colour, and under every lens.
import * as three from "three";

import type { Outlines } from "../pages";
import type { Materials } from "./materials";
import { handedOver } from "./pagemeshes";

/** Metres: what is smaller is left out. */
const SMALLEST = 0.3;
/** Corners as bits: x 1, y 2, z 4; faces look outward, since what is seen from within counts as cut. Ordinary triangles: a processor that draws in place of a card takes one instance at a time. */
const FACES = [0, 3, 1, 0, 2, 3, 4, 7, 6, 4, 5, 7, 0, 5, 4, 0, 1, 5, 2, 7, 3, 2, 6, 7, 0, 6, 2, 0, 4, 6, 1, 7, 5, 1, 3, 7];
const EDGES = [0, 1, 1, 3, 3, 2, 2, 0, 4, 5, 5, 7, 7, 6, 6, 4, 0, 4, 1, 5, 2, 6, 3, 7];

interface Standing { boxes: Float32Array; at: number; tag: number }

export class StandIns {
  readonly group = new three.Group();

  constructor(private readonly materials: Materials) {}

  /** Replaces what is drawn by the features of these pages; `alphas` tells how solid each colour of the palette is, of 255. */
  show(pages: readonly Outlines[], alphas: (colour: number) => number): void {
    this.clear();
    const opaque: Standing[] = [], clear: Standing[] = [], hollow: Standing[] = [];
    for (const { spans, tags } of pages) {
      let number = 0;
      for (const { boxes, hollow: empties } of spans) {
        for (let item = 0; item < empties.length; item++) {
          const at = item * 6, tag = tags[number++];
          if (!(Math.max(boxes[at + 3] - boxes[at], boxes[at + 4] - boxes[at + 1], boxes[at + 5] - boxes[at + 2]) >= SMALLEST)) continue;
          (empties[item] ? hollow : alphas(tag >>> 24) < 252 ? clear : opaque).push({ boxes, at, tag });
        }
      }
    }
    const { ghost, solid, glass, crease } = this.materials;
    if (opaque.length) {
      const geometry = boxesOf(opaque, FACES);
      this.add(new three.Mesh(geometry, ghost), 0);
      this.add(new three.Mesh(geometry, solid), 1);
    }
    if (clear.length) this.add(new three.Mesh(boxesOf(clear, FACES), glass), 3);
    // Boxes that are mostly empty: their edges alone.
    if (hollow.length) this.add(new three.LineSegments(boxesOf(hollow, EDGES), crease), 1);
  }

  dispose(): void {
    this.clear();
  }

  private clear(): void {
    for (const drawn of [...this.group.children] as three.Mesh[]) {
      drawn.geometry.dispose();
      this.group.remove(drawn);
    }
  }

  private add(drawn: three.Mesh | three.LineSegments, order: number): void {
    drawn.renderOrder = order;
    drawn.frustumCulled = false;
    drawn.matrixAutoUpdate = false;
    this.group.add(drawn);
  }
}

function boxesOf(boxes: readonly Standing[], corners: readonly number[]): three.BufferGeometry {
  const places = new Float32Array(boxes.length * 24), tags = new Uint32Array(boxes.length * 8), index = new Uint32Array(boxes.length * corners.length);
  boxes.forEach(({ boxes: from, at, tag }, i) => {
    for (let corner = 0; corner < 8; corner++) {
      for (let axis = 0; axis < 3; axis++) places[i * 24 + corner * 3 + axis] = from[at + axis + (corner >> axis & 1 ? 3 : 0)];
    }
    tags.fill(tag, i * 8, i * 8 + 8);
    corners.forEach((corner, k) => { index[i * corners.length + k] = i * 8 + corner; });
  });
  const tag = handedOver(new three.BufferAttribute(tags, 1));
  tag.gpuType = three.IntType;
  return new three.BufferGeometry().setAttribute("position", handedOver(new three.BufferAttribute(places, 3))).setAttribute("tag", tag)
    .setIndex(handedOver(new three.BufferAttribute(index, 1)));
}
