import { expect, test } from "vitest";

import { keptIn, middleIn } from "./freearea";

const AREA = { left: 100, right: 900, top: 10, bottom: 500 };

test("a label hangs in the middle of what is free of its line", () => {
  expect(middleIn(AREA, [{ x: 200, y: 100 }, { x: 400, y: 200 }])).toEqual({ x: 300, y: 150 });
  expect(middleIn(AREA, [{ x: 500, y: 300 }, { x: 500, y: 2300 }])).toEqual({ x: 500, y: 400 });
  expect(middleIn(AREA, [{ x: 500, y: 600 }, { x: 700, y: 2300 }])).toBeNull();
  expect(middleIn(AREA, [{ x: 20, y: 20 }, { x: 20, y: 400 }])).toBeNull();
});

test("a handle out of the picture waits at its edge", () => {
  expect(keptIn(AREA, { x: 2000, y: -40 }, 28)).toEqual({ x: 872, y: 38 });
  expect(keptIn(AREA, { x: 300, y: 40 }, 28)).toEqual({ x: 300, y: 40 });
});
