// Which pages are here in full: everything where there is memory for it, else what is looked at; the rest stands as boxes.
import * as three from "three";

import { choosePages, pageCount, TRIANGLE_BYTES, type Standing } from "./budget";
import { Palette } from "./chunkmesh";
import { HIDE } from "./lenses";
import { boxOf, type PlacedChunk, type StationIndex } from "./loading";
import { forget, layPage, MOST_PAGES, outlinesOf, planPages, type Outlines } from "./pages";
import { upright } from "./stage/camera";
import type { Stage } from "./stage/stage";

export interface KeeperEvents {
  /** A page has come, in full or as boxes. */
  come(): void;
  progress(share: number, bytes: number): void;
  /** Something in the picture is drawn as boxes for want of memory, or nothing is any more. */
  reduced(reduced: boolean): void;
}

interface Kept {
  number: number;
  chunks: PlacedChunk[];
  box: three.Box3;
  /** Null before it has come once. */
  outlines: Outlines | null;
  full: boolean;
  bytes: number;
  seen: number;
  /** It could not be fetched again; the next look tries once more. */
  failed: boolean;
  /** Resolves when it has come once, or when the station came no further. */
  come: Coming;
}

interface Coming { happened: Promise<void>; happen: () => void }

function coming(): Coming {
  let happen: () => void = () => undefined;
  return { happened: new Promise((resolve) => { happen = resolve; }), happen: () => happen() };
}

/** Pages that are fetched at the same time while the station comes: the next one's chunks follow without a pause. */
const AT_ONCE = 2;
/** Boxes and ghosts of boxes are drawn as well when not everything is: the frame has the calls of one page less. */
const MOST_FULL = MOST_PAGES - 1;

export class PageKeeper {
  private readonly palette = new Palette();
  private readonly pages: Kept[];
  private readonly shares = new Map<PlacedChunk, number>();
  private readonly most: number;
  private held: ReadonlySet<Kept> = new Set();
  private looks = 0;
  private busy = false;
  private stale = false;
  private wasReduced = false;

  /** `order` is that in which the chunks are to come; `budget` in bytes. */
  constructor(
    private readonly index: StationIndex, order: readonly PlacedChunk[], private readonly budget: number, private readonly stage: Stage,
    private readonly events: KeeperEvents,
  ) {
    const bytes = order.reduce((sum, { triangles }) => sum + triangles * TRIANGLE_BYTES, 0);
    this.most = bytes <= budget ? MOST_PAGES : MOST_FULL;
    this.pages = planPages(order, pageCount(bytes, budget, MOST_PAGES)).map((chunks, number) => ({
      number, chunks, box: chunks.reduce((box, chunk) => box.union(upright(boxOf(chunk))), new three.Box3()), outlines: null, full: false,
      bytes: chunks.reduce((sum, { triangles }) => sum + triangles * TRIANGLE_BYTES, 0), seen: 0, failed: false, come: coming(),
    }));
  }

  /** Everything once, in full as far as there is memory. Rejects when a chunk fails. */
  async load(): Promise<void> {
    this.busy = true;
    const start = this.standpoint();
    const waiting = new Set(this.pages);
    const lanes = Array.from({ length: AT_ONCE }, async () => {
      while (waiting.size) {
        const page = this.nextOf(waiting, start !== this.standpoint());
        waiting.delete(page);
        await this.bring(page, true);
        this.events.come();
        page.come.happen();
      }
    });
    await Promise.all(lanes).finally(() => { for (const page of this.pages) page.come.happen(); });
    this.busy = false;
    await this.look();
  }

  /** These are selected or kept in sight: their pages stay. */
  hold(features: readonly number[]): void {
    this.held = this.pagesOf(features);
  }

  /** Resolves when what is of these features is here in full, so that it can be reached and outlined; what has not come yet comes next. Without network, as it is. */
  async fetch(features: readonly number[]): Promise<void> {
    const wanted = [...this.pagesOf(features)];
    this.held = new Set([...this.held, ...wanted]);
    for (const page of wanted) {
      await page.come.happened;
      this.held = new Set([...this.held, page]);  // somebody may have chosen something else while it came
      if (page.outlines && !page.full) await this.bringBack(page);
    }
  }

  /** After the eye came to rest or something else is shown: what is looked at comes back, what is not gives its memory. */
  async look(): Promise<void> {
    this.stale = true;
    if (this.busy) return;
    this.busy = true;
    for (const page of this.pages) page.failed = false;
    while (this.stale) {
      this.stale = false;
      this.looks++;
      if (this.pages.some(({ full }) => !full)) await this.settle();
      this.tellReduced();
    }
    this.busy = false;
  }

  /** The graphics card lost what it was given. */
  lost(): void {
    for (const page of this.pages) if (page.outlines) this.coarsen(page);
  }

