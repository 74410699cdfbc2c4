import * as three from "three";
import { expect, test } from "vitest";

import { assemble } from "./chunkmesh";
import type { PlacedChunk, StationIndex } from "./loading";
import { PageKeeper } from "./pagekeeper";
import type { Stage } from "./stage/stage";

const AT_ORIGIN = Float64Array.of(1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1);
const mesh = () => assemble([{
  places: Float32Array.of(0, 0, 0, 1, 0, 0, 0, 1, 0), index: Uint32Array.of(0, 1, 2), matrices: [AT_ORIGIN], vertexFeatures: [0, 0, 0], instanceFeatures: null, colour: [1, 1, 1, 1],
}], 1, [0, 0, 0]);

/** Two chunks of one feature each, the first before the eye; there is memory for one. `drawn` is what the stage was given, `come` how often that was told. */
function twoPages() {
  const chunks = [0, 50].map((at, featureBase): PlacedChunk => (
    { url: String(at), bytes: 1, triangles: 25, storey: null, first_feature: 0, features: 1, box: [at, 0, 0, at + 1, 1, 1], shift: [0, 0, 0], featureBase }
  ));
  const net = { works: true }, told = { come: 0 }, drawn = new Map<number, "full" | "boxes">();
  const held = new Set<object>(), asked = (chunk: object) => (net.works || held.has(chunk) ? Promise.resolve() : Promise.reject(new Error("no network")));
  const source = {
    load: async (chunk: object) => { await asked(chunk); held.delete(chunk); return mesh(); },
    fetch: async (wanted: object[]) => { await Promise.all(wanted.map(asked)); wanted.forEach((chunk) => held.add(chunk)); },
    forget: (wanted: object[]) => wanted.forEach((chunk) => held.delete(chunk)),
  };
  const stage = {
    eye: { camera: new three.PerspectiveCamera(), pose: () => ({ eye: [0, 0, 5], target: [0, 0, 0] }) }, states: { modes: new Uint8Array(2) }, sees: () => true,
    setPage: (number: number, page: object) => drawn.set(number, "drawing" in page ? "full" : "boxes"),
  } as unknown as Stage;
  const keeper = new PageKeeper({ source, bytes: 2 } as unknown as StationIndex, chunks, 1000, stage, { come: () => { told.come++; }, progress: () => undefined, reduced: () => undefined });
  return { keeper, net, told, drawn };
}

test("what there is no memory for is there as boxes, and in full once it is asked for", async () => {
  const { keeper, drawn } = twoPages();

  await keeper.load();
  const before = [drawn.get(0), drawn.get(1)];
  await keeper.fetch([1]);

  expect([before, drawn.get(1)]).toEqual([["full", "boxes"], "full"]);
});

test("without network boxes stay and nobody is told that anything came, so that nothing is drawn and asked for without end", async () => {
  const { keeper, net, told, drawn } = twoPages();
  await keeper.load();
  const before = told.come;

  net.works = false;
  await keeper.fetch([1]);
  await keeper.look();

  expect([told.come, drawn.get(1)]).toEqual([before, "boxes"]);
  net.works = true;
  await keeper.look();
  expect(drawn.get(1)).toBe("full");
});

test("without network what is here in full stays, though something else is to be seen, which comes once there is one", async () => {
  const { keeper, net, drawn } = twoPages();
  await keeper.load();

  net.works = false;
  await keeper.fetch([1]);
  await keeper.look();
  const without = [drawn.get(0), drawn.get(1)];
  net.works = true;
  await keeper.look();

  expect([without, drawn.get(1)]).toEqual([["full", "boxes"], "full"]);
});

test("what is reached before its page has come is waited for, and comes in full", async () => {
  const { keeper, drawn } = twoPages();

  const loading = keeper.load();
  await keeper.fetch([1]);
  const then = drawn.get(1);
  await loading;

  expect([then, drawn.get(1)]).toEqual(["full", "full"]);
});

test("where the station comes no further nobody waits for a page that never comes", async () => {
  const { keeper, net, drawn } = twoPages();
  net.works = false;

  const loading = keeper.load().catch(() => "failed");
  await keeper.fetch([1]);

  expect([await loading, drawn.size]).toEqual(["failed", 0]);
});
