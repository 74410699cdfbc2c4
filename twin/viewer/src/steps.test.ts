import { expect, test } from "vitest";

import { Steps } from "./steps";
import type { Viewpoint } from "./viewpoint";

const START: Viewpoint = {
  eye: [1, 2, 3], target: [0, 0, 0], lens: "everything", storeys: null, networks: [], dimmed: [], rest: "pale", selection: null, wiped: null, more: {},
};

/** A twin of one state; what comes back takes until `arrive` is called, and what is asked for meanwhile calls it off. */
function walk() {
  let seen = START, turn = 0;
  const arrivals: (() => void)[] = [], shown: (string | null)[] = [];
  const steps: Steps = new Steps(() => seen, async (view) => {
    const mine = ++turn;
    seen = view;
    await new Promise<void>((resolve) => arrivals.push(resolve));
    shown.push(view.selection);
    return mine === turn;
  }, () => undefined);
  const become = (part: Partial<Viewpoint>) => { seen = { ...seen, ...part }; };
  const act = (part: Partial<Viewpoint>) => { turn++; become(part); steps.noted(); };
  const arrive = async () => { await settled(); arrivals.shift()?.(); await settled(); };
  steps.noted();
  return { steps, act, become, arrive, shown, seen: () => seen };
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

test("what is changed while a step comes back is a step of its own, and leaves the one it came in as it was", async () => {
  const { steps, act, arrive, seen } = walk();
  act({ selection: "A" });
  act({ selection: "B" });

  const back = steps.retrace(-1);
  await settled();
  act({ lens: "networks_only" });
  await arrive();
  await back;
  const mixed = [seen().selection, seen().lens];
  const again = steps.retrace(-1);
  await arrive();
  await again;

  expect(mixed).toEqual(["A", "networks_only"]);
  expect([seen().selection, seen().lens]).toEqual(["A", "everything"]);
});

test("two steps back in a hurry lead two steps back, and each stays what it was", async () => {
  const { steps, act, arrive, seen } = walk();
  act({ selection: "A" });
  act({ selection: "B" });

  const both = [steps.retrace(-1), steps.retrace(-1)];
  await arrive();
  await arrive();
  await Promise.all(both);
  const back = seen().selection;
  const forth = steps.retrace(1);
  await arrive();
  await forth;

  expect([back, seen().selection]).toEqual([null, "A"]);
});

test("a step back while a verb is under way leads to what was before the verb", async () => {
  const { steps, act, become, arrive, seen } = walk();
  act({ selection: "A" });
  let land: () => void = () => undefined;
  const flight = steps.asOne(async () => {
    become({ selection: "B" });
    await new Promise<void>((resolve) => { land = resolve; });
  });

  const back = steps.retrace(-1);
  await arrive();
  land();
  await Promise.all([flight, back]);

  expect([seen().selection, steps.open]).toEqual(["A", { back: true, forth: true }]);
});
