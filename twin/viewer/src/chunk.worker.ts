// Beside the page's own thread: bytes of a chunk in, arrays for the graphics card out.
import { MeshoptDecoder } from "three/examples/jsm/libs/meshopt_decoder.module.js";

import { assemble, type ChunkMesh } from "./chunkmesh";
import { readBatches } from "./glb";

export interface ChunkRequest { id: number; bytes: ArrayBuffer; features: number; shift: [number, number, number] }
export interface ChunkAnswer { id: number; mesh?: ChunkMesh; error?: string }

const reply = (answer: ChunkAnswer, transfer: Transferable[] = []) => (self as unknown as Worker).postMessage(answer, transfer);

self.onmessage = async ({ data }: MessageEvent<ChunkRequest>) => {
  try {
    await MeshoptDecoder.ready;
    const mesh = assemble(readBatches(data.bytes, MeshoptDecoder), data.features, data.shift);
    reply({ id: data.id, mesh }, buffersOf(mesh));
  } catch (error) {
    reply({ id: data.id, error: String(error) });
  }
};

function buffersOf({ drawing, shapes, paints }: ChunkMesh): Transferable[] {
  const { solid, glass, creases, threads } = drawing;
  const { boxes, tree, firsts, surfaces } = shapes;
  const arrays = [
    drawing.places, drawing.tags, ...[solid, glass, creases, threads].flatMap(({ index, ends }) => [index, ends]),
    boxes, tree.bounds, tree.links, tree.items, shapes.places, firsts, ...surfaces.flatMap(({ index, starts }) => [index, starts]), shapes.hollow, paints,
  ];
  return arrays.map((array) => array.buffer as ArrayBuffer);
}
