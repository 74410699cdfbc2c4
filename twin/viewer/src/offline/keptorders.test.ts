import { expect, test } from "vitest";

import { choiceIn, chosen, hashOf } from "./keptorders";

const ORDERS = [
  { states: ["APPROVED", "late"], text: "Pompe de relevage · EU-P-01 · Relèvement" },
  { states: ["IN_PROGRESS"], text: "Fuite · WC hall" },
  { states: ["DONE"], text: "Pompe chauffage" },
];

test("a chip leaves the orders of its state, and what is late is also to be done", () => {
  const states = ["", "late", "APPROVED", "WAITING"];

  expect(states.map((state) => chosen(ORDERS, { state, search: "" }))).toEqual([
    [true, true, true], [true, false, false], [true, false, false], [false, false, false],
  ]);
});

test("a search finds all its words without accents, case and separators, within the chip's orders", () => {
  expect(chosen(ORDERS, { state: "", search: "POMPE" })).toEqual([true, false, true]);
  expect(chosen(ORDERS, { state: "", search: "relevement eu p01" })).toEqual([true, false, false]);
  expect(chosen(ORDERS, { state: "DONE", search: "pompe" })).toEqual([false, false, true]);
});

test("what was chosen goes along to the page where all orders are", () => {
  const choice = { state: "late", search: "wc hall" };

  expect(choiceIn(hashOf(choice))).toEqual(choice);
  expect([choiceIn(""), choiceIn("#eye=1,2,3")]).toEqual([null, null]);
});
