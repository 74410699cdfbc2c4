// The arrows of a path in the 3D: one drawing for all of them, seen through whatever stands before, never larger than a fingertip.
import * as three from "three";

import { NEAREST, type Arrow } from "./arrows";

/** Metres. */
const LENGTH = 0.7, RADIUS = 0.2;
/** How long one is on the screen at most, however near, and at least, as far as they keep apart; CSS pixels. */
const MOST = 30, LEAST = 14;
/** How much larger the rim is than the arrow that it stands out by. */
const RIM = 1.5;

export class FlowArrows {
  readonly group = new three.Group();
  private readonly shape = new three.ConeGeometry(RADIUS, LENGTH, 10);
  private readonly height = { value: 1 };
  private readonly ink = this.material(1);
  private readonly rim = this.material(RIM);
  private meshes: three.InstancedMesh[] = [];

  show(arrows: readonly Arrow[]): void {
    this.clear();
    if (!arrows.length) return;
    const up = new three.Vector3(0, 1, 0), one = new three.Vector3(1, 1, 1);
    const places = arrows.map(({ at, along }) =>
      new three.Matrix4().compose(new three.Vector3(...at), new three.Quaternion().setFromUnitVectors(up, new three.Vector3(...along)), one));
    this.meshes = [this.rim, this.ink].map((material, layer) => {
      const mesh = new three.InstancedMesh(this.shape, material, arrows.length);
      places.forEach((place, i) => mesh.setMatrixAt(i, place));
      mesh.frustumCulled = false;
      mesh.renderOrder = 3 + layer;
      mesh.onBeforeRender = (renderer) => { this.height.value = renderer.getSize(new three.Vector2()).y; };
      this.group.add(mesh);
      return mesh;
    });
  }

  setInk(ink: three.Color, halo: three.Color): void {
    this.ink.color.copy(ink);
    this.rim.color.copy(halo);
  }

  dispose(): void {
    this.clear();
    for (const each of [this.shape, this.ink, this.rim]) each.dispose();
  }

  /** As long as it is in the station, within what it may be on the screen. */
  private material(larger: number): three.MeshBasicMaterial {
    const material = new three.MeshBasicMaterial({ depthTest: false, transparent: true });
    material.onBeforeCompile = (shader) => {
      shader.uniforms.pictureHeight = this.height;
      shader.vertexShader = shader.vertexShader.replace("void main() {", "uniform float pictureHeight;\nvoid main() {").replace("#include <begin_vertex>", `
        vec4 middle = projectionMatrix * modelViewMatrix * instanceMatrix * vec4(0.0, 0.0, 0.0, 1.0);
        float perPixel = 2.0 * max(middle.w, 0.01) / (projectionMatrix[1][1] * pictureHeight);
        float least = min(${LEAST.toFixed(1)}, ${(0.5 * NEAREST).toFixed(3)} / perPixel);
        float pixels = clamp(${LENGTH.toFixed(3)} / perPixel, least, ${MOST.toFixed(1)});
        vec3 transformed = position * (pixels * perPixel / ${LENGTH.toFixed(3)} ) * ${larger.toFixed(3)};`);
    };
    material.customProgramCacheKey = () => `flow-${larger}`;
    return material;
  }

  private clear(): void {
    for (const mesh of this.meshes) {
      mesh.removeFromParent();
      mesh.dispose();
    }
    this.meshes = [];
  }
}
