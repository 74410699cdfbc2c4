// What is drawn of supposed connections in the picture: a line from end to end where one can see it, a ring at each joint. Pure.
import type { Pixel } from "../stage/sightline";

export type Line = readonly [Pixel, Pixel];

/** A ring stands around each joint, however far away; a line that does not leave its ring is not drawn. CSS pixels. */
export const RADIUS = 9;
/** Rings do not lie on each other: of those that would, the first stands for all. */
const APART = 1.6 * RADIUS;

/** Path data of each, in the order in which the lines are given. */
export const DRAWN = { lines: linesOf, rings: ringsOf };

function linesOf(lines: readonly Line[]): string {
  return lines.filter(([a, b]) => Math.hypot(a.x - b.x, a.y - b.y) > 2 * RADIUS).map(([a, b]) => `M${said(a)}L${said(b)}`).join("");
}

function ringsOf(lines: readonly Line[]): string {
  const ringed: Pixel[] = [];
  for (const line of lines) {
    const at = middle(line);
    if (!ringed.some((other) => Math.hypot(at.x - other.x, at.y - other.y) < APART)) ringed.push(at);
  }
  return ringed.map(({ x, y }) => `M${said({ x: x - RADIUS, y })}a${RADIUS} ${RADIUS} 0 1 0 ${2 * RADIUS} 0a${RADIUS} ${RADIUS} 0 1 0 ${-2 * RADIUS} 0`).join("");
}

export function middle([a, b]: Line): Pixel {
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
}

const said = ({ x, y }: Pixel) => `${x.toFixed(1)} ${y.toFixed(1)}`;
