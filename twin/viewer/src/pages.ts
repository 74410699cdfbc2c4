// Chunks are drawn in pages: few enough that the graphics card is called a few dozen times, whatever the station.
import { concatenate, Palette, type ChunkMesh, type Drawing, type Shapes } from "./chunkmesh";
import type { PickSpan } from "./picking";
import { release } from "./release";
import { joinSorted } from "./sizes";

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

/** What is kept of a page as long as the station is open, and drawn while there is no memory for more. */
export interface Outlines {
  /** Without triangles. */
  spans: PickSpan[];
  /** First feature and number of features of each chunk. */
  features: [number, number][];
  /** Per feature, chunk by chunk: feature in the low 24 bits, palette entry in the high 8. */
  tags: Uint32Array;
}

/** A page in full. Its `drawing` is only for the graphics card: who keeps the page does not keep that. */
export interface Page {
  outlines: Outlines;
  spans: PickSpan[];
  drawing: Drawing;
  triangles: number;
  /** Of memory, here and on the graphics card. */
  bytes: number;
}

/** One set of arrays for the chunks; `palette` is the station's and grows. What the chunks' own drawings held is given back. */
export function layPage(chunks: readonly { mesh: ChunkMesh; firstFeature: number }[], palette: Palette): Page {
  const drawings = chunks.map(({ mesh }) => mesh.drawing);
  const vertices = drawings.reduce((sum, { tags }) => sum + tags.length, 0);
  const places = new Float32Array(vertices * 3), tags = new Uint32Array(vertices);
  const bases: number[] = [];
  let base = 0;
  for (const { mesh, firstFeature } of chunks) {
    bases.push(base);
    places.set(mesh.drawing.places, base * 3);
    retag(mesh, firstFeature, palette, tags, base);
    base += mesh.drawing.tags.length;
  }
  const join = (list: "solid" | "glass" | "creases" | "threads") => joinSorted(drawings.map((drawing) => drawing[list]), bases);
  const drawing: Drawing = { places, tags, solid: join("solid"), glass: join("glass"), creases: join("creases"), threads: join("threads") };
  release(drawings.flatMap(arraysOf));
  const spans = chunks.map(({ mesh: { shapes }, firstFeature }): PickSpan => ({ firstFeature, ...shapes }));
  return {
    outlines: outlinesOf(chunks, palette), spans, drawing,
    triangles: (drawing.solid.index.length + drawing.glass.index.length) / 3,
    bytes: bytesOf(arraysOf(drawing)) + chunks.reduce((sum, { mesh }) => sum + bytesOf(arraysOfShapes(mesh.shapes)), 0),
  };
}

/** The chunks' boxes and colours alone. */
export function outlinesOf(chunks: readonly { mesh: ChunkMesh; firstFeature: number }[], palette: Palette): Outlines {
  const tags = chunks.map(({ mesh, firstFeature }) => {
    const numbers = mesh.colours.map((colour) => palette.numberOfBytes(colour));
    return Uint32Array.from(mesh.paints, (paint, feature) => (((numbers[paint] ?? 0) << 24) | (feature + firstFeature)) >>> 0);
  });
  return {
    spans: chunks.map(({ mesh: { shapes: { boxes, tree, hollow } }, firstFeature }) => ({ firstFeature, boxes, tree, hollow, ...NO_SHAPES })),
    features: chunks.map(({ mesh, firstFeature }) => [firstFeature, mesh.features]), tags: concatenate(tags),
  };
}

const NO_SHAPES = { places: new Uint16Array(0), firsts: new Uint32Array(0), surfaces: [] };

/** Gives back what a chunk has beyond its outlines. */
export function forget({ drawing, shapes }: ChunkMesh): void {
  release([...arraysOf(drawing), ...arraysOfShapes(shapes)]);
}

function arraysOf({ places, tags, solid, glass, creases, threads }: Drawing): (Float32Array | Uint32Array)[] {
  return [places, tags, ...[solid, glass, creases, threads].map(({ index }) => index)];
}

function arraysOfShapes({ places, firsts, surfaces }: Shapes): ArrayBufferView[] {
  return [places, firsts, ...surfaces.flatMap(({ index, starts }) => [index, starts])];
}

function bytesOf(arrays: readonly { byteLength: number }[]): number {
  return arrays.reduce((sum, { byteLength }) => sum + byteLength, 0);
}

function retag({ drawing, colours }: ChunkMesh, firstFeature: number, palette: Palette, into: Uint32Array, base: number): void {
  const numbers = colours.map((colour) => palette.numberOfBytes(colour));
  for (let v = 0; v < drawing.tags.length; v++) {
    const tag = drawing.tags[v];
    into[base + v] = ((numbers[tag >>> 24] << 24) | ((tag & 0xffffff) + firstFeature)) >>> 0;
  }
}
