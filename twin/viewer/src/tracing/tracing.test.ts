import { describe, expect, it } from "vitest";

import type { Vec3 } from "../config";
import { addressOf, ASKED, cardedBeside, DEVICE, ABOUT, isDrawn, litBy, PATH, readAsked, saysState, UNLIT, worthSeeing, written, type TraceAnswer } from "./answer";
import { apart, lineTo } from "./apart";
import { arrowsAlong } from "./arrows";
import { bendsOf } from "./bends";
import { endsOf, legsThrough, linesOf, type Extent } from "./course";
import { isPlaced } from "./marks";

const DEVICE_1 = { number: 1, code: "V-1", words: "Close V-1", room: "S1-01", where: "S1-01 · 1,20 m" };
const CARD = { label: "M-001", code: "TAP", words: "Close TAP", room: "S1-02", where: "S1-02" };
const ANSWER: TraceAnswer = {
  code: "PIPE", ask: "close", medium: "", page: "/", nothing: "", sure: true, verdict: [], path: ["MAIN", "V-1", "PIPE"], course: [],
  about: ["TAP", "V-1"], devices: [DEVICE_1], left: [], cards: [], rooms: [],
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

  it("shows a device that is left as it is among the way, and lights none of the rest for it", () => {
    const left = [{ why: "barred" as const, code: "TAP", words: "TAP, said stuck", room: "", where: "" }];
    expect([...litBy(TABLE, { ...ANSWER, about: [], left })]).toEqual([PATH, DEVICE, ASKED, ASKED, PATH, UNLIT]);
  });

  it("brings what is asked and operated into the picture, what is lost where nothing is operated, the way there when that was asked", () => {
    expect(worthSeeing(TABLE, ANSWER)).toEqual([2, 3, 1]);
    expect(worthSeeing(TABLE, { ...ANSWER, ask: "stops", devices: [] })).toEqual([2, 3, 4, 1]);
    expect(worthSeeing(TABLE, { ...ANSWER, ask: "fed", devices: [] })).toEqual([2, 3, 0, 1, 2, 3]);
  });

  it("is drawn by its cards alone where the models say nothing, and a device that has a number needs no card", () => {
    const carded = { ...ANSWER, nothing: "no connection", devices: [], path: [], cards: [CARD] };
    expect([isDrawn(ANSWER), isDrawn(carded), isDrawn({ ...carded, cards: [] })]).toEqual([true, true, false]);
    expect([...litBy(TABLE, carded)]).toEqual([UNLIT, ABOUT, ASKED, ASKED, DEVICE, UNLIT]);
    expect(cardedBeside({ devices: [DEVICE_1], cards: [CARD, { ...CARD, code: "V-1" }, { ...CARD, code: "" }] }).map(({ code }) => code)).toEqual(["TAP", ""]);
  });

  it("has a place for what is drawn, and for what is in a room whose floor is known", () => {
    const rooms = [{ id: "1", code: "S1-01", name: "01", storey: null, outline: [[[0, 0], [4, 0], [4, 2]]] as [number, number][][], floor: 0 }, { id: "2", code: "S1-02", name: "02", storey: null }];
    const placed = (code: string, room: string) => isPlaced({ ...TABLE, rooms }, { code, room });
    expect([placed("V-1", ""), placed("", "S1-01"), placed("", "S1-02"), placed("ELSEWHERE", "S1-99")]).toEqual([true, true, false, false]);
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
const rounded = (points: readonly Vec3[]) => points.map((point) => point.map((side) => Math.round(side * 100) / 100 + 0));

describe("the line of a path", () => {
  it("goes on from leg to leg, and begins anew where nobody says where two pieces meet", () => {
    const legs = [[0, 1], [1, 2], [5, 6]].map(([from, to]) => ({ code: "", from: [from, 0, 0] as Vec3, to: [to, 0, 0] as Vec3 }));
    expect(linesOf(legs)).toEqual([[[0, 0, 0], [1, 0, 0], [2, 0, 0]], [[5, 0, 0], [6, 0, 0]]]);
    expect(linesOf(legs.slice(0, 1), ({ from, to }) => [from, [0, 9, 0], to])).toEqual([[[0, 0, 0], [0, 9, 0], [1, 0, 0]]]);
  });

  it("without ports passes where neighbours meet, whatever way their boxes lie", () => {
    const slanting: Extent = { min: [4, 0, 0], max: [7, 3, 0.1] };
    const legs = legsThrough([{ code: "A", boxes: [length(0, 4)] }, { code: "B", boxes: [slanting] }, { code: "C", boxes: [{ min: [7, 3, 0], max: [9, 3.1, 0.1] }] }]);
    expect(legs.map(({ code }) => code)).toEqual(["A", "B", "C"]);
    expect(rounded([legs[0].from, legs[1].from, legs[1].to, legs[2].to])).toEqual([[0, 0.05, 0.05], [4, 0.05, 0.05], [7, 3, 0.05], [9, 3.05, 0.05]]);
  });

  it("follows the pieces of one code in the order in which they hang together", () => {
    const turned: Extent = { min: [3.9, 0, 0], max: [4, 0.1, 5] };
    const legs = legsThrough([{ code: "A", boxes: [length(0, 1)] }, { code: "B", boxes: [turned, length(1, 4)] }, { code: "C", boxes: [{ min: [4, 0, 5], max: [6, 0.1, 5.1] }] }]);
    expect(legs.map(({ code }) => code)).toEqual(["A", "B", "B", "C"]);
    expect(rounded(legs.map(({ to }) => to)).map(([x, , z]) => [x, z])).toEqual([[1, 0.05], [3.95, 0.05], [4, 5], [6, 5.05]]);
  });

  it("has no arrow to point with where one piece alone is drawn", () => {
    expect(legsThrough([{ code: "A", boxes: [length(0, 1)] }, { code: "B", boxes: [] }])).toEqual([]);
    expect(endsOf(length(0, 1)).map(([x]) => x)).toEqual([0, 1]);
  });

  it("goes round the corner with a cable that does, and straight through what is straight", () => {
    const plate = (...[a, b, c, d]: Vec3[]) => [a, b, c, a, c, d].flat();
    const one = plate([0, 0, 0], [10, 0, 0], [10, 0, 0.02], [0, 0, 0.02]), turn = plate([10, 0, 0], [10, 8, 0], [10, 8, 0.02], [10, 0, 0.02]);
    expect(rounded(bendsOf(new Float32Array([...one, ...turn]), [0, 0, 0], [10, 8, 0])!)).toEqual([[0, 0, 0], [10, 0, 0], [10, 8, 0]]);
    expect(bendsOf(new Float32Array(one), [0, 0, 0], [10, 0, 0])).toBeNull();
    expect(bendsOf(new Float32Array([...one, ...turn.map((side) => side + 1)]), [0, 0, 0], [11, 9, 1])).toBeNull();
  });
});

describe("arrows", () => {
  it("lie in the middle of a stretch and point along it, slanting or not", () => {
    const [first, second, ...none] = arrowsAlong([[[6, 0, 0], [4, 0, 0], [2, 2, 0]]]);
    expect(none).toEqual([]);
    expect(rounded([first.at, first.along, second.at, second.along])).toEqual([[5, 0, 0], [-1, 0, 0], [3, 1, 0], [-0.71, 0.71, 0]]);
  });

  it("stand along a long stretch, not on one too short to bear one, and not on top of each other", () => {
    const at = (...xs: number[]) => arrowsAlong([xs.map((x) => [x, 0, 0])]).map((arrow) => arrow.at[0]);
    expect(at(0, 10, 10.2)).toEqual([1.25, 3.75, 6.25, 8.75]);
    expect(at(0, 0.4, 0.8, 1.2, 1.6).map((x) => Math.round(x * 10) / 10)).toEqual([0.2]);
  });
});

describe("marks", () => {
  it("stand side by side where they would lie on each other, and stay where they are otherwise", () => {
    const spots = [{ x: 110, y: 110 }, { x: 120, y: 115 }, null, { x: 112, y: 112 }, { x: 110, y: 190 }];
    expect(apart(spots, [40, 40, 40, 80, 40], 40)).toEqual([{ x: 110, y: 110 }, { x: 150, y: 115 }, null, { x: 112, y: 70 }, { x: 110, y: 190 }]);
  });

  it("stand beside the tag of what is selected, not off the picture, and a line leads to what they point to", () => {
    const tag = { left: 100, top: 100, right: 200, bottom: 130 };
    const [first, second] = apart([{ x: 110, y: 120 }, { x: 120, y: 128 }], [40, 40], 40, [tag]);
    expect([first, second]).toEqual([{ x: 110, y: 100 }, { x: 150, y: 100 }]);
    expect(apart([{ x: 10, y: 20 }, { x: 12, y: 20 }], [40, 40], 40)[1]!.x).toBeGreaterThan(0);
    expect(lineTo({ x: 110, y: 100 }, { x: 110, y: 120 })).toEqual({ long: 20, turned: Math.PI / 2 });
    expect(lineTo({ x: 110, y: 100 }, { x: 112, y: 101 })).toBeNull();
  });
});
