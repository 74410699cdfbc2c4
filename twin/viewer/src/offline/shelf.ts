// Where kept answers lie: one cache for each version and reader; another's is emptied as soon as she is known.
import { budget, KEPT_AT, KEPT_BYTES, mayBeKept, titleOf, toEvict, type Entry, type Reader } from "./rules";
import { scope } from "./scope";

export const PREFIX = "station-twin-";
export const SHELL = `${PREFIX}shell-${scope.stationTwinOffline.version}`;
const READERS = `${PREFIX}reader`;
const KEPT = `${PREFIX}kept-`;
const MINE = new URL("/offline/reader", scope.location.origin).href;
const LEDGER = new URL("/offline/ledger", scope.location.origin).href;

export interface Label { title?: string; group?: string; set?: string; model?: string }

/** How the last list went, which ended at `ran`; nothing on it is older than `at`. `missing` could not be had, `short` for
 * want of room. */
export interface Summary { set: string; ran: number; at: number; bytes: number; missing: number; short: boolean; leftOut: { title: string; why: string }[] }

export class NoRoom extends Error {}

let current: Promise<Shelf | null> | null = null;

/** The shelf of who uses this device; null when nobody is signed in, or her session is over. */
export async function shelf(): Promise<Shelf | null> {
  const found = await (current ??= open());
  if (found && found.reader.until < Date.now()) {
    void forget();
    return null;
  }
  return found;
}

async function open(): Promise<Shelf | null> {
  const told = await (await caches.open(READERS)).match(MINE);
  return told ? Shelf.of((await told.json()) as Reader) : null;
}

/** From now on it is her device; whatever was kept for another goes. */
export function belongTo(reader: Reader): Promise<Shelf> {
  return inTurn(async () => {
    const before = await (current ??= open());
    if (before && before.reader.token === reader.token) return before;
    await empty();
    await (await caches.open(READERS)).put(MINE, Response.json(reader));
    const found = Shelf.of(reader);
    current = found;
    return found;
  });
}

/** Nothing of anybody is left; the shell stays. */
export function forget(): Promise<void> {
  current = Promise.resolve(null);
  return inTurn(empty);
}

let turn: Promise<unknown> = Promise.resolve();

/** One change of hands after the other: what one empties the next has not begun to fill. */
function inTurn<T>(act: () => Promise<T>): Promise<T> {
  const next = turn.then(act);
  turn = next.catch(() => undefined);
  return next;
}

async function empty(): Promise<void> {
  const names = (await caches.keys()).filter((name) => name === READERS || name.startsWith(KEPT));
  await Promise.all(names.map((name) => caches.delete(name)));
}

/** What earlier versions left: their shell, and pages that are drawn with it. */
export async function sweep(): Promise<void> {
  const ours = `${KEPT}${scope.stationTwinOffline.version}-`;
  const old = (name: string) => name.startsWith(PREFIX) && name !== SHELL && name !== READERS && !name.startsWith(ours);
  await Promise.all((await caches.keys()).filter(old).map((name) => caches.delete(name)));
}

export class Shelf {
  readonly summaries = new Map<string, Summary>();
  private readonly entries = new Map<string, Entry>();
  private writing: ReturnType<typeof setTimeout> | null = null;

  private constructor(readonly reader: Reader, private readonly cache: Cache) {}

  static async of(reader: Reader): Promise<Shelf> {
    const cache = await caches.open(`${KEPT}${scope.stationTwinOffline.version}-${reader.token}`);
    const found = new Shelf(reader, cache);
    const ledger = await cache.match(LEDGER);
    if (ledger) {
      const { entries, summaries } = (await ledger.json()) as { entries: Entry[]; summaries: Summary[] };
      for (const entry of entries) found.entries.set(entry.key, entry);
      for (const summary of summaries) found.summaries.set(summary.set, summary);
    }
    return found;
  }

  get bytes(): number {
    return this.list().reduce((sum, entry) => sum + entry.bytes, 0);
  }

  list(): Entry[] {
    return [...this.entries.values()];
  }

  entry(key: string): Entry | undefined {
    return this.entries.get(key);
  }

  async get(key: string): Promise<Response | undefined> {
    const found = await this.cache.match(key, { ignoreVary: true });
    const entry = this.entries.get(key);
    if (found && entry) {
      entry.used = Date.now();
      this.write();
    }
    return found;
  }

  takes(answer: Response): boolean {
    return mayBeKept(answer, this.reader, scope.stationTwinOffline.largest);
  }

  /** Keeps what it takes; returns the page's text when it is one. Raises NoRoom. */
  async keep(key: string, answer: Response, label: Label = {}, wanted: ReadonlySet<string> = new Set()): Promise<string | null> {
    const body = await answer.blob();
    const now = Date.now();
    const headers = new Headers(answer.headers);
    for (const name of ["Content-Encoding", "Content-Length"]) headers.delete(name);
    headers.set(KEPT_AT, String(now));
    headers.set(KEPT_BYTES, String(body.size));
    const html = body.type.startsWith("text/html") ? await body.text() : null;
    await this.makeRoom(body.size, wanted);
    await this.cache.put(key, new Response(body, { status: 200, headers })).catch((error: Error) => {
      throw error.name === "QuotaExceededError" ? new NoRoom(key) : error;
    });
    const before = this.entries.get(key);
    const title = label.title || before?.title || (html ? titleOf(html) : "");
    this.entries.set(key, { key, bytes: body.size, at: now, used: now, title, group: label.group ?? before?.group ?? "", set: label.set ?? before?.set ?? "", model: label.model ?? before?.model });
    this.write();
    return html;
  }

  /** It is on a list, though it need not be asked for again. */
  label(key: string, { title, group, set }: Label): void {
    const entry = this.entries.get(key);
    if (entry) Object.assign(entry, { title: title || entry.title, group: group || entry.group, set: set ?? entry.set });
  }

  async remove(key: string): Promise<void> {
    this.entries.delete(key);
    await this.cache.delete(key, { ignoreVary: true });
    this.write();
  }

  conclude(summary: Summary): void {
    this.summaries.set(summary.set, summary);
    this.write();
  }

  private async makeRoom(bytes: number, wanted: ReadonlySet<string>): Promise<void> {
    const most = budget(scope.stationTwinOffline.most, (await navigator.storage?.estimate?.()) ?? {}, this.bytes);
    const going = toEvict(this.list(), most - bytes, wanted);
    if (bytes > most || going.some((key) => wanted.has(key))) throw new NoRoom();
    for (const key of going) await this.remove(key);
  }

  /** Soon, and once for all that happens meanwhile. */
  private write(): void {
    this.writing ??= setTimeout(() => {
      this.writing = null;
      const told = { entries: this.list(), summaries: [...this.summaries.values()] };
      void this.stillHers().then((hers) => (hers ? this.cache.put(LEDGER, Response.json(told)) : undefined));
    }, 300);
  }

  /** A late answer must not write into what was emptied meanwhile. */
  private async stillHers(): Promise<boolean> {
    return (await shelf()) === this;
  }
}
