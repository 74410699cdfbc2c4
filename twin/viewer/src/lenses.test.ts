import { expect, test } from "vitest";

import { joinFeatures } from "./features";
import { GHOST, HATCH, HIDE, LANDMARK, lookThrough, packFlags, parseColour, SHOW, type Looking } from "./lenses";
import { hatchOf } from "./patterns";
import { opening } from "./reaching";
import { BEHAVIOURS, FAMILIES, pumpRoom } from "./testing";
import { DEVICE, PATH } from "./tracing/answer";

const table = joinFeatures([pumpRoom()]);
const PLAIN: Looking = { lens: "everything", storeys: null, networks: [], dimmed: [], rest: "pale", selected: [], opening: null, freshness: null };
const WALL = 0, SLAB = 1, PIPE = 2, PUMP = 4;

function look(part: Partial<Looking>) {
  const states = { modes: new Uint8Array(table.count), texels: new Uint8Array(table.count * 4) };
  lookThrough(table, { ...PLAIN, ...part }, BEHAVIOURS, FAMILIES, states);
  return states;
}

test("with everything shown no feature is ghosted, hidden or recoloured", () => {
  const { modes, texels } = look({});

  expect([...modes]).toEqual([SHOW, SHOW, SHOW, SHOW, SHOW]);
  expect([...texels]).toEqual(new Array(20).fill(0));
});

test("without walls the wall is gone, the slab a ghost and the pump is there", () => {
  expect([...look({ lens: "without_walls" }).modes]).toEqual([HIDE, GHOST, SHOW, SHOW, SHOW]);
});

test("once walls are wiped pipes take the colour of their network", () => {
  const { texels } = look({ lens: "without_walls" });

  expect([...texels.subarray(PIPE * 4, PIPE * 4 + 4)]).toEqual([0x1f, 0x8a, 0x3c, packFlags(SHOW, true, false)]);
  expect([...texels.subarray(PUMP * 4, PUMP * 4 + 4)]).toEqual([0, 0, 0, packFlags(SHOW, false, false)]);
});

test("one storey hides the others, whatever the lens", () => {
  expect([...look({ storeys: ["s", "s"] }).modes]).toEqual([SHOW, HIDE, SHOW, SHOW, SHOW]);
});

test("a network in colour dims the rest and leaves hidden what is hidden", () => {
  const { modes, texels } = look({ networks: ["family:water"] });

  expect([...modes]).toEqual([GHOST, GHOST, SHOW, SHOW, SHOW]);
  expect(texels[PUMP * 4 + 1]).toBe(0x8a);
  expect(look({ networks: ["system:cold"], lens: "without_walls" }).modes[WALL]).toBe(HIDE);
});

test("what is not in colour stays as it is, or goes altogether", () => {
  expect([...look({ networks: ["family:water"], rest: "shown" }).modes]).toEqual([SHOW, SHOW, SHOW, SHOW, SHOW]);
  expect([...look({ networks: ["family:water"], rest: "hidden" }).modes]).toEqual([HIDE, HIDE, SHOW, SHOW, SHOW]);
});

test("a dimmed network is a ghost without colour; a system's own word is stronger than its family's", () => {
  const { modes, texels } = look({ dimmed: ["family:water"], lens: "without_walls" });

  expect([...modes]).toEqual([HIDE, GHOST, GHOST, GHOST, GHOST]);
  expect([...texels.subarray(PIPE * 4, PIPE * 4 + 4)]).toEqual([0, 0, 0, GHOST]);
  expect(look({ dimmed: ["family:water"], networks: ["system:cold"] }).modes[PIPE]).toBe(SHOW);
});

test("what belongs to a dimmed network and to another is not dimmed", () => {
  const room = pumpRoom();
  const two = joinFeatures([{ ...room, systems: [...room.systems, { id: "power", name: "", family: "electricity", family_name: "", colour: "" }], systems_of: [[], [], [0], [0], [0, 1]] }]);
  const states = { modes: new Uint8Array(two.count), texels: new Uint8Array(two.count * 4) };
  lookThrough(two, { ...PLAIN, dimmed: ["family:water"] }, BEHAVIOURS, FAMILIES, states);

  expect([states.modes[PIPE], states.modes[PUMP]]).toEqual([GHOST, SHOW]);
});

