import { expect, test } from "vitest";

import { readBatches } from "./glb";

const NO_MESHOPT = { decodeGltfBuffer: () => { throw new Error("not compressed"); } };

/** A binary glTF of this JSON and these arrays, each its own buffer view. */
function glb(json: object, arrays: (Uint16Array | Float32Array)[]): ArrayBuffer {
  let at = 0;
  const bufferViews = arrays.map((array) => {
    const view = { buffer: 0, byteOffset: at, byteLength: array.byteLength };
    at += Math.ceil(array.byteLength / 4) * 4;
    return view;
  });
  const text = new TextEncoder().encode(JSON.stringify({ ...json, bufferViews, buffers: [{ byteLength: at }] }));
  const length = Math.ceil(text.length / 4) * 4;
  const bytes = new Uint8Array(28 + length + at).fill(32, 20, 20 + length);
  const header = new DataView(bytes.buffer);
  [0x46546c67, 2, bytes.length, length, 0x4e4f534a].forEach((value, i) => header.setUint32(i * 4, value, true));
  bytes.set(text, 20);
  header.setUint32(20 + length, at, true);
  header.setUint32(24 + length, 0x004e4942, true);
  bufferViews.forEach((view, i) => bytes.set(new Uint8Array(arrays[i].buffer), 28 + length + view.byteOffset));
  return bytes.buffer;
}

const accessor = (bufferView: number, componentType: number, count: number, type: string) => ({ bufferView, componentType, count, type });

test("quantised positions come out through the nodes that scale, move and turn them", () => {
  const bytes = glb({
    scene: 0, scenes: [{ nodes: [0] }],
    nodes: [{ rotation: [-Math.SQRT1_2, 0, 0, Math.SQRT1_2], children: [1] }, { mesh: 0, scale: [0.001, 0.001, 0.001], translation: [10, 0, 0] }],
    meshes: [{ primitives: [{ attributes: { POSITION: 0, _FEATURE_ID_0: 1 }, indices: 2, material: 0 }] }],
    materials: [{ pbrMetallicRoughness: { baseColorFactor: [1, 0, 0, 0.5] } }],
    accessors: [accessor(0, 5123, 3, "VEC3"), accessor(1, 5123, 3, "SCALAR"), accessor(2, 5123, 3, "SCALAR")],
  }, [Uint16Array.of(0, 0, 0, 1000, 0, 0, 0, 0, 2000), Uint16Array.of(4, 4, 4), Uint16Array.of(0, 1, 2)]);

  const [batch] = readBatches(bytes, NO_MESHOPT);

  const [m] = batch.matrices, place = [0, 1, 2].map((row) => m[row] * 0 + m[8 + row] * 2000 + m[12 + row]);
  expect(place.map((value) => Math.round(value * 1000) / 1000 + 0)).toEqual([10, 2, 0]);
  expect([...batch.places]).toEqual([0, 0, 0, 1000, 0, 0, 0, 0, 2000]);
  expect(Array.from(batch.vertexFeatures!)).toEqual([4, 4, 4]);
  expect(batch.colour).toEqual([1, 0, 0, 0.5]);
});

test("instances carry their features and their places", () => {
  const bytes = glb({
    scenes: [{ nodes: [0] }],
    nodes: [{ mesh: 0, extensions: { EXT_mesh_gpu_instancing: { attributes: { TRANSLATION: 2, _FEATURE_ID_0: 3 } } } }],
    meshes: [{ primitives: [{ attributes: { POSITION: 0 }, indices: 1 }] }],
    accessors: [accessor(0, 5126, 3, "VEC3"), accessor(1, 5123, 3, "SCALAR"), accessor(2, 5126, 2, "VEC3"), accessor(3, 5126, 2, "SCALAR")],
  }, [Float32Array.of(0, 0, 0, 1, 0, 0, 0, 1, 0), Uint16Array.of(0, 1, 2), Float32Array.of(0, 0, 0, 5, 6, 7), Float32Array.of(9, 3)]);

  const [batch] = readBatches(bytes, NO_MESHOPT);

  expect(batch.matrices.map((matrix) => [...matrix.subarray(12, 15)])).toEqual([[0, 0, 0], [5, 6, 7]]);
  expect(Array.from(batch.instanceFeatures!)).toEqual([9, 3]);
});

test("bytes that are no binary glTF are refused in words", () => {
  expect(() => readBatches(new ArrayBuffer(64), NO_MESHOPT)).toThrow("not a binary glTF");
});
