// Marks that would lie on each other stand side by side: pure, CSS pixels.
export interface Spot { x: number; y: number }

/** Each where it points to, or moved right until it is clear of those before it; they are as wide as said, and `high`. */
export function apart(spots: readonly (Spot | null)[], widths: readonly number[], high: number): (Spot | null)[] {
  const placed: (Spot & { width: number })[] = [];
  return spots.map((spot, i) => {
    if (!spot) return null;
    const width = widths[i];
    let { x } = spot;
    for (let met = true; met; ) {
      const other = placed.find((each) => Math.abs(each.x - x) < (each.width + width) / 2 && Math.abs(each.y - spot.y) < high);
      met = other !== undefined;
      if (other) x = other.x + (other.width + width) / 2;
    }
    placed.push({ x, y: spot.y, width });
    return { x, y: spot.y };
  });
}
