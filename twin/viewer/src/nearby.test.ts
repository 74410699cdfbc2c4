import { describe, expect, it } from "vitest";

import { storeyOfReader } from "./nearby";

const storeys = [{ id: "1", name: "S1", elevation: -4 }, { id: "2", name: "N0", elevation: 0 }, { id: "3", name: "N1", elevation: 5 }];

function reader({ range = null, selected = [], eye, target }: { range?: [string, string] | null; selected?: number[]; eye: number[]; target: number[] }) {
  return {
    index: { storeys, origin: [0, 0, 10], table: { storeys, storey: Int32Array.of(0, 2, -1) } },
    view: { storeys: range, selected },
    stage: { eye: { pose: () => ({ eye, target }) } },
  } as never;
}

describe("the storey of who asks", () => {
  const far = { eye: [0, 90, 90], target: [0, -10, 0] }, near = { eye: [0, -7, 5], target: [0, -9, 0] };

  it("is the one that stands alone, before what is selected", () => {
    expect(storeyOfReader(reader({ range: ["3", "3"], selected: [0], ...near }))?.name).toBe("N1");
  });

  it("is that of what is selected", () => {
    expect(storeyOfReader(reader({ selected: [1], ...far }))?.name).toBe("N1");
    expect(storeyOfReader(reader({ selected: [2], ...far }))).toBeNull();
  });

  it("is the one looked at from near by, and none from afar", () => {
    expect(storeyOfReader(reader(near))?.name).toBe("N0");
    expect(storeyOfReader(reader(far))).toBeNull();
  });
});
