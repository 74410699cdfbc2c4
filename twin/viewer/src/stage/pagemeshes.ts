// A page on the graphics card: surfaces, glass, ghosts and creases over one set of vertices.
import * as three from "three";

import { GHOST, HIDE, OVERRIDE, type States } from "../lenses";
import type { Page } from "../pages";
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

  constructor(readonly page: Page, materials: Materials) {
    const place = new three.BufferAttribute(page.places, 3);
    const tag = new three.BufferAttribute(page.tags, 1);
    tag.gpuType = three.IntType;
    const sphere = boundingSphere(page);
    const geometry = (index: Uint32Array) => {
      const made = new three.BufferGeometry();
      made.setAttribute("position", place).setAttribute("tag", tag).setIndex(new three.BufferAttribute(index, 1));
      made.boundingSphere = sphere;
      return made;
    };
    const solid = geometry(page.solid);
    this.ghost = this.add(new three.Mesh(solid, materials.ghost), 0);
    this.solid = this.add(new three.Mesh(solid, materials.solid), 1);
    this.glass = page.glass.length ? this.add(new three.Mesh(geometry(page.glass), materials.glass), 3) : null;
    this.creases = this.add(new three.LineSegments(geometry(page.creases), materials.crease), 1);
    this.threads = this.add(new three.LineSegments(geometry(page.threads), materials.thread), 2);
  }

  /** Leaves out the passes that would draw nothing. */
  adapt(states: States): void {
    let shown = 0, ghosts = 0, coloured = 0;
    for (const [first, count] of this.page.features) {
      for (let feature = first; feature < first + count; feature++) {
        const mode = states.modes[feature];
        if (mode === GHOST) ghosts++;
        else if (mode !== HIDE) shown++;
        coloured += states.texels[feature * 4 + 3] & OVERRIDE;
      }
    }
    this.solid.visible = shown > 0 && this.page.solid.length > 0;
    this.ghost.visible = ghosts > 0 && this.page.solid.length > 0;
    if (this.glass) this.glass.visible = shown > 0;
    this.creases.visible = shown + ghosts > 0 && this.page.creases.length > 0;
    this.threads.visible = coloured > 0 && this.page.threads.length > 0;
    this.group.visible = shown + ghosts > 0;
    this.counts = { ghosts, shown };
  }

  /** Without creases, while a slow device moves. */
  draft(rough: boolean): void {
    this.creases.layers.set(rough ? HIDDEN_LAYER : 0);
  }

  get triangles(): number {
    return (this.page.solid.length + this.page.glass.length) / 3;
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

function boundingSphere(page: Page): three.Sphere {
  const box = new three.Box3();
  for (const { boxes } of page.spans) {
    for (let i = 0; i < boxes.length; i += 6) {
      if (boxes[i] > boxes[i + 3]) continue;
      box.expandByPoint(new three.Vector3(boxes[i], boxes[i + 1], boxes[i + 2]));
      box.expandByPoint(new three.Vector3(boxes[i + 3], boxes[i + 4], boxes[i + 5]));
    }
  }
  return box.getBoundingSphere(new three.Sphere());
}
