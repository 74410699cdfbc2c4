// A page on the graphics card: surfaces, glass, ghosts and creases over one set of vertices.
import * as three from "three";

import { GHOST, HIDE, OVERRIDE, type States } from "../lenses";
import type { Page } from "../pages";
import { release } from "../release";
import { entriesFrom, type Sorted } from "../sizes";
import type { Materials } from "./materials";

/** A layer that the camera does not look at. */
const HIDDEN_LAYER = 1;

export class PageMeshes {
  readonly group = new three.Group();
  private readonly solid: three.Mesh;
  private readonly ghost: three.Mesh;
  private readonly glass: three.Mesh | null;
  private readonly creases: three.LineSegments;
  private readonly threads: three.LineSegments;
  /** How many of the page's features are ghosts and how many are shown. */
  counts = { ghosts: 0, shown: 0 };

  private readonly box: three.Box3;
  private readonly lists: { geometry: three.BufferGeometry; ends: Uint32Array }[] = [];
  private readonly lengths: { solid: number; creases: number; threads: number };

  readonly page: Omit<Page, "drawing">;

  /** The drawing's arrays go once the graphics card has them. */
  constructor({ drawing, ...page }: Page, materials: Materials) {
    this.page = page;
    const { places, tags, solid: faces, glass, creases, threads } = drawing;
    const place = handedOver(new three.BufferAttribute(places, 3));
    const tag = handedOver(new three.BufferAttribute(tags, 1));
    tag.gpuType = three.IntType;
    this.box = boxOf(page);
    this.lengths = { solid: faces.index.length, creases: creases.index.length, threads: threads.index.length };
    const sphere = this.box.getBoundingSphere(new three.Sphere());
    const geometry = ({ index, ends }: Sorted) => {
      const made = new three.BufferGeometry();
      made.setAttribute("position", place).setAttribute("tag", tag).setIndex(handedOver(new three.BufferAttribute(index, 1)));
      made.boundingSphere = sphere;
      this.lists.push({ geometry: made, ends });
      return made;
    };
    const solid = geometry(faces);
    this.ghost = this.add(new three.Mesh(solid, materials.ghost), 0);
    this.solid = this.add(new three.Mesh(solid, materials.solid), 1);
    this.glass = glass.index.length ? this.add(new three.Mesh(geometry(glass), materials.glass), 3) : null;
    this.creases = this.add(new three.LineSegments(geometry(creases), materials.crease), 1);
    this.threads = this.add(new three.LineSegments(geometry(threads), materials.thread), 2);
  }

  /** Leaves out the passes that would draw nothing. */
  adapt(states: States): void {
    let shown = 0, ghosts = 0, coloured = 0;
    for (const [first, count] of this.page.outlines.features) {
      for (let feature = first; feature < first + count; feature++) {
        const mode = states.modes[feature];
        if (mode === GHOST) ghosts++;
        else if (mode !== HIDE) shown++;
        coloured += states.texels[feature * 4 + 3] & OVERRIDE;
      }
    }
    this.solid.visible = shown > 0 && this.lengths.solid > 0;
    this.ghost.visible = ghosts > 0 && this.lengths.solid > 0;
    if (this.glass) this.glass.visible = shown > 0;
    this.creases.visible = shown + ghosts > 0 && this.lengths.creases > 0;
    this.threads.visible = coloured > 0 && this.lengths.threads > 0;
    this.group.visible = shown + ghosts > 0;
    this.counts = { ghosts, shown };
  }

  /** Without creases, while a slow device moves. */
  draft(rough: boolean): void {
    this.creases.layers.set(rough ? HIDDEN_LAYER : 0);
  }

  /** Leaves out what is smaller than `size` metres a metre from the eye, seen from there. */
  refine(eye: three.Vector3, size: number): void {
    const smallest = size * this.box.distanceToPoint(eye);
    for (const { geometry, ends } of this.lists) geometry.setDrawRange(0, entriesFrom(ends, smallest));
  }

  get triangles(): number {
    return this.page.triangles;
  }

  dispose(): void {
    for (const mesh of [this.solid, this.glass, this.creases, this.threads]) mesh?.geometry.dispose();
  }

  private add<Drawn extends three.Mesh | three.LineSegments>(drawn: Drawn, order: number): Drawn {
    drawn.renderOrder = order;
    drawn.matrixAutoUpdate = false;
    this.group.add(drawn);
    return drawn;
  }
}

/** The graphics card keeps what it was given: here it would only be a second copy. */
export function handedOver(attribute: three.BufferAttribute): three.BufferAttribute {
  return attribute.onUpload(function (this: three.BufferAttribute) {
    release([this.array]);
    this.array = new (this.array.constructor as new () => three.TypedArray)();
  });
}

function boxOf(page: Pick<Page, "spans">): three.Box3 {
  const box = new three.Box3();
  for (const { boxes } of page.spans) {
    for (let i = 0; i < boxes.length; i += 6) {
      if (boxes[i] > boxes[i + 3]) continue;
      box.expandByPoint(new three.Vector3(boxes[i], boxes[i + 1], boxes[i + 2]));
      box.expandByPoint(new three.Vector3(boxes[i + 3], boxes[i + 4], boxes[i + 5]));
    }
  }
  return box;
}
