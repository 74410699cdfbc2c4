// The steps one can take back: each is what a person would call one, a lens, a storey, a thing chosen, a move of the eye.
import type { Viewpoint } from "./viewpoint";

interface Step { view: Viewpoint; look: string; /** Only the eye moved. */ moved: boolean; at: number }

/** Moves of the eye that follow each other within this time are one. */
const ONE_MOVE_MS = 1500;
const MOST_STEPS = 60;

export class History {
  private steps: Step[] = [];
  private here = -1;

  /** What is seen now; a step of its own when it is something else than before. `now` in milliseconds. */
  record(view: Viewpoint, now: number): void {
    const look = lookOf(view), current = this.steps[this.here];
    if (!current) this.steps = [{ view, look, moved: false, at: now }];
    else if (look === current.look && samePose(view, current.view)) return;
    else if (look === current.look && current.moved && now - current.at < ONE_MOVE_MS) this.steps = [...this.steps.slice(0, this.here), { ...current, view, at: now }];
    else this.steps = [...this.steps.slice(0, this.here + 1), { view, look, moved: look === current.look, at: now }].slice(-MOST_STEPS);
    this.here = this.steps.length - 1;
  }

  /** What is seen now is still the same step: the last of it came by itself. */
  amend(view: Viewpoint): void {
    const current = this.steps[this.here];
    if (current) this.steps[this.here] = { ...current, view, look: lookOf(view) };
  }

  get canUndo(): boolean {
    return this.here > 0;
  }

  get canRedo(): boolean {
    return this.here < this.steps.length - 1;
  }

  /** One step back (−1) or forth (+1); null at either end. */
  go(by: -1 | 1): Viewpoint | null {
    if (by < 0 ? !this.canUndo : !this.canRedo) return null;
    this.here += by;
    return this.steps[this.here].view;
  }
}

function lookOf(view: Viewpoint): string {
  return JSON.stringify({ ...view, eye: null, target: null });
}

/** Within a tenth of a millimetre: a hand that rests moves nothing. */
function samePose(a: Viewpoint, b: Viewpoint): boolean {
  return [...a.eye, ...a.target].every((value, i) => Math.abs(value - [...b.eye, ...b.target][i]) < 1e-4);
}
