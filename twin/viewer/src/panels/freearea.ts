// The part of the picture that no panel, sheet, tool or bar covers: where labels and handles over the 3D stay within reach.

export interface Area { left: number; right: number; top: number; bottom: number }
export interface Spot { x: number; y: number }

/** CSS pixels that tools at the right, lenses and the bar above them take. */
const TOOLS = 82, BARS = 232, MARGIN = 12;
/** Between a label and the line it stands beside, room for the ends of it. */
const OFF = 14;

export function freeArea(scene: HTMLElement): Area {
  const { clientWidth: width, clientHeight: height } = scene;
  const panel = document.getElementById("panel"), sheet = document.getElementById("sheet");
  const left = panel && panel.offsetWidth < width * 0.5 ? panel.offsetLeft + panel.offsetWidth : 0;
  const right = sheet && sheet.offsetWidth < width * 0.8 ? sheet.offsetWidth : 0;
  return { left: left + MARGIN, right: width - right - TOOLS - MARGIN, top: MARGIN, bottom: height - BARS };
}

/** The nearest point within the area, `within` pixels from its edges. */
export function keptIn({ left, right, top, bottom }: Area, { x, y }: Spot, within: number): Spot {
  return { x: Math.max(left + within, Math.min(x, right - within)), y: Math.max(top + within, Math.min(y, bottom - within)) };
}

/**
 * Where the middle of a label of this size stands beside a line that it would hide: square off from its middle, above it where
 * there is room. A line that is longer than the label carries it in its middle.
 */
export function besideIn(area: Area, [a, b]: readonly [Spot, Spot], middle: Spot, { width, height }: { width: number; height: number }): Spot {
  const length = Math.hypot(b.x - a.x, b.y - a.y);
  if (length > 1.6 * width) return middle;
  const up = length > 1 ? { x: (b.y - a.y) / length, y: -(b.x - a.x) / length } : { x: 0, y: -1 };
  const off = (Math.abs(up.x) * width + Math.abs(up.y) * height) / 2 + OFF;
  const sides = [1, -1].map((way) => ({ x: middle.x + way * up.x * off, y: middle.y + way * up.y * off })).sort((one, other) => one.y - other.y);
  const inside = ({ x, y }: Spot) => x - width / 2 >= area.left && x + width / 2 <= area.right && y - height / 2 >= area.top && y + height / 2 <= area.bottom;
  return sides.find(inside) ?? keptIn(area, sides[0], width / 2);
}

/** The middle of what the area holds of a line; null when it holds none. */
export function middleIn({ left, right, top, bottom }: Area, [a, b]: readonly [Spot, Spot]): Spot | null {
  const way = { x: b.x - a.x, y: b.y - a.y };
  let from = 0, to = 1;
  for (const [start, step, low, high] of [[a.x, way.x, left, right], [a.y, way.y, top, bottom]]) {
    if (!step && (start < low || start > high)) return null;
    if (!step) continue;
    const ends = [(low - start) / step, (high - start) / step];
    from = Math.max(from, Math.min(...ends));
    to = Math.min(to, Math.max(...ends));
  }
  if (from > to) return null;
  const middle = (from + to) / 2;
  return { x: a.x + way.x * middle, y: a.y + way.y * middle };
}