test("the pattern of a family lies on its pipes wherever its colour does", () => {
  const families = [{ key: "air", name: "Air", colour: "#48c" }, ...FAMILIES];
  const states = { modes: new Uint8Array(table.count), texels: new Uint8Array(table.count * 4) };
  lookThrough(table, { ...PLAIN, networks: ["family:water"] }, BEHAVIOURS, families, states);

  expect((states.texels[PUMP * 4 + 3] & HATCH) >> 4).toBe(hatchOf(1));
  expect(states.texels[WALL * 4 + 3] & HATCH).toBe(0);
});

test("a network this station does not have dims nothing", () => {
  expect([...look({ networks: ["family:gas"] }).modes]).toEqual([SHOW, SHOW, SHOW, SHOW, SHOW]);
});

test("what is selected is shown though the lens hides its layer", () => {
  const { modes, texels } = look({ lens: "networks_only", selected: [SLAB] });

  expect(modes[SLAB]).toBe(SHOW);
  expect(texels[SLAB * 4 + 3]).toBe(packFlags(SHOW, false, true));
});

test("what hides a thing is a ghost, the thing is shown whatever the lens, and nothing else changes", () => {
  const open = { ...opening([PUMP]), cleared: [WALL, PIPE] };

  expect([...look({ opening: open }).modes]).toEqual([GHOST, SHOW, GHOST, SHOW, SHOW]);
  expect([...look({ opening: { ...open, features: [SLAB] }, lens: "networks_only" }).modes]).toEqual([HIDE, SHOW, GHOST, SHOW, SHOW]);
});

test("a door that is in the way stays as a landmark", () => {
  const rooms = pumpRoom(), doors = joinFeatures([{ ...rooms, layers: ["door", ...rooms.layers.slice(1)] }]);
  const states = { modes: new Uint8Array(doors.count), texels: new Uint8Array(doors.count * 4) };
  const shown = { ...BEHAVIOURS, everything: { ...BEHAVIOURS.everything, door: "show" as const } };

  lookThrough(doors, { ...PLAIN, opening: { ...opening([PUMP]), cleared: [WALL, PIPE] } }, shown, FAMILIES, states);

  expect([states.texels[WALL * 4 + 3], states.texels[PIPE * 4 + 3]]).toEqual([GHOST | LANDMARK, GHOST]);
});

test("colours are read in both lengths and nonsense is no colour", () => {
  expect([parseColour("#2a7"), parseColour("#22AA77"), parseColour("green"), parseColour(null)]).toEqual([0x22aa77, 0x22aa77, -1, -1]);
});

test("a lens change reaches every one of 100,000 features", () => {
  const count = 100_000;
  const column = (values: number[]) => Array.from({ length: count }, (_, i) => values[i % values.length]);
  const room = pumpRoom();
  const big = joinFeatures([{
    ...room, code: column([0]).map((_, i) => `C-${i}`), name: column([0]).map(() => ""), kind: column([0, 1, 2, 3]),
    layer: column([0, 1, 2, 3]), storey: column([0, 1]), room: column([-1]), systems_of: column([0]).map((_, i) => (i % 2 ? [0] : [])),
  }]);
  const states = { modes: new Uint8Array(count), texels: new Uint8Array(count * 4) };
  lookThrough(big, { ...PLAIN, lens: "without_walls" }, BEHAVIOURS, FAMILIES, states);

  const counted = (mode: number) => states.modes.filter((each) => each === mode).length;
  expect([counted(HIDE), counted(GHOST), counted(SHOW)]).toEqual([count / 4, count / 4, count / 2]);
});

test("an answer of the network is seen under any lens, and all else is a ghost at most", () => {
  const trace = new Uint8Array(table.count);
  trace[PIPE] = PATH;
  trace[PUMP] = DEVICE;
  const { modes, texels } = look({ lens: "everything", trace });

  expect([modes[WALL], modes[SLAB], modes[PIPE], modes[PUMP]]).toEqual([GHOST, GHOST, SHOW, SHOW]);
  expect([...texels.subarray(PIPE * 4, PIPE * 4 + 3)]).toEqual([0x1f, 0x8a, 0x3c]);  // of its own network
  expect(look({ lens: "without_walls", trace }).modes[WALL]).toBe(HIDE);
});

test("a device to operate is seen even where it stands before what was reached", () => {
  const trace = new Uint8Array(table.count);
  trace[PUMP] = DEVICE;
  const open = { ...opening([PIPE]), cleared: [WALL, PUMP] };

  expect([look({ opening: open, trace }).modes[PUMP], look({ opening: open }).modes[PUMP]]).toEqual([SHOW, GHOST]);
});
