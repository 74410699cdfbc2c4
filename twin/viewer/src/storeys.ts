// Storeys from top to bottom, and which of them are shown.
import type { Box, ChunkRow, Storey, Vec3 } from "./config";

/** Ids of the lowest and the highest shown storey; null shows the whole station. */
export type StoreyRange = readonly [string, string] | null;

export function fromTop(storeys: readonly Storey[]): Storey[] {
  return [...storeys].sort((a, b) => b.elevation - a.elevation);
}

export function fromBottom(storeys: readonly Storey[]): Storey[] {
  return [...storeys].sort((a, b) => a.elevation - b.elevation);
}

/** A tap on a storey isolates it; a tap on the only one shown gives the station back. */
export function tapStorey(range: StoreyRange, id: string): StoreyRange {
  return range && range[0] === id && range[1] === id ? null : [id, id];
}

/** Stretches the range so that it reaches the storey too. */
export function extendTo(range: StoreyRange, id: string, storeys: readonly Storey[]): StoreyRange {
  if (!range) return [id, id];
  const order = fromBottom(storeys).map((storey) => storey.id);
  const at = order.indexOf(id), low = order.indexOf(range[0]), high = order.indexOf(range[1]);
  if (at < 0) return range;
  return [order[Math.min(low, at)], order[Math.max(high, at)]];
}

/** The range without this storey at one of its ends; a storey alone, or one in between, stays. */
export function shorten(range: StoreyRange, id: string, storeys: readonly Storey[]): StoreyRange {
  const shown = [...shownStoreys(range, storeys)];
  if (!range || shown.length < 2) return range;
  if (id === shown[0]) return [shown[1], shown[shown.length - 1]];
  return id === shown[shown.length - 1] ? [shown[0], shown[shown.length - 2]] : range;
}

/** By storey, whether it can be taken into the range or left out of it; nothing while the whole station is shown. */
export function rangeKeys(range: StoreyRange, storeys: readonly Storey[]): Map<string, "more" | "less"> {
  const shown = [...shownStoreys(range, storeys)], keys = new Map<string, "more" | "less">();
  if (!range) return keys;
  for (const { id } of storeys) {
    if (!shown.includes(id)) keys.set(id, "more");
    else if (shown.length > 1 && (id === shown[0] || id === shown[shown.length - 1])) keys.set(id, "less");
  }
  return keys;
}

/** "S-1 – N0", "N0": what is shown, for the corner of the picture; null while it is the whole station. */
export function rangeName(range: StoreyRange, storeys: readonly Storey[]): string | null {
  const shown = [...shownStoreys(range, storeys)].map((id) => storeys.find((storey) => storey.id === id)!);
  if (!range || !shown.length) return null;
  const ends = [shown[0], shown[shown.length - 1]].map((storey) => shortName(storey, storeys));
  return shown.length === 1 ? ends[0] : ends.join(" – ");
}

/** The ids within the range, bottom up; all of them for null, none for ids that no longer exist. */
export function shownStoreys(range: StoreyRange, storeys: readonly Storey[]): Set<string> {
  const order = fromBottom(storeys).map((storey) => storey.id);
  if (!range) return new Set(order);
  const low = order.indexOf(range[0]), high = order.indexOf(range[1]);
  return new Set(low < 0 || high < 0 ? [] : order.slice(Math.min(low, high), Math.max(low, high) + 1));
}

/** Where people enter: the storey nearest to level zero; in a file with absolute levels, the most built one. */
export function hallStorey(storeys: readonly Storey[], chunks: readonly Pick<ChunkRow, "storey" | "triangles">[]): string | null {
  if (!storeys.length) return null;
  const nearest = [...storeys].sort((a, b) => Math.abs(a.elevation) - Math.abs(b.elevation))[0];
  if (Math.abs(nearest.elevation) < 2) return nearest.id;
  const weight = new Map<string, number>();
  for (const chunk of chunks) if (chunk.storey) weight.set(chunk.storey, (weight.get(chunk.storey) ?? 0) + chunk.triangles);
  return [...storeys].sort((a, b) => (weight.get(b.id) ?? 0) - (weight.get(a.id) ?? 0))[0].id;
}

export interface Nearness<Chunk> {
  /** The storey looked at. */
  focus: string | null;
  /** The point looked at, in metres as the chunks' boxes. */
  near?: Vec3 | null;
  /** What must come before everything. */
  first?: (chunk: Chunk) => boolean;
}

/** Chunks that differ by less than this in how far they are, metres, come by size. */
const STRIDE = 48;

/** Order in which chunks are fetched: storey by storey away from the one looked at, what is near first, the building's shell before the rest. */
export function loadingOrder<Chunk extends Pick<ChunkRow, "storey" | "bytes"> & { box?: Box; shift?: Vec3 }>(
  chunks: readonly Chunk[], storeys: readonly Storey[], { focus, near = null, first = () => false }: Nearness<Chunk>,
): Chunk[] {
  const order = fromBottom(storeys).map((storey) => storey.id);
  const at = focus ? order.indexOf(focus) : 0;
  const levels = (chunk: Chunk) => {
    const level = chunk.storey ? order.indexOf(chunk.storey) : -1;
    return level < 0 ? order.length : Math.abs(level - at);
  };
  const strides = ({ box, shift = [0, 0, 0] }: Chunk) => (box && near ? Math.floor(distanceTo(box, near.map((value, i) => value - shift[i]) as Vec3) / STRIDE) : 0);
  const keys = new Map(chunks.map((chunk) => [chunk, [first(chunk) ? 0 : 1, levels(chunk), strides(chunk), -chunk.bytes]]));
  return [...chunks].sort((a, b) => {
    const one = keys.get(a)!, other = keys.get(b)!;
    return one.map((value, i) => value - other[i]).find((difference) => difference !== 0) ?? 0;
  });
}

/** Metres from the point to the box, 0 within it. */
export function distanceTo(box: Box, point: Vec3): number {
  return Math.hypot(...point.map((value, i) => Math.max(box[i] - value, 0, value - box[i + 3])));
}

/** "N+1", "N0", "S-1": the key's label when the server gave none. */
export function shortName(storey: Storey, storeys: readonly Storey[]): string {
  if (storey.short) return storey.short;
  const order = fromBottom(storeys);
  const zero = order.findIndex((other) => other.elevation > -0.5);
  const level = order.findIndex((other) => other.id === storey.id) - Math.max(zero, 0);
  return level === 0 ? "N0" : level > 0 ? `N+${level}` : `S${level}`;
}

/** "Bureaux" of "N+1 · Bureaux" beside its key "N+1": a name does not say twice what stands before it. */
export function nameBeside(short: string, name: string): string {
  const rest = name.startsWith(short) ? /^\s*[·:–-]\s*(.+)$/.exec(name.slice(short.length)) : null;
  return rest ? rest[1] : name;
}

/** The storey a height belongs to: the highest whose floor is not above it. */
export function storeyAt(height: number, storeys: readonly Storey[]): Storey | null {
  const below = fromTop(storeys).find((storey) => storey.elevation <= height + 0.3);
  return below ?? fromBottom(storeys)[0] ?? null;
}

export function unite(boxes: readonly Box[]): Box | null {
  if (!boxes.length) return null;
  const [first, ...rest] = boxes;
  return rest.reduce<Box>((sum, box) => sum.map((v, i) => (i < 3 ? Math.min(v, box[i]) : Math.max(v, box[i]))) as Box, first);
}
