// Numbers that would lie on each other stand side by side: pure, CSS pixels.
export interface Spot { x: number; y: number }

/** Each where it points to, or moved right by whole steps until it is clear of those before it. */
export function apart(spots: readonly (Spot | null)[], size: number): (Spot | null)[] {
  const placed: Spot[] = [];
  return spots.map((spot) => {
    if (!spot) return null;
    let { x } = spot;
    while (placed.some((other) => Math.abs(other.x - x) < size && Math.abs(other.y - spot.y) < size)) x += size;
    const moved = { x, y: spot.y };
    placed.push(moved);
    return moved;
  });
}
