// What tools of their own (a cut, a walk, the age of the data) add to a viewpoint: each one key of the URL, in a few lines.

export interface Keeper {
  /** What is to be kept, as short text; null when the tool is off. */
  said(): string | null;
  /** Is as it was when this was said; null turns the tool off. `leads`: where the eye is to be is left to it. */
  take(said: string | null, leads: boolean): unknown;
  /** It knows where the eye should be when nothing else says so. */
  readonly leads?: boolean;
  /** The address of what is to be read beside the picture while it is on; null for nothing. */
  readonly reading?: string | null;
}

/** Keys of tools that come once the station stands: what they are to restore is said in their stead until then. */
export const LATE: readonly string[] = ["cut", "measures"];

export class Keeping {
  private readonly keepers = new Map<string, Keeper>();
  private readonly late = new Set(LATE);
  /** What was to be restored before a tool was there, and whether it was said where the eye is. */
  private waiting: Record<string, string> = {};
  private posed = true;

  add(key: string, keeper: Keeper): void {
    this.keepers.set(key, keeper);
    if (key in this.waiting) keeper.take(this.waiting[key], !this.posed && Boolean(keeper.leads));
  }

  /** A tool of that key comes once the station stands. */
  expect(key: string): void {
    this.late.add(key);
  }

  /** What is to be read now. */
  get reading(): string | null {
    return [...this.keepers.values()].map((keeper) => keeper.reading).find(Boolean) ?? null;
  }

  /** By key, what the tools that are on say. */
  said(): Record<string, string> {
    const said = [...this.keepers].flatMap(([key, keeper]) => {
      const text = keeper.said();
      return text === null ? [] : [[key, text] as const];
    });
    const late = [...this.late].filter((key) => !this.keepers.has(key) && key in this.waiting).map((key) => [key, this.waiting[key]] as const);
    return Object.fromEntries([...said, ...late]);
  }

  /** Will one of those that know it say where the eye is to be? */
  leads(more: Record<string, string>): boolean {
    return [...this.keepers].some(([key, keeper]) => keeper.leads && key in more);
  }

  /** `posed`: it is said where the eye is. */
  async restore(more: Record<string, string>, posed: boolean): Promise<void> {
    this.waiting = more;
    this.posed = posed;
    await Promise.all([...this.keepers].map(([key, keeper]) => {
      const wanted = more[key] ?? null;
      return wanted === keeper.said() ? undefined : keeper.take(wanted, !posed && Boolean(keeper.leads));
    }));
  }
}
