// Programs of the graphics card are made before there is anything to draw: whoever asks for one later waits until the
// card has drawn all it still has to, which on a weak tablet takes longer than the program.
import * as three from "three";

import type { Materials } from "./materials";

/** Draws nothing with each material that the first picture and the first choice need. */
export function warm(renderer: three.WebGLRenderer, { solid, crease, ground, mask, outline }: Materials): void {
  const tag = new three.BufferAttribute(new Uint32Array(3), 1);
  tag.gpuType = three.IntType;
  const nothing = new three.BufferGeometry().setAttribute("position", new three.Float32BufferAttribute(9, 3)).setAttribute("tag", tag);
  nothing.setDrawRange(0, 0);
  const scene = new three.Scene();
  for (const material of [solid, ground, mask, outline]) scene.add(new three.Mesh(nothing, material));
  scene.add(new three.LineSegments(nothing, crease));
  for (const drawn of scene.children) drawn.frustumCulled = false;
  const camera = new three.Camera();
  renderer.compile(scene, camera);  // all of them at once, then the answers
  renderer.render(scene, camera);
  nothing.dispose();
}
