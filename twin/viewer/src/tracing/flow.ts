// The arrows of a path in the 3D: one drawing for all of them, seen through whatever stands before.
import * as three from "three";

import type { Arrow } from "./arrows";

/** Metres. */
const LENGTH = 0.8, RADIUS = 0.26;

export class FlowArrows {
  readonly group = new three.Group();
  private readonly shape = new three.ConeGeometry(RADIUS, LENGTH, 10);
  private readonly material = new three.MeshBasicMaterial({ depthTest: false, transparent: true });
  private mesh: three.InstancedMesh | null = null;

  show(arrows: readonly Arrow[]): void {
    this.clear();
    if (!arrows.length) return;
    const mesh = (this.mesh = new three.InstancedMesh(this.shape, this.material, arrows.length));
    const up = new three.Vector3(0, 1, 0), one = new three.Vector3(1, 1, 1);
    arrows.forEach(({ at, along }, i) => {
      const turn = new three.Quaternion().setFromUnitVectors(up, new three.Vector3(...along));
      mesh.setMatrixAt(i, new three.Matrix4().compose(new three.Vector3(...at), turn, one));
    });
    mesh.frustumCulled = false;
    mesh.renderOrder = 3;
    this.group.add(mesh);
  }

  setInk(ink: three.Color): void {
    this.material.color.copy(ink);
  }

  dispose(): void {
    this.clear();
    this.shape.dispose();
    this.material.dispose();
  }

  private clear(): void {
    this.mesh?.removeFromParent();
    this.mesh?.dispose();
    this.mesh = null;
  }
}
