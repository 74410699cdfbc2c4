import * as three from "three";
import { expect, test } from "vitest";

import { pick, type PickSpan, type Ray } from "../picking";
import { squares } from "../testing";
import { Loaded } from "./loaded";
import type { PageMeshes } from "./pagemeshes";
import { Probe } from "./probe";
import type { Stage } from "./stage";

const CANVAS = { clientWidth: 200, clientHeight: 200 } as HTMLCanvasElement, MIDDLE = { x: 100, y: 100 };
const boxOf = ({ firstFeature, boxes, tree, hollow }: PickSpan): PickSpan => (
  { firstFeature, boxes, tree, hollow, places: new Uint16Array(0), firsts: new Uint32Array(0), surfaces: [] }
);

/** Looks straight at a square from three metres; `show` says what is here of it. */
function looking() {
  const camera = new three.PerspectiveCamera(45, 1, 0.1, 100), loaded = new Loaded(), caster = new three.Raycaster();
  camera.position.set(0.5, 0.5, 3);
  camera.updateMatrixWorld();
  const rayThrough = (at: three.Vector2) => { caster.setFromCamera(at, camera); return caster.ray; };
  const meet = (ray: Ray, catches: (feature: number) => boolean) => pick(loaded.spans(), ray, catches);
  const stage = { loaded, states: { modes: new Uint8Array(1) }, eye: { camera, rayThrough }, meet } as unknown as Stage;
  const show = (span: PickSpan) => {
    loaded.full.clear();
    loaded.coarse.clear();
    const outlines = { spans: [boxOf(span)], features: [], tags: new Uint32Array(1) };
    if (span.surfaces.length) loaded.full.set(0, { page: { spans: [span], outlines } } as unknown as PageMeshes);
    else loaded.coarse.set(0, outlines);
  };
  return { probe: new Probe(stage, CANVAS), show };
}

test("what is only a box for want of memory is not measured, until it is here in full", () => {
  const { probe, show } = looking(), square = squares(0, [{ x: 0, z: 0 }]);

  show(boxOf(square));
  const before = [probe.at(MIDDLE, 10), probe.meetsBox(MIDDLE)];
  show(square);

  expect(before).toEqual([null, true]);
  expect([probe.at(MIDDLE, 10)?.kind, probe.meetsBox(MIDDLE)]).toEqual(["face", false]);
});

test("corners are those of the thing that is here, not of the box that stood for it before", () => {
  const { probe, show } = looking();

  show(boxOf(squares(0, [{ x: 0, z: 0 }])));
  probe.faceAt(MIDDLE);
  show(squares(0, [{ x: 0.2, z: 1 }]));
  const { x, y } = probe.pixelOf([0.2, 0, 1])!;

  expect(probe.at({ x: x + 2, y: y - 2 }, 10)).toEqual({ kind: "corner", point: [expect.closeTo(0.2), 0, 1] });
});
