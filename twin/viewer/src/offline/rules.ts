// What is decided without a network or a cache at hand: what may be kept, under which name, and what has to go.

export const READER = "Station-Twin-Reader";
export const KEEP = "Station-Twin-Keep";
export const NOBODY = "nobody";
export const KEPT_AT = "Station-Twin-Kept-At";
export const KEPT_BYTES = "Station-Twin-Kept-Bytes";

/** Whose device this is at the moment; `until` is when her session ends, in ms since 1970. */
export interface Reader { token: string; until: number; language: string }

/** One kept answer; `at` and `used` are ms since 1970, `set` is the list that asked for it, for the published `model` it then named. */
export interface Entry { key: string; bytes: number; at: number; used: number; title: string; group: string; set: string; model?: string }

/** Milliseconds during which what was taken along is not asked for again. */
export const FRESH = 15 * 60_000;

/** What names pieces of another model than the published one is old, however lately it came: those pieces may be gone. */
export const isFresh = ({ at, model = "" }: Pick<Entry, "at" | "model">, wanted: string, now: number): boolean => now - at < FRESH && (!wanted || model === wanted);

/** Never looked at by the worker: forms of a firm's door carry a key in their address, and health is about the network itself. */
const UNTOUCHED = ["/sw.js", "/health/", "/admin/", "/my-orders/enter/", "/my-orders/calendar/", "/enter/", "/offline/provisions/"];

export const isUntouched = (path: string): boolean => UNTOUCHED.some((beginning) => path.startsWith(beginning));

/** What the server itself calls immutable is named by its content: the kept one is as good as another. */
export const isImmutable = (headers: Headers): boolean => (headers.get("Cache-Control") ?? "").includes("immutable");

export interface Judged { status: number; redirected: boolean; type: string; headers: Headers }

/** Who an answer says it is for; null for nobody, undefined when it says nothing. */
export function readerIn(headers: Headers): Reader | null | undefined {
  const said = headers.get(READER);
  if (!said) return undefined;
  const [token, until] = said.split(" ");
  return token === NOBODY ? null : { token, until: Number(until) * 1000, language: headers.get("Content-Language") ?? "fr" };
}

/** `largest`: bytes of one answer; shapes of the 3D, which the server cut to measure, may be larger. */
export function mayBeKept({ status, redirected, type, headers }: Judged, reader: Reader | null, largest = Infinity): boolean {
  if (Number(headers.get("Content-Length")) > largest && !isImmutable(headers)) return false;
  const forHer = reader !== null && readerIn(headers)?.token === reader.token;
  const careless = !(headers.get("Cache-Control") ?? "").includes("no-store");
  return forHer && careless && headers.has(KEEP) && status === 200 && !redirected && type === "basic";
}

/** Pages that are the same whatever follows the "?": there stands what to look at. */
const SAME_WITHOUT_QUESTION = /^\/(stations\/[A-Z0-9-]{1,12}|my-orders\/\d+\/view)\/$/;

/** The name under which an answer is kept: path and question; a part of a page is not the page. */
export function keyOf(url: URL, fragment: boolean): string {
  const question = new URLSearchParams(SAME_WITHOUT_QUESTION.test(url.pathname) ? "" : url.search);
  if (fragment) question.set("__part", "1");
  const text = question.toString();
  return `${url.origin}${url.pathname}${text ? `?${text}` : ""}`;
}

/** Least recently used first, until what stays fits; what `wanted` names goes last of all. Returns the keys that go. */
export function toEvict(entries: readonly Entry[], most: number, wanted: ReadonlySet<string>): string[] {
  let bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0);
  const order = entries.toSorted((a, b) => Number(wanted.has(a.key)) - Number(wanted.has(b.key)) || a.used - b.used);
  const going: string[] = [];
  for (const entry of order) {
    if (bytes <= most) break;
    going.push(entry.key);
    bytes -= entry.bytes;
  }
  return going;
}

/** Of one device: at most `most`, and never more than a good half of what the browser still gives. All in bytes. */
export function budget(most: number, estimate: { quota?: number; usage?: number }, ours: number): number {
  if (estimate.quota === undefined) return most;
  const free = Math.max(0, estimate.quota - (estimate.usage ?? 0)) + ours;
  return Math.min(most, Math.floor(free * 0.6));
}

const PICTURE = /<img[^>]+src="(\/(?:evidence|documents|my-orders)\/[^"]+)"/g;
const PRELOADED = /<link rel="preload" as="fetch"[^>]*href="([^"]+)"/g;

/** Photos and shapes that a page shows: they are kept with it. */
export function companions(html: string): string[] {
  const found = [PICTURE, PRELOADED].flatMap((pattern) => [...html.matchAll(pattern)].map((match) => match[1]));
  return [...new Set(found.map((address) => address.replaceAll("&amp;", "&")))];
}

export const titleOf = (html: string): string => {
  const title = /<title>([^<]*)<\/title>/.exec(html)?.[1] ?? "";
  const plain = title.replaceAll("&amp;", "&").replaceAll("&#x27;", "'").replaceAll("&quot;", '"').replaceAll("&lt;", "<").replaceAll("&gt;", ">");
  return plain.replace(/ · Station Twin$/, "").trim();
};

/** The page says of itself that it is a kept one. `attributes` are plain words and numbers. */
export function marked(html: string, attributes: Record<string, string | number>): string {
  const text = Object.entries(attributes).map(([name, value]) => ` data-${name}="${value}"`).join("");
  return html.replace(/<html\b/, `<html${text}`);
}
