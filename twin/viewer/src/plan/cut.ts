// Which storey a plan is of, and at what height it is cut.
import type { Storey } from "../config";
import type { Looking } from "../lenses";
import { fromBottom, storeyAt, type StoreyRange } from "../storeys";

/** Above the floor, metres: doors and windows are cut, tables and pumps are not. */
const CUT = 1.5;

/** The storey that stands alone, else that of what is selected, else the one looked at from within, else the hall. */
export function planStorey(
  storeys: readonly Storey[], shown: StoreyRange, selected: string | null, { height, inside }: { height: number; inside: boolean }, hall: string | null,
): string | null {
  if (shown && shown[0] === shown[1]) return shown[0];
  if (selected) return selected;
  const within = inside ? storeyAt(height, storeys)?.id : null;
  return within ?? hall ?? storeys[0]?.id ?? null;
}

/**
 * Height (of the storeys' levels) of the cut; null where nothing need be cut because walls and ceilings are put away or
 * pale already, or where more than one storey is shown. What is selected is never cut off.
 */
export function cutHeight(looking: Pick<Looking, "lens" | "storeys" | "networks" | "rest" | "freshness">, storeys: readonly Storey[], top: number | null): number | null {
  const { storeys: range } = looking;
  const solid = (looking.lens === "everything" || looking.lens === "technical_rooms") && !looking.freshness && (!looking.networks.length || looking.rest === "shown");
  if (!range || range[0] !== range[1] || !solid) return null;
  const storey = storeys.find(({ id }) => id === range[0]);
  if (!storey) return null;
  const above = fromBottom(storeys).find(({ elevation }) => elevation > storey.elevation + 0.5);
  const cut = storey.elevation + Math.min(CUT, above ? (above.elevation - storey.elevation) * 0.6 : CUT);
  return top === null ? cut : Math.max(cut, top + 0.05);
}
