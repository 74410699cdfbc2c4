// The part of the picture that no panel, sheet, tool or bar covers: where labels and handles over the 3D stay within reach.

export interface Area { left: number; right: number; top: number; bottom: number }
export interface Spot { x: number; y: number }

/** CSS pixels that tools at the right, lenses and the bar above them take. */
const TOOLS = 82, BARS = 232, MARGIN = 12;

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
