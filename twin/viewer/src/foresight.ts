// What the keys of wiping would do, worked out for one way of looking before anybody presses them.
import type { Looking } from "./lenses";
import type { Openings } from "./openings";
import type { Wiping } from "./panels/wipekeys";
import { MOST_STEPS } from "./reaching";

/** Milliseconds without a change after which it is worked out. */
const WAIT_MS = 150;

export class Foresight {
  private foreseen: { looking: Looking; wiping: Wiping } | null = null;
  private waiting: ReturnType<typeof setTimeout> | undefined;

  /** `changed` is told when the keys can do something else than it seemed. */
  constructor(private readonly openings: Openings, private readonly looking: () => Looking, private readonly changed: () => void) {}

  /** What they can do now, as far as it is known. */
  get wiping(): Wiping {
    const looking = this.looking();
    if (this.foreseen?.looking === looking) return this.foreseen.wiping;
    const { opening: open, selected } = looking;
    return open ? { more: open.steps < MOST_STEPS, less: open.steps > open.fewest } : { more: selected.length > 0, less: false };
  }

  /** Once nothing has changed for a moment: rays take their time on a weak tablet. */
  soon(): void {
    clearTimeout(this.waiting);
    const { selected, opening } = this.looking();
    if (selected.length || opening) this.waiting = setTimeout(() => this.now(), WAIT_MS);
  }

  now(): void {
    const before = this.wiping, looking = this.looking(), wiping = this.openings.foresee(looking);
    this.foreseen = { looking, wiping };
    if (wiping.more !== before.more || wiping.less !== before.less) this.changed();
  }
}
