import { expect, test } from "vitest";

import { besideIn, keptIn, middleIn } from "./freearea";

const AREA = { left: 100, right: 900, top: 10, bottom: 500 };

test("a label hangs in the middle of what is free of its line", () => {
  expect(middleIn(AREA, [{ x: 200, y: 100 }, { x: 400, y: 200 }])).toEqual({ x: 300, y: 150 });
  expect(middleIn(AREA, [{ x: 500, y: 300 }, { x: 500, y: 2300 }])).toEqual({ x: 500, y: 400 });
  expect(middleIn(AREA, [{ x: 500, y: 600 }, { x: 700, y: 2300 }])).toBeNull();
  expect(middleIn(AREA, [{ x: 20, y: 20 }, { x: 20, y: 400 }])).toBeNull();
});

test("a label stands beside a line that it would hide, and above it where there is room", () => {
  const size = { width: 160, height: 50 };
  expect(besideIn(AREA, [{ x: 480, y: 300 }, { x: 520, y: 300 }], { x: 500, y: 300 }, size)).toEqual({ x: 500, y: 261 });
  expect(besideIn(AREA, [{ x: 480, y: 30 }, { x: 520, y: 30 }], { x: 500, y: 30 }, size)).toEqual({ x: 500, y: 69 });
  expect(besideIn(AREA, [{ x: 500, y: 280 }, { x: 500, y: 320 }], { x: 500, y: 300 }, size).x).toSatisfy((x: number) => Math.abs(x - 500) === 94);
  expect(besideIn(AREA, [{ x: 200, y: 300 }, { x: 800, y: 300 }], { x: 500, y: 300 }, size)).toEqual({ x: 500, y: 300 });
});

test("a handle out of the picture waits at its edge", () => {
  expect(keptIn(AREA, { x: 2000, y: -40 }, 28)).toEqual({ x: 872, y: 38 });
  expect(keptIn(AREA, { x: 300, y: 40 }, 28)).toEqual({ x: 300, y: 40 });
});
