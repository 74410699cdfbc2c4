// What the server says of a drawing, and the plain geometry of it: shares (0…1) of a page from its upper left corner.
import type { Schematic } from "../schematic/plan";
import { readAsked } from "../tracing/answer";

export interface Box { x: number; y: number; width: number; height: number }
export interface Placed extends Box { page: number }
export interface Named { code: string; words: string; place: string }
export interface Hotspot extends Placed, Named {
  /** Of several things drawn as one: all of them. */
  codes?: string[];
  id: string; standing: "placed" | "proposed" | "kept";
  /** May the reader change it? A steward any, others what they proposed themselves. */
  hers: boolean;
}
/** What a steward has to settle: it does not resolve, or has to be looked at in the newest edition. */
export interface Unsettled extends Placed {
  id: string; code: string; standing: "placed" | "proposed" | "kept" | "lost"; resolves: boolean; why: string; what_to_do: string;
}
/** What an SVG drawing names itself and nobody has accepted yet. */
export interface Proposal extends Placed, Named { mark: string }

/** `schematic`: a system drawn from its connections, which has no file; its hotspots are known when it is laid out. */
export interface Contents {
  schematic?: Schematic;
  /** Where more is told of it. */
  links?: { words: string; url: string }[];
  id: string; title: string; about: string; media_type: string; url: string; hotspots: Hotspot[];
  /** Which file of the drawing this is. */
  edition?: string;
  may_draw: boolean; may_propose: boolean; unsettled: Unsettled[]; proposals: Proposal[];
}
export interface Line { id: string; title: string; about: string; hotspots: number; codes: string[]; to_settle: number }
export interface SystemLine { id: string; title: string; about: string; drawable: boolean }
export interface Lines { drawings: Line[]; schematics: SystemLine[]; others: { id: string; title: string }[] }

/** Those that show what is selected first; else as they came. */
export function showingFirst(lines: readonly Line[], code: string | null): { line: Line; shows: boolean }[] {
  const told = lines.map((line) => ({ line, shows: code !== null && line.codes.includes(code) }));
  return [...told.filter(({ shows }) => shows), ...told.filter(({ shows }) => !shows)];
}

/** As one reads: by lines from above, from left to right within a line. */
export function inReadingOrder<Spot extends Placed>(spots: readonly Spot[]): Spot[] {
  const rest = [...spots].sort((a, b) => a.page - b.page || middle(a).y - middle(b).y);
  const ordered: Spot[] = [];
  while (rest.length) {
    const first = rest[0], ends = middle(first).y + Math.max(first.height / 2, 0.02);
    const line = rest.filter((spot) => spot.page === first.page && middle(spot).y <= ends);
    ordered.push(...line.sort((a, b) => a.x - b.x));
    for (const spot of line) rest.splice(rest.indexOf(spot), 1);
  }
  return ordered;
}

/** What a finger means at the point: the smallest it lies on, else the nearest within `reach` (shares across and down). */
export function spotAt<Spot extends Box>(spots: readonly Spot[], x: number, y: number, reach: { x: number; y: number }): Spot | null {
  const on = spots.filter((spot) => x >= spot.x && x <= spot.x + spot.width && y >= spot.y && y <= spot.y + spot.height);
  if (on.length) return on.reduce((best, spot) => (area(spot) < area(best) ? spot : best));
  let best: Spot | null = null, least = 1;
  for (const spot of spots) {
    const across = Math.max(spot.x - x, x - spot.x - spot.width, 0) / reach.x;
    const down = Math.max(spot.y - y, y - spot.y - spot.height, 0) / reach.y;
    const away = Math.hypot(across, down);
    if (away <= least) [best, least] = [spot, away];
  }
  return best;
}

export const area = (box: Box): number => box.width * box.height;
export const middle = (box: Box) => ({ x: box.x + box.width / 2, y: box.y + box.height / 2 });

/** The rectangle between two points, inside the page and never too small to be touched. */
export function boxBetween(ax: number, ay: number, bx: number, by: number, least: { x: number; y: number }): Box {
  const x0 = clamp(Math.min(ax, bx)), y0 = clamp(Math.min(ay, by)), x1 = clamp(Math.max(ax, bx)), y1 = clamp(Math.max(ay, by));
  return within({ x: x0, y: y0, width: Math.max(x1 - x0, least.x), height: Math.max(y1 - y0, least.y) });
}

