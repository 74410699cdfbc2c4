import { expect, test } from "vitest";

import { joinFeatures } from "./features";
import { countStates, freshnessOf, NO_FRESHNESS } from "./freshness";
import { GHOST, lookThrough, OVERRIDE, SELECTED, SHOW, type Looking } from "./lenses";
import { BEHAVIOURS, FAMILIES, pumpRoom } from "./testing";

const table = joinFeatures([pumpRoom()]);
const LOOKING: Looking = { lens: "everything", storeys: null, networks: [], dimmed: [], rest: "pale", selected: [], opening: null, freshness: null };

function look(part: Partial<Looking>) {
  const states = { modes: new Uint8Array(table.count), texels: new Uint8Array(table.count * 4) };
  lookThrough(table, { ...LOOKING, ...part }, BEHAVIOURS, FAMILIES, states);
  return states;
}

test("every feature of a code has its state, what is no equipment has none, a strange state is to be verified", () => {
  expect([...freshnessOf(table, { never: ["EFS-P-01"], due_soon: ["T-1"], odd: ["MUR-1"], fresh: ["NOT-HERE"] })]).toEqual([
    2, NO_FRESHNESS, 1, 1, 3,
  ]);
});

test("the legend counts what has no shape too", () => {
  const counts = countStates({ fresh: ["A", "B"], never: ["C"] }).map(([{ state }, count]) => [state, count]);

  expect(counts).toEqual([["fresh", 2], ["due_soon", 0], ["to_verify", 0], ["never", 1]]);
});

test("with freshness on, equipment has colour and pattern and all else is a ghost", () => {
  const freshness = freshnessOf(table, { never: ["EFS-P-01"], fresh: ["T-1"] });

  const { modes, texels } = look({ freshness });

  expect([...modes]).toEqual([GHOST, GHOST, SHOW, SHOW, SHOW]);
  expect([...texels.slice(16, 20)]).toEqual([0xb9, 0xb4, 0xc8, SHOW | OVERRIDE | (3 << 4)]);
  expect([...texels.slice(8, 12)]).toEqual([0x2f, 0x8f, 0x4e, SHOW | OVERRIDE]);
});

test("a lens that hides a layer hides it with freshness on too", () => {
  const freshness = freshnessOf(table, { never: ["MUR-1"] });

  expect(look({ freshness, lens: "without_walls" }).modes[0]).not.toBe(SHOW);
});

test("what is selected keeps its pattern", () => {
  const freshness = freshnessOf(table, { to_verify: ["EFS-P-01"] });

  expect(look({ freshness, selected: [4] }).texels[19]).toBe(SHOW | OVERRIDE | SELECTED | (2 << 4));
});
