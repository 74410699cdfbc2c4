// The triangles around somebody who walks, kept until he has gone a few steps: what a body can bump into or stand on.
import { withinBox } from "../boxtree";
import { pick, type PickSpan } from "../picking";
import { isCoarse, trianglesOf } from "../shapes";

/** Nine numbers a triangle, metres, Y up. */
export type Triangles = Float32Array;

/** Metres around the place of the last look; a look holds for so many steps, up and down. */
const AROUND = 3, BELOW = 4, ABOVE = 3, HOLDS = 1.2;
/** How deep a floor is looked for, metres. */
const DEEPEST = 100;

/** What of the world a body meets. */
export interface Ground {
  /** Everything within a few metres of the place. */
  around(x: number, y: number, z: number): Triangles;
  /** Height of the first surface under the place, however deep; null where there is none. */
  under(x: number, y: number, z: number): number | null;
}

export class Nearby implements Ground {
  private triangles: Triangles = new Float32Array(0);
  private seen: [number, number, number] | null = null;
  private version = -1;

  /** `version` changes when there are more spans than before; `solid` says what a body does not pass. */
  constructor(private readonly spans: () => readonly PickSpan[], private readonly newest: () => number, private readonly solid: (feature: number) => boolean) {}

  around(x: number, y: number, z: number): Triangles {
    const version = this.newest();
    const [px, py, pz] = this.seen ?? [Infinity, 0, 0];
    if (version !== this.version || Math.abs(x - px) > HOLDS || Math.abs(y - py) > HOLDS || Math.abs(z - pz) > HOLDS) {
      this.triangles = gather(this.spans(), [x - AROUND, y - BELOW, z - AROUND, x + AROUND, y + ABOVE, z + AROUND], this.solid);
      Object.assign(this, { version, seen: [x, y, z] });
    }
    return this.triangles;
  }

  under(x: number, y: number, z: number): number | null {
    const hit = pick(this.spans(), { origin: [x, y, z], direction: [0, -1, 0] }, this.solid);
    return hit && hit.distance < DEEPEST ? y - hit.distance : null;
  }
}

/** The solid triangles that meet the box (min xyz, max xyz). */
export function gather(spans: readonly PickSpan[], box: readonly number[], solid: (feature: number) => boolean): Triangles {
  const found: number[] = [];
  for (const span of spans) {
    withinBox(span.tree, span.boxes, box, (item) => { if (solid(span.firstFeature + item)) take(span, item, box, found); });
  }
  return Float32Array.from(found);
}

function take(span: PickSpan, item: number, box: readonly number[], into: number[]): void {
  // As a tap passes it: the box around a fence or a flight of stairs is no wall.
  if (isCoarse(span) && span.hollow[item]) return;
  const places = trianglesOf(span, item);
  for (let a = 0; a < places.length; a += 9) {
    const apart = [0, 1, 2].some((k) => Math.min(places[a + k], places[a + 3 + k], places[a + 6 + k]) > box[k + 3]
      || Math.max(places[a + k], places[a + 3 + k], places[a + 6 + k]) < box[k]);
    if (!apart) for (let k = 0; k < 9; k++) into.push(places[a + k]);
  }
}
