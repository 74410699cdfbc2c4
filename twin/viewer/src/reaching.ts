// How something is brought to sight: an opening through what hides it from this eye, wider or narrower by steps.
import type { Looking } from "./lenses";
import type { Hiders } from "./occlusion";

/**
 * Something that is kept in sight. At step 0 exactly what hides it is wiped; each step below leaves one more layer in place,
 * the one that hides it itself first; each step above opens more of what stands before it and around.
 */
export interface Opening {
  features: readonly number[];
  steps: number;
  /** Features that are ghosts because of it, from where the eye stands now. */
  cleared: readonly number[];
  /** Below this step nothing more would close. */
  fewest: number;
}

/** Screen pixels (CSS) that each step above 0 opens around the thing. */
export const MARGINS: readonly number[] = [60, 140, 280];
export const MOST_STEPS = MARGINS.length;

export function opening(features: readonly number[], steps = 0): Opening {
  return { features, steps: Math.min(Math.trunc(steps), MOST_STEPS), cleared: [], fewest: -Infinity };
}

/** One step more (+1) or less (−1), as far as there is something to wipe or to put back. */
export function stepped(open: Opening, by: 1 | -1): Opening {
  const from = Math.max(open.steps, open.fewest);
  return { ...open, steps: Math.max(open.fewest, Math.min(MOST_STEPS, from + by)) };
}

/** The opening with what it clears from here: layers beyond the ones it leaves, and what stands around. */
export function cleared(open: Opening, hiders: Hiders, around: ReadonlySet<number>): Opening {
  const left = Math.max(0, -open.steps);
  const wiped = [...hiders].filter(([, layer]) => layer > left).map(([feature]) => feature);
  const deepest = Math.max(0, ...hiders.values());
  return { ...open, cleared: [...new Set([...wiped, ...around])], fewest: -deepest };
}

/** The way of looking without what would certainly hide the thing: a range of storeys that leaves its own out. */
export function withStorey(looking: Looking, storey: string | null, shown: ReadonlySet<string>): Looking {
  if (!looking.storeys || (storey && shown.has(storey))) return looking;
  return { ...looking, storeys: storey ? [storey, storey] : null };
}
