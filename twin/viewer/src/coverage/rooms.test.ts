import { describe, expect, it } from "vitest";

import { disciplinesLookedAt, gapOf, gapsIn, missingIn, surveyedRooms, type CoverageAnswer, type SurveyRoom, type SurveyState } from "./rooms";

const room = (code: string, storey: string | null, ...states: SurveyState[]): SurveyRoom => ({ code, name: code, storey, floor: 0, rings: [], states });
const ANSWER: CoverageAnswer = {
  disciplines: [
    { key: "PLB", name: "plumbing", families: ["water", "drainage"], looked_at: true },
    { key: "CFO", name: "electricity", families: ["electricity"], looked_at: true },
    { key: "CFA", name: "telephone", families: ["data"], looked_at: false },
  ],
  rooms: [room("A", "1", "surveyed", "not", "not"), room("B", "1", "not", "not", "not"), room("C", "2", "surveyed", "surveyed", "not"), room("D", null, "partly", "supposed", "not")],
};
const looking = (lens: "everything" | "networks_only", ...networks: string[]) => ({ lens, networks, familyOf: (system: string) => ({ "7": "drainage" })[system] });
const codes = (rooms: SurveyRoom[]) => rooms.map(({ code }) => code);

describe("what is hatched", () => {
  it("is nothing while no network is looked at", () => {
    expect(disciplinesLookedAt(ANSWER, looking("everything"))).toBeNull();
  });

  it("is asked of the discipline that draws the chosen family, or the family of the chosen system", () => {
    expect(disciplinesLookedAt(ANSWER, looking("everything", "family:electricity"))).toEqual([1]);
    expect(disciplinesLookedAt(ANSWER, looking("everything", "system:7"))).toEqual([0]);
    expect(disciplinesLookedAt(ANSWER, looking("everything", "system:7", "family:data"))).toEqual([0, 2]);
  });

  it("is asked of all disciplines somebody looked at when only networks are shown, or when the family is nobody's", () => {
    expect(disciplinesLookedAt(ANSWER, looking("networks_only"))).toEqual([0, 1]);
    expect(disciplinesLookedAt(ANSWER, looking("everything", "family:rail"))).toEqual([0, 1]);
  });

  it("is asked of every discipline in a station that nobody looked at", () => {
    const silent = { ...ANSWER, disciplines: ANSWER.disciplines.map((each) => ({ ...each, looked_at: false })) };
    expect(disciplinesLookedAt(silent, looking("networks_only"))).toEqual([0, 1, 2]);
  });

  it("tells rooms of which nothing is known from those of which something is", () => {
    expect(ANSWER.rooms.map((each) => gapOf(each, [0, 1]))).toEqual(["some", "none", null, "some"]);
    expect(ANSWER.rooms.map((each) => gapOf(each, [0]))).toEqual([null, "none", null, "some"]);
  });

  it("leaves out the storeys that are put away", () => {
    const { none, some } = gapsIn(ANSWER, [0, 1], (storey) => storey === "1");
    expect([codes(none), codes(some)]).toEqual([["B"], ["A"]]);
  });
});

it("counts rooms surveyed whole, and names what is missing", () => {
  expect([0, 1, 2].map((place) => surveyedRooms(ANSWER, place))).toEqual([2, 1, 0]);
  expect(missingIn(ANSWER, ANSWER.rooms[0])).toEqual(["electricity", "telephone"]);
});
