import { expect, test } from "vitest";

import { Keeping } from "./keeping";

function tool(said: string | null) {
  const taken: (string | null)[] = [];
  return { taken, said: () => said, take: (text: string | null) => { taken.push(text); said = text; } };
}

test("what tools say is kept by key, and those that are off say nothing", () => {
  const keeping = new Keeping();
  keeping.add("cut", tool("z=1"));
  keeping.add("view", tool(null));

  expect(keeping.said()).toEqual({ cut: "z=1" });
});

test("restoring reaches the tools that are otherwise, turns off the unsaid, and waits for those to come", async () => {
  const keeping = new Keeping(), cut = tool("z=1"), walk = tool("walk"), late = tool(null);
  keeping.add("cut", cut);
  keeping.add("view", walk);

  await keeping.restore({ view: "walk", data: "age" }, true);
  keeping.add("data", late);

  expect([cut.taken, walk.taken, late.taken]).toEqual([[null], [], ["age"]]);
});

test("what a tool that is still on its way is to restore stays in the address", async () => {
  const keeping = new Keeping();

  await keeping.restore({ cut: "z=1", memory: "200" }, true);
  const before = keeping.said();
  keeping.add("cut", tool(null));
  const after = keeping.said();
  await keeping.restore({}, true);

  expect([before, after, keeping.said()]).toEqual([{ cut: "z=1" }, { cut: "z=1" }, {}]);
});

test("one that knows where the eye belongs leads it there when no eye is said, and only then", async () => {
  const led: boolean[] = [], keeping = new Keeping();
  keeping.add("trace", { said: () => null, leads: true, take: (_said, leads) => led.push(leads) });
  keeping.add("data", { said: () => null, take: (_said, leads) => led.push(leads) });

  await keeping.restore({ trace: "close~A", data: "age" }, false);
  await keeping.restore({ trace: "close~A" }, true);

  expect(led).toEqual([true, false, false]);
  expect([keeping.leads({ trace: "x" }), keeping.leads({ data: "age" })]).toEqual([true, false]);
});

test("one whose script comes after the station leads the eye all the same, where no eye was said", async () => {
  const led: boolean[] = [], keeping = new Keeping();
  keeping.expect("proposals");

  await keeping.restore({ proposals: "proposed" }, false);
  const before = keeping.said();
  keeping.add("proposals", { said: () => null, leads: true, take: (_said, leads) => led.push(leads) });

  expect([before, led]).toEqual([{ proposals: "proposed" }, [true]]);
});

test("what is to be read is what the first that is on says", () => {
  const keeping = new Keeping();
  keeping.add("trace", { ...tool(null), reading: null });
  keeping.add("proposals", { ...tool("proposed"), reading: "/connections/1/" });

  expect(keeping.reading).toBe("/connections/1/");
});
