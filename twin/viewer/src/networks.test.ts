import { expect, test } from "vitest";

import { alone, isAlone, statesOf, toggled, type Chosen, type NetworkRow } from "./networks";

const row = (key: string, systems: string[] = []): NetworkRow => (
  { key, name: key, colour: "#123456", place: 0, features: 1, systems: systems.map((system) => row(`system:${system}`)) }
);
const ROWS = [row("family:water", ["cold", "hot"]), row("family:air", ["in"])];
const NONE: Chosen = { networks: [], dimmed: [] };

test("a tap on a family puts all its systems in colour and another puts them back", () => {
  const water = toggled(NONE, ROWS, "family:water", "colour");

  expect(water).toEqual({ networks: ["family:water"], dimmed: [] });
  expect([...statesOf(water, ROWS)]).toEqual([["system:cold", "colour"], ["system:hot", "colour"], ["family:water", "colour"], ["system:in", "plain"], ["family:air", "plain"]]);
  expect(toggled(water, ROWS, "family:water", "colour")).toEqual(NONE);
});

test("a system is taken out of its family, and the family is in part so", () => {
  const cold = toggled(toggled(NONE, ROWS, "family:water", "colour"), ROWS, "system:hot", "colour");

  expect(cold.networks).toEqual(["system:cold"]);
  expect(statesOf(cold, ROWS).get("family:water")).toBe("mixed");
  expect(toggled(cold, ROWS, "system:hot", "colour").networks).toEqual(["family:water"]);
});

test("several are in colour or dimmed at once, and what is dimmed is no longer in colour", () => {
  const both = toggled(toggled(NONE, ROWS, "family:water", "colour"), ROWS, "family:air", "dimmed");
  expect(both).toEqual({ networks: ["family:water"], dimmed: ["family:air"] });

  expect(toggled(both, ROWS, "system:cold", "dimmed")).toEqual({ networks: ["system:hot"], dimmed: ["system:cold", "family:air"] });
});

test("one alone puts the others back, a second time itself too", () => {
  const chosen = { networks: ["family:water"], dimmed: ["system:cold"] };
  const air = alone(chosen, ROWS, "family:air");

  expect([air.networks, isAlone(air, ROWS, "family:air"), isAlone(air, ROWS, "system:in")]).toEqual([["family:air"], true, true]);
  expect(alone(air, ROWS, "family:air").networks).toEqual([]);
  expect(isAlone({ networks: ["family:water", "family:air"], dimmed: [] }, ROWS, "family:air")).toBe(false);
});

test("keys of networks that are gone change nothing", () => {
  expect(toggled({ networks: ["system:gone"], dimmed: [] }, ROWS, "family:air", "colour").networks).toEqual(["family:air"]);
});
