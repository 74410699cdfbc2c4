// How the worker answers a page: from the network first, within a limit where there is a kept answer; what the server
// calls immutable from the shelf first. A kept page says so of itself, and the page around a kept part is told.
import type { FeatureColumns } from "../config";
import { hits, search, shortSheet, things, type Thing } from "./finding";
import { isImmutable, KEPT_AT, keyOf, marked, readerIn, type Reader } from "./rules";
import { scope, type AskedEvent } from "./scope";
import { belongTo, forget, NoRoom, SHELL, shelf, type Shelf } from "./shelf";
import { sayIn } from "./words";

/** Milliseconds that the network has where something is kept; much less while it has just failed. */
const PATIENCE = 3000, IMPATIENCE = 600, REMEMBERED = 15_000;
const GONE = [403, 404, 410];
const NO_GATEWAY = [502, 503, 504];

let failedAt = 0;

class TooSlow extends Error {}

/** Stylesheets, scripts, icons: the same for everybody. */
export async function shell(request: Request): Promise<Response> {
  const cache = await caches.open(SHELL);
  const kept = await cache.match(request, { ignoreVary: true });
  if (kept && isImmutable(kept.headers)) return kept;
  try {
    const answer = await (kept ? within(fetch(request)) : fetch(request));
    if (answer.ok && answer.type === "basic") void cache.put(request, answer.clone());
    return answer;
  } catch (error) {
    if (kept) return kept;
    throw error;
  }
}

export async function answer(event: AskedEvent): Promise<Response> {
  const { request } = event;
  await leaveFirst();
  const url = new URL(request.url);
  const key = keyOf(url, request.headers.has("HX-Request"));
  const hers = await shelf();
  const kept = await hers?.get(key);
  if (kept && isImmutable(kept.headers)) return kept;
  const asked = fromNetwork(event).then((response) => took(event, key, response));
  event.waitUntil(asked.catch(() => undefined));
  try {
    const response = await (kept || isReplaceable(url) ? within(asked) : asked);
    if (NO_GATEWAY.includes(response.status)) throw new Error(`${response.status}`);
    failedAt = 0;
    return response;
  } catch (error) {
    failedAt = Date.now();
    // Somebody else may have signed in while the network was asked.
    const stillHers = hers !== null && (await shelf()) === hers;
    if (kept && stillHers) return fromShelf(event, kept, error instanceof TooSlow);
    return instead(request, url, stillHers ? hers : null);
  }
}

/** A form that is sent as a page of its own; without network the answer says in words that nothing was sent. */
export async function sent(event: AskedEvent): Promise<Response> {
  const { request } = event;
  const signsOut = new URL(request.url).pathname === "/sign-out/";
  const reader = (await shelf())?.reader ?? null;
  const body = signsOut ? await request.clone().text() : "";
  if (signsOut) await forget();
  else await leaveFirst();
  try {
    return await fetch(request);
  } catch {
    if (signsOut) await leaveLater(body);
    return offlinePage(reader, { refused: signsOut ? "signed-out" : "form" });
  }
}

async function fromNetwork(event: AskedEvent): Promise<Response> {
  return (await event.preloadResponse) ?? fetch(event.request);
}

/** Rejects when it takes too long; the answer that comes late is still kept. */
function within(asked: Promise<Response>): Promise<Response> {
  const limit = Date.now() - failedAt < REMEMBERED ? IMPATIENCE : PATIENCE;
  const { promise, reject } = Promise.withResolvers<Response>();
  const timer = setTimeout(() => reject(new TooSlow()), limit);
  return Promise.race([asked, promise]).finally(() => clearTimeout(timer));
}

/** Every answer says whose it is: hers is kept, nobody's empties the shelf, and a page for somebody else does too. */
async function took(event: AskedEvent, key: string, response: Response): Promise<Response> {
  const hers = await readerOf(response, event.request.mode === "navigate");
  if (!hers) return response;
  if (GONE.includes(response.status)) await hers.remove(key);
  else if (hers.takes(response)) event.waitUntil(hers.keep(key, response.clone()).catch(quietly));
  return response;
}

/** Whose shelf an answer belongs on; only pages (`decides`) make it somebody else's device. */
export async function readerOf(response: Response, decides: boolean): Promise<Shelf | null> {
  const said = readerIn(response.headers);
  if (said === undefined) return null;
  if (said === null) {
    await forget();
    return null;
  }
  const hers = await shelf();
  if (hers?.reader.token === said.token) return hers;
  return decides ? belongTo(said) : null;
}

