import { expect, test } from "vitest";

import { joinFeatures } from "./features";
import { listNetworks } from "./networks";
import { named, written, type Named } from "./runs";
import { FAMILIES, pumpRoom } from "./testing";

const table = joinFeatures([pumpRoom()]), rows = listNetworks(table, FAMILIES);

test("a network in colour is named on its pipes, the longest first, once they have come", () => {
  const lengths = [9, 9, 2, 5, 9];

  expect(named({ networks: ["family:water"], dimmed: [] }, rows, table, (feature) => lengths[feature])).toEqual(
    [{ key: "family:water", name: "Eau", place: 0, colour: "#1f8a3c", pieces: [3, 2] }],
  );
  expect(named({ networks: ["family:water"], dimmed: [] }, rows, table, () => 0)[0].pieces).toEqual([]);
  expect(named({ networks: [], dimmed: ["family:water"] }, rows, table, () => 1)).toEqual([]);
});

test("names keep off each other and out of what is covered", () => {
  const names: Named[] = ["a", "b", "c"].map((key, i) => ({ key, name: key, place: 0, colour: "", pieces: [i * 2, i * 2 + 1] }));
  const spots = [{ x: 10, y: 10 }, { x: 10, y: 90 }, { x: 20, y: 15 }, { x: 300, y: 10 }, null, null];

  expect(written(names, (feature) => spots[feature])).toEqual([{ key: "a", x: 10, y: 10 }, { key: "b", x: 300, y: 10 }]);
});