/** The box pushed back onto the page. */
export function within({ x, y, width, height }: Box): Box {
  const w = Math.min(Math.max(width, 0.005), 1), h = Math.min(Math.max(height, 0.005), 1);
  return { x: round(Math.min(Math.max(x, 0), 1 - w)), y: round(Math.min(Math.max(y, 0), 1 - h)), width: round(w), height: round(h) };
}

const STEP = 0.01;

/** After an arrow key: moved by a step; with `size`, larger or smaller by one. The same box for any other key. */
export function nudged(box: Box, key: string, size: boolean): Box {
  const by = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] }[key];
  if (!by) return box;
  return within(size ? { ...box, width: box.width + by[0], height: box.height + by[1] } : { ...box, x: box.x + by[0], y: box.y + by[1] });
}

/** Where to scroll (pixels) so that the box is in sight; the place as it is when it is seen whole already. */
export function scrollTo(box: Box, page: { width: number; height: number; left: number; top: number }, view: { left: number; top: number; width: number; height: number }) {
  const left = page.left + box.x * page.width, top = page.top + box.y * page.height;
  const right = left + box.width * page.width, bottom = top + box.height * page.height;
  const seen = left >= view.left && right <= view.left + view.width && top >= view.top && bottom <= view.top + view.height;
  if (seen) return { left: view.left, top: view.top };
  return { left: Math.max(0, (left + right - view.width) / 2), top: Math.max(0, (top + bottom - view.height) / 2) };
}

/** All that a hotspot stands for. */
export const codesOf = (spot: Pick<Hotspot, "code" | "codes">): readonly string[] => spot.codes ?? [spot.code];

/** Of several things drawn as one, each tap means the next. */
export function nextOf(codes: readonly string[], chosen: string | null): string {
  return codes[(codes.indexOf(chosen ?? "") + 1) % codes.length];
}

/**
 * `?beside=12` or `?beside=12.3` (its third page); `?beside=s4` is a system drawn from its connections, `?beside=close~EFS-V-112` the
 * part of the networks that an answer is about.
 */
export function besideOf(search: string): { id: string; page: number } | null {
  const text = new URLSearchParams(search).get("beside") ?? "";
  if (readAsked(text)) return { id: text, page: 1 };
  const said = /^(s?\d{1,18})(?:\.(\d{1,4}))?$/.exec(text);
  return said && { id: said[1], page: Number(said[2] ?? 1) || 1 };
}

export function withBeside(href: string, shown: { id: string; page: number } | null): string {
  const url = new URL(href);
  if (shown) url.searchParams.set("beside", shown.page > 1 ? `${shown.id}.${shown.page}` : shown.id);
  else url.searchParams.delete("beside");
  return url.href;
}

/** The share of the drawing's side after the divider was put there; both sides keep room for a thumb. */
export function shareAt(position: number, length: number, drawingFirst: boolean): number {
  const share = drawingFirst ? position / length : 1 - position / length;
  return Math.min(0.75, Math.max(0.25, Math.round(share * 1000) / 1000));
}

const clamp = (value: number) => Math.min(1, Math.max(0, value));
const round = (value: number) => Math.round(value * 1e5) / 1e5;

/** CSS pixels: so wide is a symbol whose words are read at arm's length, and a page of which no symbol is known. */
const READ = 40, PAGE_READ = 760;

/**
 * How many times larger than the whole `page` a drawing opens so that it is read at once: its middling symbol as wide as a thumb, but
 * never larger than what fills the pane one way. A page that is read as it is stays whole.
 */
export function readable(spots: readonly Pick<Hotspot, "width" | "height">[], page: { width: number; height: number }, pane: { width: number; height: number }): number {
  const sizes = spots.map(({ width, height }) => Math.max(width * page.width, height * page.height)).sort((a, b) => a - b);
  const wanted = sizes.length ? READ / Math.max(sizes[sizes.length >> 1], 1) : PAGE_READ / Math.max(page.width, 1);
  const fills = Math.max(pane.width / Math.max(page.width, 1), pane.height / Math.max(page.height, 1));
  return Math.max(1, Math.min(wanted, fills));
}
