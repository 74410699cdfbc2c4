import { expect, test } from "vitest";

import { budget, companions, FRESH, isFresh, isUntouched, keyOf, marked, mayBeKept, readerIn, titleOf, toEvict, type Entry } from "./rules";

const reader = { token: "abc", until: 0, language: "fr" };
const headers = (more: Record<string, string> = {}) => new Headers({ "Station-Twin-Reader": "abc 1700000000", "Station-Twin-Keep": "yes", ...more });
const answer = (part: Partial<Parameters<typeof mayBeKept>[0]> = {}) => ({ status: 200, redirected: false, type: "basic", headers: headers(), ...part });
const entry = (key: string, bytes: number, used: number): Entry => ({ key, bytes, used, at: 0, title: "", group: "", set: "" });

test("an answer is kept for the reader it names, when the server says it may be", () => {
  expect(mayBeKept(answer(), reader)).toBe(true);
});

test.each([
  ["for nobody", answer(), null],
  ["for somebody else", answer({ headers: headers({ "Station-Twin-Reader": "xyz 1700000000" }) }), reader],
  ["not meant to be kept", answer({ headers: new Headers({ "Station-Twin-Reader": "abc 1700000000" }) }), reader],
  ["confidential", answer({ headers: headers({ "Cache-Control": "private, no-store" }) }), reader],
  ["not there", answer({ status: 404 }), reader],
  ["somewhere else", answer({ redirected: true }), reader],
  ["of another site", answer({ type: "opaque" }), reader],
])("an answer %s is not kept", (_, given, whose) => {
  expect(mayBeKept(given, whose)).toBe(false);
});

test("what is too large is not kept, unless it is a shape of the 3D", () => {
  const large = { "Content-Length": "9000" };

  expect(mayBeKept(answer({ headers: headers(large) }), reader, 8000)).toBe(false);
  expect(mayBeKept(answer({ headers: headers({ ...large, "Cache-Control": "private, immutable" }) }), reader, 8000)).toBe(true);
});

test("an answer says whose it is and until when, or that it is nobody's, or nothing", () => {
  expect(readerIn(headers({ "Content-Language": "en" }))).toEqual({ token: "abc", until: 1_700_000_000_000, language: "en" });
  expect(readerIn(new Headers({ "Station-Twin-Reader": "nobody" }))).toBeNull();
  expect(readerIn(new Headers())).toBeUndefined();
});

test("a station and a zone are one page whatever is looked at; a list is another with each filter; a part is not the page", () => {
  const key = (path: string, fragment = false) => keyOf(new URL(path, "http://twin.example"), fragment).replace("http://twin.example", "");

  expect(key("/stations/VDO/?select=P-01#eye=1")).toBe("/stations/VDO/");
  expect(key("/my-orders/12/view/?select=P-01")).toBe("/my-orders/12/view/");
  expect(key("/stations/VDO/orders/?state=late")).toBe("/stations/VDO/orders/?state=late");
  expect(key("/stations/VDO/assets/", true)).toBe("/stations/VDO/assets/?__part=1");
});

test("addresses that are keys are left alone", () => {
  const paths = ["/my-orders/enter/SECRET/", "/my-orders/calendar/", "/health/live", "/my-orders/12/", "/stations/VDO/"];

  expect(paths.filter(isUntouched)).toEqual(["/my-orders/enter/SECRET/", "/my-orders/calendar/", "/health/live"]);
});

test("what was used longest ago goes first, what the day's list names last, and no more than must", () => {
  const entries = [entry("old", 10, 1), entry("listed", 10, 0), entry("new", 10, 3)];

  expect(toEvict(entries, 30, new Set(["listed"]))).toEqual([]);
  expect(toEvict(entries, 20, new Set(["listed"]))).toEqual(["old"]);
  expect(toEvict(entries, 5, new Set(["listed"]))).toEqual(["old", "new", "listed"]);
});

test("a device that is nearly full gives little; what is ours counts as free", () => {
  expect(budget(100, {}, 0)).toBe(100);
  expect(budget(100, { quota: 1000, usage: 0 }, 0)).toBe(100);
  expect(budget(100, { quota: 1000, usage: 950 }, 0)).toBe(30);
  expect(budget(100, { quota: 1000, usage: 950 }, 50)).toBe(60);
});

test("photos and shapes of a page come with it; other pictures and links do not", () => {
  const html = `<link rel="preload" href="/static/font.woff2" as="font"><link rel="preload" as="fetch" crossorigin href="/my-orders/1/chunks/a.glb">
    <img src="/evidence/3/" alt=""><img alt="x" src="/documents/4/?a=1&amp;b=2"><img src="/static/twin/icon.svg"><a href="/documents/9/">`;

  expect(companions(html)).toEqual(["/evidence/3/", "/documents/4/?a=1&b=2", "/my-orders/1/chunks/a.glb"]);
});

test("a kept page says since when it is so, and what it is called", () => {
  expect(marked('<!DOCTYPE html>\n<html lang="fr"><head>', { "kept-at": 12 })).toBe('<!DOCTYPE html>\n<html data-kept-at="12" lang="fr"><head>');
  expect(titleOf("<title>Aujourd&#x27;hui · Gare · Station Twin</title>")).toBe("Aujourd'hui · Gare");
});

test("what was taken along a while ago is asked for again, and what names an older model at once", () => {
  const lately = { at: 1000, model: "3-7" }, now = 1000 + FRESH / 2;

  expect([isFresh(lately, "3-7", now), isFresh(lately, "3-8", now), isFresh(lately, "", now), isFresh(lately, "3-7", now + FRESH)]).toEqual([true, false, true, false]);
  expect(isFresh({ at: 1000 }, "3-7", now)).toBe(false);
});