export const quietly = (error: unknown): null => {
  if (!(error instanceof NoRoom)) console.warn(error);
  return null;
};

async function fromShelf(event: AskedEvent, kept: Response, slow: boolean): Promise<Response> {
  const at = Number(kept.headers.get(KEPT_AT));
  if (event.request.mode !== "navigate") {
    const page = event.clientId ? await scope.clients.get(event.clientId) : undefined;
    page?.postMessage({ kept: at, slow });
    return kept;
  }
  if (!kept.headers.get("Content-Type")?.startsWith("text/html")) return kept;
  const html = marked(await kept.text(), { "kept-at": at, ...(slow ? { slow: "yes" } : {}) });
  return new Response(html, { headers: kept.headers });
}

const SEARCH = /^\/stations\/([A-Z0-9-]{1,12})\/search\/$/;
const SHEET = /^\/(?:stations\/([A-Z0-9-]{1,12})|my-orders\/\d+)\/sheet\/$/;

/** Asked of what is kept when the network does not answer. */
const isReplaceable = (url: URL): boolean => SEARCH.test(url.pathname) || SHEET.test(url.pathname);

/** Nothing was kept of it: the next best thing. */
async function instead(request: Request, url: URL, hers: Shelf | null): Promise<Response> {
  if (request.mode === "navigate") return offlinePage(hers?.reader ?? null, {});
  const say = sayIn(hers?.reader.language ?? "fr");
  const searched = SEARCH.exec(url.pathname), sheet = SHEET.exec(url.pathname);
  if (hers && searched) {
    const question = url.searchParams.get("search") ?? url.searchParams.get("q") ?? "";
    return html(hits(search(await known(hers, searched[1]), question), searched[1], question, say), 200);
  }
  if (hers && sheet) {
    const code = url.searchParams.get("code") ?? "";
    const all = sheet[1] ? await known(hers, sheet[1]) : [];
    return html(shortSheet(code, all.find((thing) => thing.code === code), say), 503);
  }
  return Response.error();
}

let read: { hers: Shelf; station: string; all: Promise<Thing[]> } | null = null;

/** What the kept scenes of a station name; read once for many letters typed. */
function known(hers: Shelf, station: string): Promise<Thing[]> {
  if (read?.hers !== hers || read.station !== station) read = { hers, station, all: readScenes(hers, station) };
  return read.all;
}

async function readScenes(hers: Shelf, station: string): Promise<Thing[]> {
  const list = await hers.get(keyOf(new URL(`/api/v1/scenes/?station=${station}`, scope.location.origin), false));
  const { results } = list ? ((await list.json()) as { results: { features: string }[] }) : { results: [] };
  const kept = await Promise.all(results.map(({ features }) => hers.get(keyOf(new URL(features, scope.location.origin), false))));
  return things(await Promise.all(kept.filter((each) => each !== undefined).map((each) => each.json() as Promise<FeatureColumns>)));
}

const html = (text: string, status: number): Response =>
  new Response(text, { status, headers: { "Content-Type": "text/html; charset=utf-8" } });

/** The page that lists what is kept, with the reason why it is shown. */
async function offlinePage(reader: Reader | null, attributes: Record<string, string>): Promise<Response> {
  const language = (reader?.language ?? navigator.language).startsWith("en") ? "en" : "fr";
  const page = await (await caches.open(SHELL)).match(`/offline/${language}/`, { ignoreVary: true });
  if (!page) return Response.error();
  const text = marked(await page.text(), { instead: "yes", ...attributes });
  return new Response(text, { status: 503, headers: page.headers });
}

/** Where the form lies with which somebody signed out while there was no network. */
const LEAVING = "/offline/leaving";
let nobodyLeaves = false;

/** Her session lives on the server until it hears of it: the form is kept to be sent before anything else. */
async function leaveLater(form: string): Promise<void> {
  await (await caches.open(SHELL)).put(LEAVING, new Response(form));
  nobodyLeaves = false;
}

/** Sends the form of who signed out, as soon as it can be; what comes after is then nobody's. */
async function leaveFirst(): Promise<void> {
  if (nobodyLeaves) return;
  const cache = await caches.open(SHELL), kept = await cache.match(LEAVING);
  if (!kept) {
    nobodyLeaves = true;
    return;
  }
  const headers = { "Content-Type": "application/x-www-form-urlencoded" };
  const sent = await fetch("/sign-out/", { method: "POST", body: await kept.text(), headers, redirect: "manual" }).catch(() => null);
  if (!sent) return;
  await cache.delete(LEAVING);
  nobodyLeaves = true;
}
