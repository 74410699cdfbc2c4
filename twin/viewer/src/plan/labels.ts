// Which names a plan has room for: the most important first, in full where they fit, as a number where only that does.

/** Where a name wants to stand (middle, CSS pixels), its sizes in full and short, and the room's own size in the picture. */
export interface Wish { x: number; y: number; full: Size; short: Size | null; room: Size }
export interface Size { width: number; height: number }

/** CSS pixels between names. */
const APART = 4;
/** A name may reach this much over its room's walls: rooms beside it say whose it is. */
const OVER = 1.15;
/** What a pin covers around the spot it points to, CSS pixels. */
const PIN = { left: 30, top: 54, right: 34, bottom: 2 };
/** Ways to step aside, in shares of the room that is left: half of it, then all, up and down before sideways. */
const ASIDE: readonly (readonly [number, number])[] = [[0, 0], [0, 0.5], [0, -0.5], [0, 0.9], [0, -0.9], [0.9, 0], [-0.9, 0], [0.9, 0.9], [-0.9, 0.9], [0.9, -0.9], [-0.9, -0.9]];

const BELOW: typeof ASIDE = [[0, 1], [0, 0]];

export interface Spot { x: number; y: number }
export interface Placed extends Spot { said: "full" | "short" }

export interface Frame { left: number; top: number; right: number; bottom: number }

/**
 * Where and how each wish is written, in their order: earlier ones win where two would meet, all step aside for pins, and none
 * lies under a bar of keys.
 */
export function declutter(wishes: readonly Wish[], picture: Size, pins: readonly Spot[] = [], bars: readonly Frame[] = []): (Placed | null)[] {
  const pinned: Frame[] = pins.map(({ x, y }) => ({ left: x - PIN.left, top: y - PIN.top, right: x + PIN.right, bottom: y + PIN.bottom }));
  const names: Frame[] = [];
  const place = (wish: Wish, size: Size | null, said: "full" | "short", ways: typeof ASIDE, taken: readonly Frame[]): Placed | null => {
    const { room } = wish;
    if (!size || size.width > room.width * OVER || size.height > room.height * OVER) return null;
    const slack = { x: Math.max(0, room.width - size.width) / 2, y: Math.max(0, room.height - size.height) / 2 };
    for (const [right, down] of ways) {
      const x = wish.x + right * slack.x, y = wish.y + down * slack.y, frame = around(x, y, size);
      if (frame.right < 0 || frame.bottom < 0 || frame.left > picture.width || frame.top > picture.height) continue;
      if ([...taken, ...bars, ...names].some((other) => meet(frame, other))) continue;
      names.push(frame);
      return { x, y, said };
    }
    return null;
  };
  // A pin that fills its room covers the name in part, which is better than none.
  return wishes.map((wish) => place(wish, wish.full, "full", ASIDE, pinned) ?? place(wish, wish.short, "short", ASIDE, pinned)
    ?? place(wish, wish.short, "short", BELOW, []));
}

function around(x: number, y: number, { width, height }: Size): Frame {
  return { left: x - width / 2 - APART, top: y - height / 2 - APART, right: x + width / 2 + APART, bottom: y + height / 2 + APART };
}

function meet(a: Frame, b: Frame): boolean {
  return a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top;
}
