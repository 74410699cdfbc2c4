import * as three from "three";
import { expect, test } from "vitest";

import { squares } from "../testing";
import { Materials } from "./materials";
import { StandIns } from "./standins";

test("boxes look outward: a face that is seen from behind is drawn as cut", () => {
  const boxes = Float32Array.of(1, 2, 3, 3, 5, 7), { tree } = squares(0, []);
  const standIns = new StandIns(new Materials());

  standIns.show([{ features: [[0, 1]], tags: new Uint32Array(1), spans: [{ firstFeature: 0, boxes, tree, hollow: new Uint8Array(1), places: new Uint16Array(0), firsts: new Uint32Array(0), surfaces: [] }] }], () => 255);

  const { geometry } = standIns.group.children[0] as three.Mesh, places = geometry.getAttribute("position"), order = geometry.getIndex()!;
  const corner = (at: number) => new three.Vector3().fromBufferAttribute(places, order.getX(at));
  let volume = 0;
  for (let at = 0; at < order.count; at += 3) volume += corner(at).dot(corner(at + 1).cross(corner(at + 2))) / 6;
  expect(volume).toBeCloseTo(2 * 3 * 4);
});
