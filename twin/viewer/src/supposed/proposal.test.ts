import { describe, expect, it } from "vitest";

import { groupsOf } from "./groups";
import { askedOf, isSameRule, readKept, written } from "./kept";
import { boxAround, countStates, isOnePlace, type Proposal, type State } from "./proposal";

const proposal = (id: number, x = 0, state: State = "proposed"): Proposal =>
  ({ id, state, codes: ["P1", "P2"], from: [x, 0, 0], to: [x + 0.01, 0, 0], words: `${id}`, page: `/${id}/` });

describe("what the address keeps", () => {
  it("is the filter of the list and the one that is looked at, and comes back as it was", () => {
    for (const text of ["proposed", "proposed~D~DOMESTICCOLDWATER~5", "confirmed~~~~42", "proposed~~a%7Eb%25"]) expect(written(readKept(text)!)).toBe(text);
  });

  it("asks the server the same as the list does", () => {
    expect(askedOf(readKept("proposed~D~~5~42")!)).toBe("state=proposed&class=D&within=5&one=42");
  });

  it("is nothing where nothing is kept, and no number is nobody", () => {
    expect([readKept(null), readKept(""), readKept("proposed~~~~abc")!.one]).toEqual([null, null, null]);
  });

  it("is the same list whichever one of it is looked at", () => {
    expect([isSameRule(readKept("proposed~D"), readKept("proposed~D~~~3")), isSameRule(readKept("proposed~D"), readKept("proposed")), isSameRule(readKept("proposed"), null)])
      .toEqual([true, false, false]);
  });
});

describe("marks that would lie on each other", () => {
  it("are one with their number, apart by what was decided, and the one looked at stands alone on top", () => {
    const spotted = [proposal(1), proposal(2), proposal(3, 0, "confirmed"), proposal(4), proposal(5)].map((each, i) => ({ proposal: each, x: i === 4 ? 300 : i, y: 0 }));

    expect(groupsOf(spotted, 2).map(({ proposals }) => proposals.map(({ id }) => id))).toEqual([[1, 4], [3], [5], [2]]);
  });
});

describe("what is shown", () => {
  it("is counted by what was decided, in one order, without what there is none of", () => {
    expect(countStates([proposal(1), proposal(2, 0, "refused"), proposal(3)])).toEqual([["proposed", 2], ["refused", 1]]);
  });

  it("parts when one comes nearer, unless it is all in one place", () => {
    expect([isOnePlace([proposal(1), proposal(2, 0.1)]), isOnePlace([proposal(1), proposal(2, 3)])]).toEqual([true, false]);
  });

  it("has a box around all its ends", () => {
    expect(boxAround([proposal(1), proposal(2, 3)], 1)).toEqual({ min: [-1, -1, -1], max: [4.01, 1, 1] });
  });
});
