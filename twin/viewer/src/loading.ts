// From scene rows to the index of a station: names and places of everything, and what to fetch first.
import { fetchFeatures, fetchManifest, fetchScenes } from "./api";
import type { Box, KnownScene, Manifest, SceneContents, SceneRow, Storey, Vec3, ViewerConfig } from "./config";
import { featuresOf, joinFeatures, type FeatureTable } from "./features";
import { ChunkSource, type PlacedRow } from "./source";
import { hallStorey, loadingOrder, unite } from "./storeys";

/** A chunk with where it stands in the station: its first feature among all, its shift from the station's origin (Z up). */
export interface PlacedChunk extends PlacedRow { featureBase: number }

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
  source: ChunkSource;
}

/** Names and places of everything; with `ahead`, triangles of the hall are on their way as well when they come. */
export async function loadIndex(config: ViewerConfig, signal: AbortSignal, { ahead }: { ahead: boolean }): Promise<StationIndex> {
  const { scenes, known } = config;
  const source = new ChunkSource(signal);
  if (!known) return placeChunks(config, typeof scenes === "string" ? await fetchContents(scenes, signal) : scenes, source);
  const { origin, rows } = placeRows(known.map(({ manifest }) => manifest));
  const hall = hallStorey(config.storeys, rows.flat());
  const order = loadingOrder(rows.flat(), config.storeys, { focus: hall, near: middleOf(homeOf(known.map(({ manifest }) => manifest), origin)) });
  if (ahead) source.begin(order.filter(({ storey }) => storey === hall).slice(0, MOST_AHEAD));
  return placeChunks(config, await Promise.all(known.map((scene) => withFeatures(scene, signal))), source);
}

/** Chunks that are parsed before there is a stage for them; the page names about as many in its head. */
const MOST_AHEAD = 6;

async function fetchContents(url: string, signal: AbortSignal): Promise<SceneContents[]> {
  const scenes = await fetchScenes(url, signal);
  return Promise.all(scenes.map(async (scene: SceneRow) => {
    const [manifest, features] = await Promise.all([fetchManifest(scene, signal), fetchFeatures(scene, signal)]);
    return { manifest, features };
  }));
}

async function withFeatures(scene: KnownScene, signal: AbortSignal): Promise<SceneContents> {
  return { manifest: scene.manifest, features: await fetchFeatures(scene, signal) };
}

export function placeChunks(config: ViewerConfig, scenes: readonly SceneContents[], source: ChunkSource): StationIndex {
  const table = joinFeatures(scenes.map(({ features }) => features));
  const manifests = scenes.map(({ manifest }) => manifest);
  const { origin, rows } = placeRows(manifests);
  const chunks = rows.flatMap((own, scene) => own.map((chunk): PlacedChunk => ({ ...chunk, featureBase: table.bases[scene] + chunk.first_feature })));
  const box = unite(chunks.map(boxOf));
  const storeys = (config.storeys.length ? config.storeys : table.storeys).map((storey) => ({ ...storey, elevation: storey.elevation ?? 0 }));
  const bytes = chunks.reduce((sum, chunk) => sum + chunk.bytes, 0);
  return { table, chunks, storeys, origin, box, home: homeOf(manifests, origin) ?? box, bytes, source };
}

/** The chunks of each scene, counted from the origin of the first. */
function placeRows(manifests: readonly Manifest[]): { origin: Vec3; rows: PlacedRow[][] } {
  const origin = manifests[0]?.origin ?? [0, 0, 0];
  const rows = manifests.map((manifest) => manifest.chunks.map((chunk) => (
    { ...chunk, shift: manifest.origin.map((value, axis) => value - origin[axis]) as Vec3 }
  )));
  return { origin, rows };
}

/** Of a chunk, metres from the station's origin, Z up. */
export function boxOf({ box, shift }: PlacedRow): Box {
  return box.map((value, i) => value + shift[i % 3]) as Box;
}

function homeOf(manifests: readonly Manifest[], origin: Vec3): Box | null {
  return unite(manifests.flatMap(({ home, origin: from }) => (home ? [home.map((value, i) => value + from[i % 3] - origin[i % 3]) as Box] : [])));
}

export function middleOf(box: Box | null): Vec3 | null {
  return box && [(box[0] + box[3]) / 2, (box[1] + box[4]) / 2, (box[2] + box[5]) / 2];
}

/** The storey that matters first: that of what is selected, else the one that is isolated, else the hall. */
export function focusStorey(index: StationIndex, code: string | null, isolated: string | null): string | null {
  const feature = code ? featuresOf(index.table, code)[0] : undefined;
  const at = feature === undefined ? -1 : index.table.storey[feature];
  return index.table.storeys[at]?.id ?? isolated ?? hallStorey(index.storeys, index.chunks);
}
