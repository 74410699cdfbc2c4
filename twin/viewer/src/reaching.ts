// How to bring something to sight: the least that has to be wiped for it to be seen from here.
import { LENSES, type Lens } from "./config";
import type { Looking } from "./lenses";

/**
 * Ways of looking to try in turn, mildest first: what is set now, then lenses that wipe more, then only the storey of the
 * thing, then less and less of everything. Networks in colour dim the rest, so they are put out when they hide it.
 */
export function waysToReach(looking: Looking, storey: string | null): Looking[] {
  const from = LENSES.indexOf(looking.lens);
  const wiped = (base: Looking, lenses: readonly Lens[]) => lenses.map((lens) => ({ ...base, lens }));
  const plainly = { ...looking, networks: [] };
  const ways = [...wiped(looking, LENSES.slice(from)), ...wiped(plainly, LENSES.slice(from))];
  if (storey) ways.push(...wiped({ ...plainly, storeys: [storey, storey] }, LENSES.slice(from)));
  return [...ways, ...wiped({ ...plainly, storeys: storey ? [storey, storey] : null }, LENSES)];
}

/** The way of looking without what would certainly hide the thing: a range of storeys that leaves its own out. */
export function withStorey(looking: Looking, storey: string | null, shown: ReadonlySet<string>): Looking {
  if (!looking.storeys || (storey && shown.has(storey))) return looking;
  return { ...looking, storeys: storey ? [storey, storey] : null };
}
