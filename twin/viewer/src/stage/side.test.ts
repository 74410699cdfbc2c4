import * as three from "three";
import { expect, test } from "vitest";

import { squares } from "../testing";
import { clearestSide, type Side } from "./side";

const PUMP = 0, BOX = new three.Box3(new three.Vector3(0, 0, 0), new three.Vector3(1, 1, 0));
const FROM: Side = { azimuth: 0, polar: 1.15 };
const eyeAt = ({ azimuth, polar }: Side) => new three.Vector3().setFromSphericalCoords(6, polar, azimuth).add(new three.Vector3(0.5, 0.5, 0));

function side(others: { x: number; z: number }[]): Side {
  const span = squares(0, [{ x: 0, z: 0 }, ...others]);
  return clearestSide(FROM, eyeAt, BOX, [span], new Set([PUMP]), [{ span, item: PUMP }], () => true);
}

test("who sees a thing freely does not turn", () => {
  expect(side([])).toEqual(FROM);
  expect(side([{ x: 0, z: -1 }])).toEqual(FROM);
});

test("who stands before a wall turns to where the thing is seen", () => {
  const { azimuth, polar } = side([{ x: 0, z: 0.3 }, { x: 0, z: 0.5 }]);

  expect(Math.abs(azimuth)).toBeGreaterThan(Math.PI / 2);
  expect(polar).toBeLessThan(Math.PI / 2);
});
