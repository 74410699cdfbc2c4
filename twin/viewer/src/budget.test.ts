import { expect, test } from "vitest";

import { choosePages, pageCount, pagesBudget, type Standing } from "./budget";

const page = (part: Partial<Standing>): Standing => ({ bytes: 10, full: false, held: false, shown: true, inPicture: true, distance: 10, seen: 0, ...part });

test("where there is memory for everything, everything is drawn in full", () => {
  expect(choosePages([page({ distance: 90 }), page({ shown: false }), page({ inPicture: false })], 30, 11).sort()).toEqual([0, 1, 2]);
});

test("what is near and in the picture comes before what is far, beside it or hidden", () => {
  const pages = [page({ distance: 50 }), page({ inPicture: false, distance: 20 }), page({ distance: 5 }), page({ shown: false, distance: 0 })];

  expect(choosePages(pages, 20, 11)).toEqual([2, 0]);
});

test("what is selected stays, wherever it is and whatever it costs", () => {
  const pages = [page({ distance: 0 }), page({ held: true, shown: false, inPicture: false, distance: 900, bytes: 40 })];

  expect(choosePages(pages, 30, 11)).toEqual([1]);
});

test("of what is about as near, what is here already stays: two pages do not take turns", () => {
  const pages = [page({ distance: 10, full: true }), page({ distance: 9 })];

  expect(choosePages(pages, 10, 11)).toEqual([0]);
  expect(choosePages([pages[0], page({ distance: 5 })], 10, 11)).toEqual([1]);
});

test("of what is nowhere near, what was seen last stays longest", () => {
  expect(choosePages([page({ inPicture: false, seen: 3 }), page({ inPicture: false, seen: 8 })], 10, 11)).toEqual([1]);
});

test("what is too big for the memory that is left makes way for the next", () => {
  expect(choosePages([page({ distance: 1 }), page({ distance: 2, bytes: 50 }), page({ distance: 3 })], 25, 11)).toEqual([0, 2]);
});

test("there are never more pages in full than a frame has calls for, but for what is selected", () => {
  expect(choosePages(Array.from({ length: 9 }, (_, distance) => page({ distance })), 1000, 4)).toEqual([0, 1, 2, 3]);
});

test("a station that does not fit is cut finer, so that there is something to choose", () => {
  expect([pageCount(100, 100, 11), pageCount(300, 100, 11)]).toEqual([11, 42]);
});

test("a device that says it has little memory is asked for less, and the address has the last word", () => {
  const megabytes = (device: number | undefined, asked: number | null, features = 0) => Math.round(pagesBudget(device, asked, features) / 1e6);

  expect([megabytes(undefined, null), megabytes(8, null), megabytes(2, null), megabytes(1, null)]).toEqual([230, 230, 90, 20]);
  expect(megabytes(8, null, 200_000)).toBe(180);
  expect([megabytes(8, 200), megabytes(8, 16)]).toEqual([30, 2]);
});
