// `window.stationTwin`: what tests and embedding pages may call.
import type { Lens, Vec3 } from "./config";
import { partsOf, type Anchor, type Measure, type Parts } from "./measuring/measure";
import type { Section } from "./section/section";
import type { DrawnAs, Spot, Twin } from "./twin";
import type { Viewpoint } from "./viewpoint";

export interface StationTwin {
  ready: Promise<void>;
  lens(name: Lens): void;
  select(code: string | null): Promise<boolean>;
  selection(): string | null;
  /** Wipes what hides it; resolves to a spot (canvas CSS pixels) where a tap catches it. */
  reach(code: string): Promise<Spot | null>;
  pick(x: number, y: number): string | null;
  /** How it is drawn, and how much of it is seen from here, as an id buffer would count it: for tests. */
  seen(code: string): ReturnType<Twin["seen"]>;
  /** How it is drawn alone, at no cost. */
  drawn(code: string): DrawnAs | null;
  /** Cuts, or no more with null; gives what is cut then. Without an argument only the latter. Metres, the station's frame. */
  section(section?: Section | null): Section | null;
  /** Measures between what two spots (canvas CSS pixels) are caught by, as two touches do; null where one meets nothing. */
  measure(from: Spot, to: Spot): (Measure & Parts) | null;
  measures(): (Measure & Parts)[];
  /** What a touch there would measure from. */
  snap(x: number, y: number): Anchor | null;
  /** Where a point of the station falls on the canvas; null behind the eye. */
  spotOf(point: Vec3): Spot | null;
  viewpoint(): Viewpoint | null;
  restore(view: Partial<Viewpoint>): Promise<void>;
  /**
   * On foot along points of the station (metres), as a thumb would steer: where the feet were, and whether they arrived.
   * Starts on the floor under the first point when nobody walks yet.
   */
  walk(points: Vec3[]): { arrived: boolean; path: Vec3[] } | null;
  stats(): { elements: number; drawCalls: number; triangles: number; bytes: number; frames: number };
}

declare global {
  interface Window { stationTwin?: StationTwin }
}

const NOTHING = { elements: 0, drawCalls: 0, triangles: 0, bytes: 0, frames: 0 };

/** Without a scene (list only) the verbs answer with nothing instead of failing. `open` is what a choice in the search does. */
export function publish(ready: Promise<void>, twin: () => Twin | null, open: (code: string) => Promise<boolean>, close: () => void): void {
  window.stationTwin = {
    ready,
    lens: (name) => twin()?.lens(name),
    select: async (code) => {
      if (code) return open(code);
      close();
      return false;
    },
    selection: () => twin()?.selection() ?? null,
    reach: async (code) => (await twin()?.reach(code)) ?? null,
    pick: (x, y) => twin()?.touching.pick(x, y) ?? null,
    seen: (code) => twin()?.seen(code) ?? null,
    drawn: (code) => twin()?.drawn(code) ?? null,
    section: (section) => {
      const cutting = twin()?.inside?.cutting;
      if (section !== undefined) cutting?.put(section);
      return cutting?.value ?? null;
    },
    measure: (from, to) => withParts(twin()?.inside?.measuring.measure(from, to)),
    measures: () => (twin()?.inside?.measuring.value ?? []).map((measure) => withParts(measure)!),
    snap: (x, y) => twin()?.inside?.measuring.snapAt({ x, y }) ?? null,
    spotOf: (point) => twin()?.inside?.probe.pixelOf(twin()!.frame.fromStation(point)) ?? null,
    viewpoint: () => twin()?.viewpoint() ?? null,
    restore: async (view) => twin()?.restore(view),
    walk: (points) => twin()?.walk?.(points) ?? null,
    stats: () => twin()?.stats() ?? NOTHING,
  };
}

function withParts(measure: Measure | null | undefined): (Measure & Parts) | null {
  return measure ? { ...measure, ...partsOf(measure) } : null;
}
