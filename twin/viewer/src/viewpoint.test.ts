import { expect, test } from "vitest";

import { decodeViewpoint, encodeViewpoint, roundVector, viewpointOf, type Viewpoint } from "./viewpoint";

const VIEW: Viewpoint = {
  eye: [862345.123, 6518234.5, -2.001], target: [862340, 6518230.25, -3.5], lens: "without_walls",
  storeys: ["12", "14"], networks: ["family:water", "system:7"], selection: "EFS-P 01/é&=#", wiped: { code: "EFS-P-02", steps: -1 }, freshness: true,
};

test("a viewpoint comes back from its URL exactly as it went", () => {
  expect(decodeViewpoint(encodeViewpoint(VIEW))).toEqual(VIEW);
  expect(decodeViewpoint(`#${encodeViewpoint(VIEW)}`)).toEqual(VIEW);
});

test("odd names of storeys and networks survive", () => {
  const odd: Viewpoint = { ...VIEW, storeys: ["a,b", "c~d"], networks: ["system:x~y,z"] };

  expect(decodeViewpoint(encodeViewpoint(odd))).toEqual(odd);
});

test("what is usual is not written", () => {
  expect(encodeViewpoint({ eye: [1, 2, 3], target: [0, 0, 0], lens: "everything", storeys: null, networks: [], selection: null, wiped: null }))
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