  private async settle(): Promise<void> {
    for (;;) {
      const next = this.choose().find((page) => page.outlines && !page.full);
      if (!next) break;
      await this.bringBack(next);
    }
    const full = this.pages.filter((page) => page.full);
    if (full.length > this.most || full.reduce((sum, { bytes }) => sum + bytes, 0) > this.budget) this.makeRoom();
  }

  /** What is to be here in full; what cannot be fetched takes nobody's place. */
  private choose(): Kept[] {
    const pages = this.pages.filter(({ failed, full }) => full || !failed);
    return choosePages(pages.map((page) => this.standingOf(page)), this.budget, this.most).map((at) => pages[at]);
  }

  /** The same, now that something is here to take the place: the rest becomes boxes. */
  private makeRoom(): Kept[] {
    const chosen = this.choose();
    for (const page of this.pages) if (page.full && !chosen.includes(page)) this.coarsen(page);
    return chosen;
  }

  private async bring(page: Kept, ask: boolean): Promise<void> {
    const meshes = await Promise.all(page.chunks.map((chunk) => this.index.source.load(chunk, (share) => this.tellProgress(chunk, share))));
    const chunks = meshes.map((mesh, i) => ({ mesh, firstFeature: page.chunks[i].featureBase }));
    if (page.full) return meshes.forEach(forget);
    if (ask && !this.makeRoom().includes(page)) {
      page.outlines = outlinesOf(chunks, this.palette);
      this.stage.setPage(page.number, page.outlines, this.palette);
      return meshes.forEach(forget);
    }
    const laid = layPage(chunks, this.palette);
    Object.assign(page, { outlines: laid.outlines, bytes: laid.bytes, full: true });
    this.stage.setPage(page.number, laid, this.palette);
  }

  /**
   * First its bytes, then room for it: without network nothing goes that cannot come again. The boxes stay then, and nobody is told of anything:
   * who draws anew would rest again, and ask again.
   */
  private async bringBack(page: Kept): Promise<void> {
    const { source } = this.index;
    page.failed = await source.fetch(page.chunks).then(() => false, () => true);
    if (page.failed) return source.forget(page.chunks);
    if (!this.makeRoom().includes(page)) return source.forget(page.chunks);
    page.failed = await this.bring(page, false).then(() => false, () => true);
    if (!page.failed) this.events.come();
  }

  private coarsen(page: Kept): void {
    page.full = false;
    this.stage.setPage(page.number, page.outlines!, this.palette);
  }

  /** The most wanted of the pages: as they were planned, until somebody looks elsewhere. */
  private nextOf(waiting: ReadonlySet<Kept>, moved: boolean): Kept {
    const pages = [...waiting];
    const held = pages.find((page) => this.held.has(page));
    return held ?? (moved ? pages[choosePages(pages.map((page) => this.standingOf(page)), Infinity, 1)[0]] : pages[0]);
  }

  private standingOf(page: Kept): Standing {
    const inPicture = this.stage.sees(page.box);
    if (inPicture) page.seen = this.looks;
    const { bytes, full, seen } = page;
    const { eye, target } = this.stage.eye.pose();
    const distance = page.box.distanceToPoint(new three.Vector3(...eye)) + page.box.distanceToPoint(new three.Vector3(...target));
    return { bytes, full, seen, inPicture, distance, held: this.held.has(page), shown: this.isShown(page) };
  }

  private isShown({ chunks }: Kept): boolean {
    const { modes } = this.stage.states;
    return chunks.some(({ featureBase, features }) => {
      for (let feature = featureBase; feature < featureBase + features; feature++) if (modes[feature] !== HIDE) return true;
      return false;
    });
  }

  private pagesOf(features: readonly number[]): Set<Kept> {
    const has = ({ chunks }: Kept, feature: number) => chunks.some(({ featureBase, features: count }) => feature >= featureBase && feature < featureBase + count);
    return new Set(features.flatMap((feature) => this.pages.filter((page) => has(page, feature))));
  }

  private standpoint(): string {
    return this.stage.eye.camera.matrixWorld.elements.join();
  }

  private tellProgress(chunk: PlacedChunk, share: number): void {
    this.shares.set(chunk, Math.max(share, this.shares.get(chunk) ?? 0));
    let bytes = 0;
    for (const [{ bytes: size }, part] of this.shares) bytes += size * part;
    this.events.progress(this.index.bytes ? bytes / this.index.bytes : 1, Math.round(bytes));
  }

  private tellReduced(): void {
    const reduced = this.pages.some((page) => page.outlines && !page.full && this.isShown(page) && this.stage.sees(page.box));
    if (reduced !== this.wasReduced) this.events.reduced(reduced);
    this.wasReduced = reduced;
  }
}
