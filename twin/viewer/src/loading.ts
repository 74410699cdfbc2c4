// From scene rows to pages: manifests and tables first, then chunks, nearest storey first, parsed beside the page's thread.
import { fetchChunk, fetchFeatures, fetchManifest, fetchScenes } from "./api";
import type { Box, ChunkRow, SceneContents, SceneRow, Storey, Vec3, ViewerConfig } from "./config";
import { Palette, type ChunkMesh } from "./chunkmesh";
import type { ChunkAnswer, ChunkRequest } from "./chunk.worker";
import { featuresOf, joinFeatures, type FeatureTable } from "./features";
import { layPage, planPages, type Page } from "./pages";
import { hallStorey, loadingOrder, unite } from "./storeys";

/** A chunk with where it stands in the station: its first feature among all, its shift from the station's origin (Z up). */
export interface PlacedChunk extends ChunkRow { featureBase: number; shift: Vec3 }

export interface StationIndex {
  table: FeatureTable;
  chunks: PlacedChunk[];
  storeys: Storey[];
  origin: Vec3;
  /** Of everything, metres, Z up, relative to the origin; null for a station without shapes. */
  box: Box | null;
  /** What to look at first: the building without its surroundings, else everything. */
  home: Box | null;
  bytes: number;
}

/** Names and places of everything; no triangle yet. */
export async function loadIndex(config: ViewerConfig, signal: AbortSignal): Promise<StationIndex> {
  const { scenes } = config;
  return placeChunks(config, typeof scenes === "string" ? await fetchContents(scenes, signal) : scenes);
}

async function fetchContents(url: string, signal: AbortSignal): Promise<SceneContents[]> {
  const scenes = await fetchScenes(url, signal);
  return Promise.all(scenes.map(async (scene: SceneRow) => {
    const [manifest, features] = await Promise.all([fetchManifest(scene, signal), fetchFeatures(scene, signal)]);
    return { manifest, features };
  }));
}

export function placeChunks(config: ViewerConfig, scenes: readonly SceneContents[]): StationIndex {
  const table = joinFeatures(scenes.map(({ features }) => features));
  const manifests = scenes.map(({ manifest }) => manifest);
  const origin = manifests[0]?.origin ?? [0, 0, 0];
  const chunks = manifests.flatMap((manifest, scene) => manifest.chunks.map((chunk): PlacedChunk => {
    const shift = manifest.origin.map((value, axis) => value - origin[axis]) as Vec3;
    return { ...chunk, featureBase: table.bases[scene] + chunk.first_feature, shift };
  }));
  const boxes = chunks.map(({ box, shift }) => box.map((value, i) => value + shift[i % 3]) as Box);
  const homes = manifests.flatMap(({ home, origin: from }) =>
    home ? [home.map((value, i) => value + from[i % 3] - origin[i % 3]) as Box] : []);
  const box = unite(boxes);
  const storeys = (config.storeys.length ? config.storeys : table.storeys).map((storey) => ({ ...storey, elevation: storey.elevation ?? 0 }));
  return { table, chunks, storeys, origin, box, home: unite(homes) ?? box, bytes: chunks.reduce((sum, chunk) => sum + chunk.bytes, 0) };
}

/** The storey that matters first: that of what is selected, else the one that is isolated, else the hall. */
export function focusStorey(index: StationIndex, code: string | null, isolated: string | null): string | null {
  const feature = code ? featuresOf(index.table, code)[0] : undefined;
  const at = feature === undefined ? -1 : index.table.storey[feature];
  return index.table.storeys[at]?.id ?? isolated ?? hallStorey(index.storeys, index.chunks);
}

export interface LoadEvents {
  page(page: Page, palette: Palette): void;
  progress(share: number, bytes: number): void;
}

const AT_ONCE = 4;

/** Fetches and parses everything, handing over each page when its last chunk is there. Rejects when a chunk fails. */
export async function loadPages(index: StationIndex, focus: string | null, events: LoadEvents, signal: AbortSignal): Promise<void> {
  const parser = new Parser(signal);
  const palette = new Palette();
  const progress = new Progress(index.chunks, events);
  const order = loadingOrder(index.chunks, index.storeys, focus);
  const waiting = order.map((chunk) => ({ chunk, turn: Promise.withResolvers<ChunkMesh>() }));
  const meshes = new Map(waiting.map(({ chunk, turn }) => [chunk, turn.promise]));
  meshes.forEach((mesh) => mesh.catch(() => undefined));
  const lanes = Array.from({ length: AT_ONCE }, async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { chunk, turn } = next;
      await parser.load(chunk, (share) => progress.tell(chunk, share)).then(turn.resolve, turn.reject);
    }
  });
  try {
    for (const chunks of planPages(order)) {
      const parsed = await Promise.all(chunks.map((chunk) => meshes.get(chunk)!));
      events.page(layPage(parsed.map((mesh, i) => ({ mesh, firstFeature: chunks[i].featureBase })), palette), palette);
    }
    await Promise.all(lanes);
  } finally {
    parser.dispose();
  }
}

class Progress {
  private readonly shares = new Map<PlacedChunk, number>();
  private readonly total: number;

  constructor(chunks: readonly PlacedChunk[], private readonly events: LoadEvents) {
    this.total = chunks.reduce((sum, chunk) => sum + chunk.bytes, 0);
  }

  tell(chunk: PlacedChunk, share: number): void {
    this.shares.set(chunk, share);
    let bytes = 0;
    for (const [{ bytes: size }, part] of this.shares) bytes += size * part;
    this.events.progress(this.total ? bytes / this.total : 1, Math.round(bytes));
  }
}

/** The worker, asked one chunk at a time; answers come back by number. */
class Parser {
  private readonly worker = new Worker(new URL("./chunk.worker.ts", import.meta.url), { type: "module" });
  private readonly asked = new Map<number, PromiseWithResolvers<ChunkMesh>>();
  private count = 0;

  constructor(private readonly signal: AbortSignal) {
    this.worker.onmessage = ({ data }: MessageEvent<ChunkAnswer>) => {
      const waiting = this.asked.get(data.id);
      this.asked.delete(data.id);
      if (data.mesh) waiting?.resolve(data.mesh);
      else waiting?.reject(new Error(data.error));
    };
    this.worker.onerror = (event) => this.fail(new Error(event.message || "the chunk worker stopped"));
    signal.addEventListener("abort", () => this.dispose(), { once: true });
  }

  async load(chunk: PlacedChunk, progress: (share: number) => void): Promise<ChunkMesh> {
    const bytes = await fetchChunk(chunk.url, chunk.bytes, this.signal, progress);
    const answer = Promise.withResolvers<ChunkMesh>();
    const id = this.count++;
    this.asked.set(id, answer);
    const [x, y, z] = chunk.shift;
    const request: ChunkRequest = { id, bytes, features: chunk.features, shift: [x, z, -y] };
    this.worker.postMessage(request, [bytes]);
    return answer.promise;
  }

  dispose(): void {
    this.worker.terminate();
    this.fail(new DOMException("the viewer was closed", "AbortError"));
  }

  private fail(reason: Error): void {
    for (const waiting of this.asked.values()) waiting.reject(reason);
    this.asked.clear();
  }
}
