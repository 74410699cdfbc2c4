// Which changes make one step of the history: verbs that take a while, or change several things, are one.
import { History } from "./history";
import type { Viewpoint } from "./viewpoint";

export class Steps {
  private readonly history = new History();
  /** Verbs under way, and steps that are coming back. */
  private acting = 0;
  private returning = 0;
  private retracing: Promise<unknown> = Promise.resolve();

  /** `showAgain` resolves to false when something else was asked for before all of it was there. */
  constructor(private readonly seen: () => Viewpoint, private readonly showAgain: (view: Viewpoint) => Promise<boolean>, private readonly changed: () => void) {}

  /** Something is otherwise, or the eye has come to rest. */
  noted(): void {
    this.record();
    this.changed();
  }

  async asOne<Result>(act: () => Promise<Result>): Promise<Result> {
    this.acting++;
    try {
      return await act();
    } finally {
      this.acting--;
      this.noted();
    }
  }

  /** What comes by itself of the step before belongs to it. */
  async goOn(act: () => Promise<unknown>): Promise<void> {
    this.acting++;
    try {
      await act();
    } finally {
      this.acting--;
      this.history.amend(this.seen());
      this.changed();
    }
  }

  /** One step back (−1) or forth (+1), after those asked for before; nothing at either end. From a verb still under way it leads to what was before it. */
  retrace(by: -1 | 1): Promise<unknown> {
    if (!this.returning) this.history.record(this.seen(), performance.now());
    this.returning++;
    this.retracing = this.retracing.catch(() => undefined).then(() => this.bringBack(by));
    return this.retracing;
  }

  /** What came of it in full is the step again; what somebody changed meanwhile is a step of its own, and the old one stays as it was. */
  private async bringBack(by: -1 | 1): Promise<void> {
    const view = this.history.go(by);
    let whole = view === null;
    try {
      if (view) whole = await this.showAgain(view);
    } finally {
      this.returning--;
      if (view && whole) this.history.amend(this.seen());
      else this.record();
      this.changed();
    }
  }

  /** What `retrace` can do now. */
  get open(): { back: boolean; forth: boolean } {
    return { back: this.history.canUndo, forth: this.history.canRedo };
  }

  private record(): void {
    if (!this.acting && !this.returning) this.history.record(this.seen(), performance.now());
  }
}
