// Chunks are drawn in pages: few enough that the graphics card is called a few dozen times, whatever the station.
import { concatenate, Palette, type ChunkMesh } from "./chunkmesh";
import type { PickSpan } from "./picking";

/** Five calls a page at most (surfaces, ghosts, glass, creases, threads): with the ground, an outline and the faces and edges of a cut under the budget of 60. */
export const MOST_PAGES = 11;

/** Splits the chunks, in loading order, into at most `most` runs of about equal size. */
export function planPages<Chunk extends { triangles: number }>(chunks: readonly Chunk[], most = MOST_PAGES): Chunk[][] {
  if (chunks.length <= most) return chunks.map((chunk) => [chunk]);
  const total = chunks.reduce((sum, chunk) => sum + chunk.triangles, 0);
  const pages: Chunk[][] = [[]];
  let before = 0;
  for (const chunk of chunks) {
    const room = most - pages.length;
    if (pages.at(-1)!.length && room > 0 && before >= (total * pages.length) / most) pages.push([]);
    pages.at(-1)!.push(chunk);
    before += chunk.triangles;
  }
  return pages;
}

export interface Page {
  places: Float32Array;
  /** Per vertex: feature in the low 24 bits, palette entry in the high 8. */
  tags: Uint32Array;
  solid: Uint32Array;
  glass: Uint32Array;
  creases: Uint32Array;
  threads: Uint32Array;
  spans: PickSpan[];
  /** First feature and number of features of each chunk. */
  features: [number, number][];
}

/** One set of arrays for the chunks; `palette` is the station's and grows. */
export function layPage(chunks: readonly { mesh: ChunkMesh; firstFeature: number }[], palette: Palette): Page {
  const vertices = chunks.reduce((sum, { mesh }) => sum + mesh.tags.length, 0);
  const places = new Float32Array(vertices * 3), tags = new Uint32Array(vertices);
  const solid = concatenate(chunks.map(({ mesh }) => mesh.solid.index));
  const glass = concatenate(chunks.map(({ mesh }) => mesh.glass.index));
  const creases = concatenate(chunks.map(({ mesh }) => mesh.creases)), threads = concatenate(chunks.map(({ mesh }) => mesh.threads));
  const at = { vertex: 0, solid: 0, glass: 0, creases: 0, threads: 0 };
  const spans = chunks.map(({ mesh, firstFeature }): PickSpan => {
    places.set(mesh.places, at.vertex * 3);
    retag(mesh, firstFeature, palette, tags, at.vertex);
    raise(solid, at.solid, mesh.solid.index.length, at.vertex);
    raise(glass, at.glass, mesh.glass.index.length, at.vertex);
    raise(creases, at.creases, mesh.creases.length, at.vertex);
    raise(threads, at.threads, mesh.threads.length, at.vertex);
    const surfaces = [
      { index: solid, starts: mesh.solid.starts, offset: at.solid }, { index: glass, starts: mesh.glass.starts, offset: at.glass },
    ];
    at.vertex += mesh.tags.length;
    at.solid += mesh.solid.index.length;
    at.glass += mesh.glass.index.length;
    at.creases += mesh.creases.length;
    at.threads += mesh.threads.length;
    return { firstFeature, boxes: mesh.boxes, tree: mesh.tree, places, surfaces };
  });
  return { places, tags, solid, glass, creases, threads, spans, features: chunks.map(({ mesh, firstFeature }) => [firstFeature, mesh.features]) };
}

function retag(mesh: ChunkMesh, firstFeature: number, palette: Palette, into: Uint32Array, base: number): void {
  const numbers = mesh.colours.map((colour) => palette.numberOfBytes(colour));
  for (let v = 0; v < mesh.tags.length; v++) {
    const tag = mesh.tags[v];
    into[base + v] = ((numbers[tag >>> 24] << 24) | ((tag & 0xffffff) + firstFeature)) >>> 0;
  }
}

function raise(index: Uint32Array, from: number, count: number, by: number): void {
  if (by) for (let i = from; i < from + count; i++) index[i] += by;
}
