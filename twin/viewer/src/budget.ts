// Which pages are drawn in full when there is not memory for all: what is chosen, then what is near and in the picture.

const MB = 1_000_000;
/** Of the browser for one station, above an empty viewer; less where a device says it has little. */
export const USUAL_MB = 400;
/** Scripts, workers, the picture itself, what is on its way and what drivers and allocators keep for themselves (measured); and the names of each feature. */
const FIXED_MB = 170, FEATURE_BYTES = 250;
/** A page that is there stays until another is this much nearer: two that are alike do not take turns. */
const KEPT = 0.75;
/** Beside the picture counts as this many times as far. */
const BESIDE = 8;

/** Bytes that pages may take. `device` is in gigabytes, as browsers tell it; `asked` in megabytes, from the address. */
export function pagesBudget(device: number | undefined, asked: number | null, features: number): number {
  const total = asked ?? (device === undefined || device > 2 ? USUAL_MB : device > 1 ? 260 : 160);
  return Math.max(total - FIXED_MB - (features * FEATURE_BYTES) / MB, total / 8) * MB;
}

/** Of a page before it has come: a triangle with its share of vertices and lines, here and on the graphics card. */
export const TRIANGLE_BYTES = 40;

export interface Standing {
  bytes: number;
  /** Drawn in full now. */
  full: boolean;
  /** Has something of what is selected or kept in sight. */
  held: boolean;
  /** Has something that is not hidden. */
  shown: boolean;
  inPicture: boolean;
  /** Metres from the eye to its box, and from what the eye looks at. */
  distance: number;
  /** When it was in the picture last; larger is later. */
  seen: number;
}

/** Places in `pages` of those to draw in full, the most wanted first: what is held in any case, then as many as fit. */
export function choosePages(pages: readonly Standing[], budget: number, most: number): number[] {
  const order = pages.map((_, at) => at).sort((a, b) => compare(pages[a], pages[b]));
  const chosen: number[] = [];
  let left = budget;
  for (const at of order) {
    const { bytes, held } = pages[at];
    if (!held && (bytes > left || chosen.length >= most)) continue;
    chosen.push(at);
    left -= bytes;
  }
  return chosen;
}

function compare(a: Standing, b: Standing): number {
  return Number(b.held) - Number(a.held) || Number(b.shown) - Number(a.shown) || farness(a) - farness(b) || b.seen - a.seen || a.bytes - b.bytes;
}

function farness({ distance, inPicture, full }: Standing): number {
  return (distance + 1) * (inPicture ? 1 : BESIDE) * (full ? KEPT : 1);
}

/** The least number of pages that leaves room to choose: more of them than can be drawn in full, where not all can. */
export function pageCount(bytes: number, budget: number, most: number): number {
  return bytes <= budget ? most : Math.ceil((1.25 * most * bytes) / budget);
}
