import { expect, test } from "vitest";

import { History } from "./history";
import type { Viewpoint } from "./viewpoint";

const START: Viewpoint = {
  eye: [1, 2, 3], target: [0, 0, 0], lens: "everything", storeys: null, networks: [], dimmed: [], rest: "pale", selection: null, wiped: null, more: {},
};
const look = (part: Partial<Viewpoint>): Viewpoint => ({ ...START, ...part });

test("each change of what is shown is a step, forth and back", () => {
  const history = new History();
  history.record(START, 0);
  history.record(look({ lens: "without_walls" }), 10);
  history.record(look({ lens: "without_walls", selection: "EFS-P-01" }), 20);

  expect(history.go(-1)?.selection).toBeNull();
  expect(history.go(-1)?.lens).toBe("everything");
  expect([history.go(-1), history.canUndo, history.canRedo]).toEqual([null, false, true]);
  expect([history.go(1)?.lens, history.go(1)?.selection, history.go(1)]).toEqual(["without_walls", "EFS-P-01", null]);
});

test("one long look around is one step, and a pause begins another", () => {
  const history = new History();
  history.record(START, 0);
  for (const [east, at] of [[2, 5000], [3, 6000], [4, 7200], [9, 20_000]]) history.record(look({ eye: [east, 2, 3] }), at);

  expect(history.go(-1)?.eye[0]).toBe(4);
  expect(history.go(-1)?.eye[0]).toBe(1);
  expect(history.go(-1)).toBeNull();
});

test("nothing new is no step, and a new step ends what could be done again", () => {
  const history = new History();
  history.record(START, 0);
  history.record(look({ eye: [1.00001, 2, 3] }), 10);
  expect(history.canUndo).toBe(false);
  history.record(look({ more: { cut: "z=1" } }), 20);
  history.go(-1);
  history.record(START, 30);
  expect(history.canRedo).toBe(true);

  history.record(look({ lens: "networks_only" }), 40);
  expect(history.canRedo).toBe(false);
  expect(history.go(-1)).toEqual(START);
});

test("what comes by itself belongs to the step it came of", () => {
  const history = new History();
  history.record(look({ selection: "A" }), 0);
  history.amend(look({ selection: "A", eye: [7, 7, 7] }));
  history.record(look({ lens: "networks_only" }), 10);

  expect(history.go(-1)?.eye).toEqual([7, 7, 7]);
  expect(history.canUndo).toBe(false);
});

test("only so many steps are kept", () => {
  const history = new History();
  for (let n = 0; n < 200; n++) history.record(look({ selection: `A-${n}` }), n);
  let back = 0;
  while (history.go(-1)) back++;

  expect(back).toBe(59);
});
