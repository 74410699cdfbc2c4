import { expect, test } from "vitest";

import { foldedGroups, type ToolGroup } from "./toolbar";

const SIZES = new Map<ToolGroup, number>([["back", 2], ["move", 4], ["cut", 3], ["show", 1], ["people", 2]]);

test("nothing folds where all keys fit, and the ways of cutting fold first", () => {
  expect([...foldedGroups(SIZES, 612)]).toEqual([]);
  expect([...foldedGroups(SIZES, 600)]).toEqual(["cut"]);
  expect([...foldedGroups(SIZES, 480)]).toEqual(["cut", "people"]);
});

test("a group of one key stays as it is, and moving folds last", () => {
  expect([...foldedGroups(SIZES, 430)]).toEqual(["cut", "people", "back"]);
  expect([...foldedGroups(SIZES, 100)]).toEqual(["cut", "people", "back", "move"]);
});
