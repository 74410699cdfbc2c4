import { expect, test } from "vitest";

import { background, bitsOf, FIRST_RHYTHM, hatchOf, inkOn, LIGHT, RHYTHMS } from "./patterns";
import { SURFACE_FRAGMENT } from "./stage/shaders";

test("each of the eleven families has a rhythm of its own, however far it is shifted", () => {
  const shifted = (rhythm: string) => [...rhythm].map((_, at) => rhythm.slice(at) + rhythm.slice(0, at)).sort()[0];

  expect(new Set(RHYTHMS.map(shifted)).size).toBe(11);
  expect(RHYTHMS.every((rhythm) => /^[01]{16}$/.test(rhythm))).toBe(true);
});

test("the hatch of a family fits the shader's four bits and never the patterns of age", () => {
  const hatches = Array.from({ length: 30 }, (_, place) => hatchOf(place));

  expect(hatches[0]).toBe(0);
  expect(hatches.slice(1).every((hatch) => hatch > FIRST_RHYTHM && hatch < 16)).toBe(true);
  expect(new Set(hatches.slice(0, 11)).size).toBe(11);
});

test("the shader's bits are the strokes of the legend", () => {
  expect(bitsOf(hatchOf(1))).toBe(0b0000000011111111);
  expect([bitsOf(0), bitsOf(3)]).toEqual([0, 0]);
  expect(background(1, "#8a6a3b", 32)).toContain("#ffffff 0px 2px");
  expect(background(0, "#8a6a3b", 32)).toBe("#8a6a3b");
});

test("ink stands out of its colour", () => {
  expect([inkOn("#d9b200"), inkOn("#4b5d7a")]).toEqual(["#1b1b1f", "#ffffff"]);
});

test("ink is the same all round a pipe and in the legend: chosen by its colour, not by the light on it", () => {
  expect(SURFACE_FRAGMENT).toContain(`> ${LIGHT} ?`);
  expect(SURFACE_FRAGMENT.match(/inkOn\((?!vec3)[^)]*\)/g)).toEqual(["inkOn(colour.rgb)"]);
});
