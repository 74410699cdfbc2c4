// What there is no memory for is drawn as boxes: coarse, but where it is, in its colour, and under every lens.
import * as three from "three";

import type { Outlines } from "../pages";
import type { Materials } from "./materials";

export class StandIns {
  readonly group = new three.Group();
  private readonly opaque: three.InstancedBufferGeometry;
  private readonly clear: three.InstancedBufferGeometry;
  /** Boxes that are mostly empty: their edges alone. */
  private readonly hollow: three.InstancedBufferGeometry;

  constructor(materials: Materials) {
    const box = new three.BoxGeometry(1, 1, 1).translate(0.5, 0.5, 0.5);
    this.opaque = unit(box);
    this.clear = unit(box);
    this.hollow = unit(new three.EdgesGeometry(box));
    this.add(new three.Mesh(this.opaque), materials.ghost, 0);
    this.add(new three.Mesh(this.opaque), materials.solid, 1);
    this.add(new three.Mesh(this.clear), materials.glass, 3);
    this.add(new three.LineSegments(this.hollow), materials.crease, 1);
  }

  /** Replaces what is drawn by the features of these pages; `alphas` tells how solid each colour of the palette is, of 255. */
  show(pages: readonly Outlines[], alphas: (colour: number) => number): void {
    const all = pages.flatMap(({ spans, tags }) => {
      let from = 0;
      return spans.flatMap(({ boxes, hollow }) => Array.from(hollow, (empty, item) => ({ boxes, at: item * 6, tag: tags[from++], empty: empty > 0 })))
        .filter(({ boxes, at }) => boxes[at] <= boxes[at + 3]);
    });
    const isClear = ({ tag }: { tag: number }) => alphas(tag >>> 24) < 252;
    fill(this.opaque, all.filter((one) => !one.empty && !isClear(one)));
    fill(this.clear, all.filter((one) => !one.empty && isClear(one)));
    fill(this.hollow, all.filter(({ empty }) => empty));
    this.group.visible = all.length > 0;
  }

  dispose(): void {
    this.opaque.dispose();
    this.clear.dispose();
    this.hollow.dispose();
    for (const drawn of this.group.children) ((drawn as three.Mesh).material as three.Material).dispose();
  }

  /** The look of everything else, so that a change of it is theirs too: only where corners come from differs. */
  private add(drawn: three.Mesh | three.LineSegments, like: three.RawShaderMaterial, order: number): void {
    const material = like.clone();
    material.uniforms = like.uniforms;
    material.vertexShader = like.vertexShader.replace("in vec3 position;", "in vec3 corner;\nin vec3 low;\nin vec3 high;\n#define position mix(low, high, corner)");
    drawn.material = material;
    drawn.renderOrder = order;
    drawn.frustumCulled = false;
    drawn.matrixAutoUpdate = false;
    drawn.onBeforeRender = () => { material.blendEquation = like.blendEquation; };
    this.group.add(drawn);
  }
}

function fill(geometry: three.InstancedBufferGeometry, boxes: readonly { boxes: Float32Array; at: number; tag: number }[]): void {
  geometry.dispose();
  const low = new Float32Array(boxes.length * 3), high = new Float32Array(boxes.length * 3);
  boxes.forEach(({ boxes: from, at }, i) => {
    low.set(from.subarray(at, at + 3), i * 3);
    high.set(from.subarray(at + 3, at + 6), i * 3);
  });
  const tag = new three.InstancedBufferAttribute(Uint32Array.from(boxes, (box) => box.tag), 1);
  tag.gpuType = three.IntType;
  geometry.setAttribute("low", new three.InstancedBufferAttribute(low, 3)).setAttribute("high", new three.InstancedBufferAttribute(high, 3)).setAttribute("tag", tag);
  geometry.instanceCount = boxes.length;
}

function unit(shape: three.BufferGeometry): three.InstancedBufferGeometry {
  const made = new three.InstancedBufferGeometry();
  const corners = shape.getAttribute("position");
  made.setAttribute("corner", corners).setIndex(shape.index ?? [...Array(corners.count).keys()]);
  made.instanceCount = 0;
  return made;
}
