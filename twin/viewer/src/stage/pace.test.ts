import { expect, test } from "vitest";

import { nextRoughness, ROUGH_PIXELS, ROUGHEST_PIXELS, STILL_PIXELS } from "./pace";

const after = (frames: number[], from = STILL_PIXELS) => frames.reduce(nextRoughness, from);

test("a movement whose frames come slowly leaves out more and more of what is small, up to a limit", () => {
  expect(after([120])).toBe(ROUGH_PIXELS);
  expect(after([120, 120])).toBe(ROUGH_PIXELS * 1.5);
  expect(after(new Array(20).fill(300))).toBe(ROUGHEST_PIXELS);
});

test("frames that are quick bring it back, those in between change nothing", () => {
  expect(after([50, 50], 9)).toBe(9);
  expect(after(new Array(20).fill(16), 9)).toBe(STILL_PIXELS);
});
