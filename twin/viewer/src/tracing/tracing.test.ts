import { describe, expect, it } from "vitest";

import { addressOf, ASKED, DEVICE, ABOUT, litBy, PATH, readAsked, saysState, UNLIT, worthSeeing, written, type TraceAnswer } from "./answer";
import { apart } from "./apart";
import { arrowsAlong, endsOf, type Extent } from "./arrows";

const ANSWER: TraceAnswer = {
  code: "PIPE", ask: "close", medium: "", page: "/", nothing: "", sure: true, verdict: [], path: ["MAIN", "V-1", "PIPE"],
  about: ["TAP", "V-1"], devices: [{ number: 1, code: "V-1", words: "Close V-1" }], rooms: [],
};
const TABLE = { count: 6, byCode: new Map([["MAIN", [0]], ["V-1", [1]], ["PIPE", [2, 3]], ["TAP", [4]], ["WALL", [5]]]) };

describe("a word about a device", () => {
  const sent = (verb: string, path: string, successful: boolean) => saysState({ requestConfig: { verb, path }, successful });

  it("changes the answer when it was sent and taken, and nothing else does", () => {
    const path = "/stations/VDO/declare/state/EFS-V-112/";
    expect([sent("post", path, true), sent("post", path, false), sent("get", path, true), sent("post", "/stations/VDO/declare/verify/EFS-V-112/", true), saysState({})])
      .toEqual([true, false, false, false, false]);
  });
});

describe("what an answer lights", () => {
  it("lights a device as one to operate though it lies on the way and loses supply, and leaves the rest", () => {
    expect([...litBy(TABLE, ANSWER)]).toEqual([PATH, DEVICE, ASKED, ASKED, ABOUT, UNLIT]);
  });

  it("brings what is asked, operated and lost into the picture, but for the way there only when that was asked", () => {
    expect(worthSeeing(TABLE, ANSWER)).toEqual([2, 3, 1, 4, 1]);
    expect(worthSeeing(TABLE, { ...ANSWER, ask: "fed", devices: [] })).toEqual([2, 3, 0, 1, 2, 3]);
  });

  it("comes back from a link as it was written, whatever the code", () => {
    for (const asked of [{ ask: "close", code: "A~B%", medium: "water" }, { ask: "fed", code: "EFS V/12", medium: "" }] as const) {
      expect(readAsked(written(asked))).toEqual(asked);
    }
    expect([null, "", "close", "why~A"].map(readAsked)).toEqual([null, null, null, null]);
    expect(addressOf("/t.json?code=__CODE__&ask=__ASK__", { ask: "fed", code: "A&B", medium: "water" })).toBe("/t.json?code=A%26B&ask=fed&medium=water");
  });
});

/** A length along x from one to the other. */
const length = (from: number, to: number): Extent => ({ min: [Math.min(from, to), 0, 0], max: [Math.max(from, to), 0.1, 0.1] });

describe("arrows", () => {
  it("lie in the middle of a length and point to where the path goes", () => {
    const [first, second, ...none] = arrowsAlong([[length(4, 6)], [length(2, 4)]]);
    expect(none).toEqual([]);
    expect([first.at[0], first.along[0], second.at[0], second.along[0]]).toEqual([5, -1, 3, -1]);
  });

  it("follow the pieces of one code in the order in which they hang together", () => {
    const back: Extent = { min: [3.9, 0, 0], max: [4, 0.1, 5] };  // turns off at the end of the first
    const arrows = arrowsAlong([[length(0, 1)], [back, length(1, 4)], [{ min: [4, 0, 5], max: [6, 0.1, 5.1] }]]);
    expect(arrows.map(({ along }) => along.map(Math.round))).toEqual([[1, 0, 0], [1, 0, 0], [0, 0, 1], [0, 0, 1], [1, 0, 0]]);
  });

  it("stand along a long length, and not on a piece too short to bear one", () => {
    expect(arrowsAlong([[length(0, 10)], [length(10, 10.2)]]).map(({ at }) => at[0])).toEqual([1.25, 3.75, 6.25, 8.75]);
    expect(arrowsAlong([[length(0, 1)]])).toEqual([]);
    expect(endsOf(length(0, 1)).map(([x]) => x)).toEqual([0, 1]);
  });
});

describe("numbers", () => {
  it("stand side by side where they would lie on each other, and stay where they are otherwise", () => {
    const spots = [{ x: 10, y: 10 }, { x: 20, y: 15 }, null, { x: 12, y: 12 }, { x: 10, y: 90 }];
    expect(apart(spots, 40)).toEqual([{ x: 10, y: 10 }, { x: 60, y: 15 }, null, { x: 132, y: 12 }, { x: 10, y: 90 }]);
  });
});
