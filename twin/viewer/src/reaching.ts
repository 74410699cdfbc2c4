// How to bring something to sight: the least that has to be wiped for it to be seen from here.
import { LENSES, type Lens } from "./config";
import type { Looking } from "./lenses";

/**
 * Ways of looking to try in turn, mildest first: what is set now, then without walls, without floors; then only the storey
 * of the thing, which keeps what stands around it; then nothing but networks; then everything again, for what those hide.
 * Networks in colour dim the rest, so they are put out when they hide it.
 */
export function waysToReach(looking: Looking, storey: string | null): Looking[] {
  const from = LENSES.indexOf(looking.lens);
  const plainly = { ...looking, networks: [], alone: [] };
  const alone: Looking = { ...plainly, storeys: storey ? [storey, storey] : null };
  const wiping = LENSES.slice(from).filter((lens) => lens !== "networks_only" || lens === looking.lens);
  const wiped = (base: Looking, lenses: readonly Lens[]) => lenses.map((lens) => ({ ...base, lens }));
  return [
    ...wiped(looking, wiping), ...wiped(plainly, wiping), ...wiped(alone, wiping),
    ...wiped(plainly, ["networks_only"]), ...wiped(alone, ["networks_only", ...LENSES]),
  ];
}

/** The way of looking without what would certainly hide the thing: a range of storeys that leaves its own out. */
export function withStorey(looking: Looking, storey: string | null, shown: ReadonlySet<string>): Looking {
  if (!looking.storeys || (storey && shown.has(storey))) return looking;
  return { ...looking, storeys: storey ? [storey, storey] : null };
}
