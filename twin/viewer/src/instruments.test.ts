import { expect, test } from "vitest";

import { nextHeight } from "./panels/sheetpanel";
import { scaleBar } from "./scalebar";

test("the scale bar is the longest round length that fits", () => {
  expect(scaleBar(10, 96)).toEqual({ metres: 5, pixels: 50 });
  expect(scaleBar(1000, 96).metres).toBeCloseTo(0.05, 9);
  expect(scaleBar(0.5, 96)).toEqual({ metres: 100, pixels: 50 });
});

test("the bottom sheet goes up and down by one height, a tap at the top brings it back down", () => {
  expect(nextHeight("half", -60)).toBe("full");
  expect(nextHeight("half", 60)).toBe("low");
  expect(nextHeight("low", 60)).toBe("low");
  expect(nextHeight("full", 0)).toBe("low");
});
