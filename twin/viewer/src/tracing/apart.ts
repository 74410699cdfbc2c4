// Marks that would lie on each other, on the tag of what is selected or on a legend stand beside: pure, CSS pixels.
import type { Frame } from "../pins";

export interface Spot { x: number; y: number }

/** How many places are tried for one mark. */
const MOST_TRIED = 200;
/** A mark nearer to what it points to than this needs no line to it. */
const NEAR = 6;

/**
 * Each where it points to, or at the nearest place that is clear of those before it and of what lies there already. A mark stands on its
 * spot, as wide as said and `high`.
 */
export function apart(spots: readonly (Spot | null)[], widths: readonly number[], high: number, there: readonly Frame[] = []): (Spot | null)[] {
  const taken = [...there];
  return spots.map((spot, i) => {
    if (!spot) return null;
    const at = nearestFree(spot, widths[i], high, taken);
    taken.push(frameOf(at, widths[i], high));
    return at;
  });
}

function nearestFree(spot: Spot, width: number, high: number, taken: readonly Frame[]): Spot {
  const waiting: Spot[] = [spot], seen = new Set<string>();
  for (let tried = 0; waiting.length && tried < MOST_TRIED; tried++) {
    waiting.sort((one, other) => far(one, spot) - far(other, spot));
    const at = waiting.shift()!, mine = frameOf(at, width, high), met = taken.find((other) => meet(mine, other));
    if (!met) return at;
    const beside: Spot[] = [{ x: met.right + width / 2, y: at.y }, { x: met.left - width / 2, y: at.y }, { x: at.x, y: met.top }, { x: at.x, y: met.bottom + high }];
    for (const each of beside) {
      const key = `${each.x} ${each.y}`;
      if (seen.has(key) || each.x < width / 2) continue;
      seen.add(key);
      waiting.push(each);
    }
  }
  return spot;
}

const far = (one: Spot, other: Spot): number => Math.hypot(one.x - other.x, one.y - other.y);
const frameOf = ({ x, y }: Spot, width: number, high: number): Frame => ({ left: x - width / 2, right: x + width / 2, top: y - high, bottom: y });
const meet = (one: Frame, other: Frame): boolean => one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;

/** The line from a mark that stands beside to what it points to: how long, and turned by how much from the right; null where it stands there. */
export function lineTo(at: Spot, point: Spot): { long: number; turned: number } | null {
  const long = far(at, point);
  return long < NEAR ? null : { long, turned: Math.atan2(point.y - at.y, point.x - at.x) };
}
