// Taking along what the server lists for this reader: one thing after the other, in the background, resumed where it stopped.
import { companions, isFresh, isImmutable, keyOf } from "./rules";
import { readerOf } from "./answering";
import { scope } from "./scope";
import { NoRoom, shelf, type Label, type Shelf, type Summary } from "./shelf";

interface Provision { url: string; group: string; title: string; fragment: boolean; bytes: number; model: string }
interface Listed { items: Provision[]; left_out: { title: string; why: string }[] }

/** Milliseconds during which the list is not asked for again: orders come in. */
const LISTED = 20_000;
const AT_ONCE = 2;

export type Told = (done: number, all: number) => void;

const running = new Map<string, Promise<Summary | null>>();

/** Null when nobody is signed in. `again` asks anew for what is fresh too. Rejects without network. */
export function provision(list: string, again: boolean, tell: Told): Promise<Summary | null> {
  const run = running.get(list) ?? takeAlong(list, again, tell).finally(() => running.delete(list));
  running.set(list, run);
  return run;
}

async function takeAlong(list: string, again: boolean, tell: Told): Promise<Summary | null> {
  const before = (await shelf())?.summaries.get(list);
  if (before && !again && Date.now() - before.ran < LISTED) return before;
  const answer = await fetch(list, { headers: { Accept: "application/json" } });
  const hers = await readerOf(answer, true);
  if (!hers || !answer.ok) return null;
  const { items, left_out } = (await answer.json()) as Listed;
  return new Run(hers, list, items, again, tell).finish(left_out);
}

class Run {
  private readonly wanted: Set<string>;
  private done = 0;
  private missing = 0;
  private short = false;
  /** She left, or somebody else came. */
  private over = false;

  constructor(
    private readonly hers: Shelf, private readonly list: string, private readonly items: Provision[],
    private readonly again: boolean, private readonly tell: Told,
  ) {
    this.wanted = new Set(items.map((item) => this.key(item.url, item.fragment)));
  }

  async finish(leftOut: Summary["leftOut"]): Promise<Summary> {
    const waiting = [...this.items];
    const lanes = Array.from({ length: AT_ONCE }, async () => {
      for (let item = waiting.shift(); item && !this.over; item = waiting.shift()) {
        await this.take(item);
        this.tell((this.done += 1), this.items.length);
      }
    });
    await Promise.all(lanes);
    if (!this.missing && !this.short) await this.clear();
    const summary = {
      set: this.list, ran: Date.now(), at: this.oldest(), bytes: this.hers.bytes, missing: this.missing, short: this.short, leftOut,
    };
    this.hers.conclude(summary);
    return summary;
  }

  /** Since when the line may say that everything is there; shapes do not age. */
  private oldest(): number {
    const ages = this.items.filter(({ bytes }) => !bytes).flatMap(({ url, fragment }) => this.hers.entry(this.key(url, fragment))?.at ?? []);
    return Math.min(Date.now(), ...ages);
  }

  private key(url: string, fragment: boolean): string {
    return keyOf(new URL(url, scope.location.origin), fragment);
  }

  private async take(item: Provision): Promise<void> {
    const key = this.key(item.url, item.fragment);
    const label = { title: item.title, group: item.group, set: this.list, model: item.model };
    const html = await this.ask(item.url, item.fragment, key, label);
    for (const address of html ? companions(html) : []) {
      const beside = this.key(address, false);
      this.wanted.add(beside);
      await this.ask(address, false, beside, { set: this.list });
    }
  }

  /** The text of a page, also of one that is kept already. */
  private async ask(url: string, fragment: boolean, key: string, label: Label & { set: string }): Promise<string | null> {
    const entry = this.hers.entry(key), kept = entry && (await this.hers.get(key));
    if (kept && (isImmutable(kept.headers) || (!this.again && isFresh(entry, label.model ?? "", Date.now())))) {
      this.hers.label(key, label);
      return kept.headers.get("Content-Type")?.startsWith("text/html") ? kept.text() : null;
    }
    try {
      const answer = await fetch(url, { headers: fragment ? { "HX-Request": "true" } : {}, priority: "low" });
      const hers = await readerOf(answer, false);
      this.over ||= hers !== this.hers && (await shelf()) !== this.hers;
      if (hers !== this.hers || !this.hers.takes(answer)) {
        this.missing += 1;
        return null;
      }
      return await this.hers.keep(key, answer, label, this.wanted);
    } catch (error) {
      if (error instanceof NoRoom) this.short = true;
      else this.missing += 1;
      return null;
    }
  }

  /** What this list named once and names no more: an order that was closed, a chunk of an older model. */
  private async clear(): Promise<void> {
    const gone = this.hers.list().filter((entry) => entry.set === this.list && !this.wanted.has(entry.key));
    for (const { key } of gone) await this.hers.remove(key);
  }
}
