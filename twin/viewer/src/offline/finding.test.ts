import { expect, test } from "vitest";

import type { FeatureColumns } from "../config";
import { hits, search, shortSheet, things } from "./finding";
import { age, clock, sayIn } from "./words";

const SCENE = {
  storeys: [{ id: "1", name: "Sous-sol", elevation: -4 }], rooms: [{ id: "2", name: "Local relevage", storey: "1" }],
  layers: ["mep"], kinds: ["Vanne", "Pompe"], systems: [{ id: "3", name: "Eaux usées", family: "EU", family_name: "", colour: "" }],
  code: ["EU-V-01", "EU-P-01", "EU-P-01", "", "EU-P-02"],
  name: ["Vanne de la pompe de relevage 1", "Pompe de relevage 1", "Pompe de relevage 1", "", "Pompe défaillante"],
  kind: [0, 1, 1, -1, 1], layer: [0, 0, 0, 0, 0], storey: [0, 0, 0, 0, -1], room: [0, 0, 0, -1, -1], systems_of: [[0], [0], [0], [], []],
} as FeatureColumns;
const all = things([SCENE]);
const codes = (question: string) => search(all, question).map(({ code }) => code);

test("everything that bears a code is there once", () => {
  expect(all.map(({ code, room, networks }) => [code, room, networks])).toEqual([
    ["EU-V-01", "Local relevage", ["Eaux usées"]], ["EU-P-01", "Local relevage", ["Eaux usées"]], ["EU-P-02", "", []],
  ]);
});

test("what is called so comes before what belongs to it; separators, case and accents do not matter", () => {
  expect(codes("pompe relevage")).toEqual(["EU-P-01", "EU-V-01"]);
  expect(codes("DEFAILLANTE")).toEqual(["EU-P-02"]);
  expect(codes("eup01")).toEqual(["EU-P-01"]);
  expect(codes("local relevage")).toEqual(["EU-P-01", "EU-V-01"]);
  expect(codes("ventilateur")).toEqual([]);
  expect(codes("  ")).toEqual([]);
});

test("a hit leads to the thing in its station, and no word of it is markup", () => {
  const say = sayIn("fr");

  expect(hits(search(all, "eu-p-01"), "VDO", "eu-p-01", say)).toContain('<a class="hit" data-code="EU-P-01" href="/stations/VDO/?select=EU-P-01">');
  expect(hits([], "VDO", "<b>", say)).toContain("« &lt;b&gt; »");
});

test("a sheet that was not kept says so and tells what the scene knows", () => {
  const text = shortSheet("EU-P-01", all[1], sayIn("fr")).replace(/<[^>]+>/g, " ");

  expect(text).toMatch(/EU-P-01\s+Pompe de relevage 1.*n’est pas gardée.*Où\s+Local relevage · Sous-sol\s+Réseaux\s+Eaux usées/);
});

test("times are said as people say them, in both languages", () => {
  const now = new Date(2026, 10, 26, 15, 0).getTime();
  const at = (day: number, hours: number, minutes: number) => new Date(2026, 10, day, hours, minutes).getTime();

  expect([clock(at(26, 14, 2), now, "fr"), clock(at(25, 14, 32), now, "fr"), clock(at(20, 9, 5), now, "en")]).toEqual(["14 h 02", "hier à 14 h 32", "20 November at 9:05"]);
  expect(sayIn("fr")("offline", { time: clock(at(25, 14, 32), now, "fr") })).toBe("Hors réseau — données : hier à 14 h 32, en lecture seule");
  expect([age(now - 20_000, now, "fr"), age(now - 180_000, now, "fr"), age(now - 7_200_000, now, "en")]).toEqual(["à l’instant", "il y a 3 min", "2 h ago"]);
});
