import { expect, test } from "vitest";

import { decodeViewpoint, encodeViewpoint, roundVector, viewpointOf, type Viewpoint } from "./viewpoint";

const VIEW: Viewpoint = {
  eye: [862345.1234567, 6518234.5, -2.001], target: [862340, 6518230.25, -3.5], lens: "without_walls",
  storeys: ["12", "14"], networks: ["family:water", "system:7"], dimmed: ["family:air"], rest: "hidden",
  selection: "EFS-P 01/é&=#", wiped: { code: "EFS-P-02", steps: -1 }, more: { data: "age", cut: "z=1.5;up" },
};

test("a viewpoint comes back from its URL exactly as it went", () => {
  expect(decodeViewpoint(encodeViewpoint(VIEW))).toEqual(VIEW);
  expect(decodeViewpoint(`#${encodeViewpoint(VIEW)}`)).toEqual(VIEW);
});

test("odd names of storeys and networks survive", () => {
  const odd: Viewpoint = { ...VIEW, storeys: ["a,b", "c~d"], networks: ["system:x~y,z"] };

  expect(decodeViewpoint(encodeViewpoint(odd))).toEqual(odd);
});

test("an eye comes back to a millionth, far from zero too, and an old link's millimetres are read as ever", () => {
  for (const eye of [[862345.123456789, 6518234.987654321, -2.0000004], [0.00000049, -1e-9, 1e7 + 1 / 3]] as const) {
    const back = decodeViewpoint(encodeViewpoint({ ...VIEW, eye: [...eye] })).eye!;
    back.forEach((value, axis) => expect(Math.abs(value - eye[axis])).toBeLessThan(1e-6));
  }
  expect(decodeViewpoint("#eye=12.345,-6.7,1.6&at=0,0,0").eye).toEqual([12.345, -6.7, 1.6]);
});

test("what is usual is not written", () => {
  expect(encodeViewpoint({ eye: [1, 2, 3], target: [0, 0, 0], lens: "everything", storeys: null, networks: [], dimmed: [], rest: "pale", selection: null, wiped: null, more: {} }))
    .toBe("eye=1,2,3&at=0,0,0");
});

test("a link with a code alone selects and says nothing of the rest", () => {
  expect(decodeViewpoint("?select=V-112")).toEqual({ selection: "V-112" });
});

test("a broken URL is ignored where it is broken", () => {
  expect(decodeViewpoint("#eye=1,2&at=0,0,0&lens=xray&levels=1")).toEqual({});
});

test("vectors are rounded to the millimetre, without minus zero", () => {
  expect(roundVector([1.00049, -0.0001, 2.9996])).toEqual([1, 0, 3]);
});

test("a link's wish for a lens holds until the view is changed", () => {
  expect(viewpointOf({ search: "?lens=without_walls", hash: "" })).toEqual({ lens: "without_walls" });
  expect(viewpointOf({ search: "?lens=without_walls", hash: "#eye=1,2,3&at=0,0,0" })).toEqual({ eye: [1, 2, 3], target: [0, 0, 0] });
});
