// From the address of a chunk to its mesh: fetched a few at a time, parsed beside the page's thread.
import { fetchChunk } from "./api";
import type { ChunkMesh } from "./chunkmesh";
import type { ChunkAnswer, ChunkRequest } from "./chunk.worker";
import type { ChunkRow, Vec3 } from "./config";

/** A chunk and its shift from the station's origin (metres, Z up). */
export interface PlacedRow extends ChunkRow { shift: Vec3 }

const AT_ONCE = 4;
/** A worker holds on to what it once needed: after so many milliseconds without work it goes, and gives it back. */
const IDLE_MS = 1000;

interface Waiting { chunk: PlacedRow; turn: PromiseWithResolvers<ChunkMesh>; progress: (share: number) => void }

export class ChunkSource {
  private queue: Waiting[] = [];
  private busy = 0;
  private worker: Worker | null = null;
  private readonly asked = new Map<number, PromiseWithResolvers<ChunkMesh>>();
  private readonly ahead = new Map<string, Promise<ChunkMesh>>();
  /** Bytes of chunks that are about to be loaded. */
  private readonly fetched = new Map<string, ArrayBuffer>();
  private count = 0;
  private idle = 0;

  constructor(private readonly signal: AbortSignal) {
    signal.addEventListener("abort", () => this.stop(new DOMException("the viewer was closed", "AbortError")), { once: true });
  }

  /** Begins with these, before anybody can draw them. */
  begin(chunks: readonly PlacedRow[]): void {
    this.summon();
    for (const chunk of chunks) this.ahead.set(chunk.url, this.load(chunk));
  }

  /** Has the bytes of these at hand, a small part of what they take once they are read: `load` then needs no network. Rejects without it. */
  async fetch(chunks: readonly PlacedRow[]): Promise<void> {
    const asked = await Promise.allSettled(chunks.map(async ({ url, bytes }) => {
      if (!this.fetched.has(url)) this.fetched.set(url, await fetchChunk(url, bytes, this.signal, () => undefined));
    }));
    const refused = asked.find((each) => each.status === "rejected");
    if (refused) throw refused.reason;
  }

  /** They are not to be loaded after all. */
  forget(chunks: readonly PlacedRow[]): void {
    for (const { url } of chunks) this.fetched.delete(url);
  }

  /** Rejects when the chunk cannot be fetched or read. Chunks come in the order in which they are asked for. */
  load(chunk: PlacedRow, progress: (share: number) => void = () => undefined): Promise<ChunkMesh> {
    const begun = this.ahead.get(chunk.url);
    if (begun) {
      this.ahead.delete(chunk.url);
      void begun.then(() => progress(1), () => undefined);
      return begun;
    }
    const turn = Promise.withResolvers<ChunkMesh>();
    turn.promise.catch(() => undefined);
    this.queue.push({ chunk, turn, progress });
    this.next();
    return turn.promise;
  }

  private next(): void {
    clearTimeout(this.idle);
    while (this.busy < AT_ONCE && this.queue.length) {
      const { chunk, turn, progress } = this.queue.shift()!;
      this.busy++;
      void this.bring(chunk, progress).then(turn.resolve, turn.reject).finally(() => { this.busy--; this.next(); });
    }
    if (!this.busy && this.worker) this.idle = window.setTimeout(() => this.dismiss(), IDLE_MS);
  }

  private async bring(chunk: PlacedRow, progress: (share: number) => void): Promise<ChunkMesh> {
    const bytes = this.fetched.get(chunk.url) ?? (await fetchChunk(chunk.url, chunk.bytes, this.signal, progress));
    this.fetched.delete(chunk.url);
    const answer = Promise.withResolvers<ChunkMesh>();
    const id = this.count++;
    this.asked.set(id, answer);
    const [x, y, z] = chunk.shift;
    const request: ChunkRequest = { id, bytes, features: chunk.features, shift: [x, z, -y] };
    this.summon().postMessage(request, [bytes]);
    return answer.promise;
  }

  private summon(): Worker {
    if (this.worker) return this.worker;
    const worker = new Worker(new URL("./chunk.worker.ts", import.meta.url), { type: "module" });
    worker.onmessage = ({ data }: MessageEvent<ChunkAnswer>) => {
      const waiting = this.asked.get(data.id);
      this.asked.delete(data.id);
      if (data.mesh) waiting?.resolve(data.mesh);
      else waiting?.reject(new Error(data.error));
    };
    worker.onerror = (event) => this.fail(new Error(event.message || "the chunk worker stopped"));
    return (this.worker = worker);
  }

  private dismiss(): void {
    this.worker?.terminate();
    this.worker = null;
  }

  private stop(reason: Error): void {
    clearTimeout(this.idle);
    this.dismiss();
    this.fail(reason);
    for (const { turn } of this.queue.splice(0)) turn.reject(reason);
  }

  private fail(reason: Error): void {
    for (const waiting of this.asked.values()) waiting.reject(reason);
    this.asked.clear();
  }
}
