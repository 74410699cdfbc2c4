// Which changes make one step of the history: verbs that take a while, or change several things, are one.
import { History } from "./history";
import type { Viewpoint } from "./viewpoint";

export class Steps {
  private readonly history = new History();
  /** Verbs under way. */
  private acting = 0;
  private retracing: Promise<unknown> = Promise.resolve();

  constructor(private readonly seen: () => Viewpoint, private readonly showAgain: (view: Viewpoint) => Promise<unknown>, private readonly changed: () => void) {}

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

  /** One step back (−1) or forth (+1), after those asked for before; nothing at either end. */
  retrace(by: -1 | 1): Promise<unknown> {
    this.record();
    this.retracing = this.retracing.catch(() => undefined).then(() => {
      const view = this.history.go(by);
      return view ? this.goOn(() => this.showAgain(view)) : undefined;
    });
    return this.retracing;
  }

  /** What `retrace` can do now. */
  get open(): { back: boolean; forth: boolean } {
    return { back: this.history.canUndo, forth: this.history.canRedo };
  }

  private record(): void {
    if (!this.acting) this.history.record(this.seen(), performance.now());
  }
}
