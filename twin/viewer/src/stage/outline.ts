// The selection's outline: its silhouette in a mask, then a line around the mask over everything.
import * as three from "three";

import type { Materials } from "./materials";

export class Outline {
  private readonly scene = new three.Scene();
  private readonly screen = new three.Scene();
  private readonly quad = new three.Mesh(fullScreen());
  private readonly eye = new three.OrthographicCamera();
  private readonly target = new three.WebGLRenderTarget(1, 1, { depthBuffer: false, magFilter: three.NearestFilter, minFilter: three.NearestFilter });

  constructor(private readonly materials: Materials) {
    this.quad.material = materials.outline;
    this.quad.frustumCulled = false;
    this.screen.add(this.quad);
    materials.shared.mask.value = this.target.texture;
  }

  /** Replaces what is outlined by these triangles (nine numbers each, metres, Y up). */
  show(triangles: Float32Array): void {
    this.clear();
    if (!triangles.length) return;
    const geometry = new three.BufferGeometry().setAttribute("position", new three.BufferAttribute(triangles, 3));
    const mesh = new three.Mesh(geometry, this.materials.mask);
    mesh.frustumCulled = false;
    this.scene.add(mesh);
  }

  get empty(): boolean {
    return this.scene.children.length === 0;
  }

  draw(renderer: three.WebGLRenderer, camera: three.Camera): void {
    if (this.empty) return;
    const size = renderer.getDrawingBufferSize(new three.Vector2());
    this.target.setSize(size.x, size.y);
    this.materials.shared.width.value = 2.5 * renderer.getPixelRatio();
    renderer.setRenderTarget(this.target);
    const clear = renderer.getClearColor(new three.Color());
    renderer.setClearColor(0x000000, 1);
    renderer.clear();
    renderer.render(this.scene, camera);
    renderer.setRenderTarget(null);
    renderer.setClearColor(clear, 1);
    renderer.render(this.screen, this.eye);
  }

  clear(): void {
    for (const mesh of [...this.scene.children] as three.Mesh[]) {
      mesh.geometry.dispose();
      this.scene.remove(mesh);
    }
  }

  dispose(): void {
    this.clear();
    this.quad.geometry.dispose();
    this.target.dispose();
  }
}

function fullScreen(): three.BufferGeometry {
  return new three.BufferGeometry().setAttribute("position", new three.Float32BufferAttribute([-1, -1, 0, 3, -1, 0, -1, 3, 0], 3));
}
