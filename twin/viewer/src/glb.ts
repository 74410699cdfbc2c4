// A binary glTF, read as far as a scene's chunks go: quantised or float positions, feature ids, instances, meshopt.
import type { MeshoptDecoder as Decoder } from "three/examples/jsm/libs/meshopt_decoder.module.js";

export type MeshoptDecoder = Pick<typeof Decoder, "decodeGltfBuffer">;

/** A primitive where the chunk places it: once per matrix (column-major, 16 numbers), with a feature per vertex or per matrix. */
export interface Batch {
  places: Float32Array;
  index: Uint32Array;
  matrices: Float64Array[];
  /** Local feature id of each vertex, null when each instance is one feature. */
  vertexFeatures: ArrayLike<number> | null;
  instanceFeatures: ArrayLike<number> | null;
  /** Linear RGBA as glTF has it. */
  colour: [number, number, number, number];
}

const COMPONENTS = { SCALAR: 1, VEC2: 2, VEC3: 3, VEC4: 4 } as const;
const ARRAYS = { 5120: Int8Array, 5121: Uint8Array, 5122: Int16Array, 5123: Uint16Array, 5125: Uint32Array, 5126: Float32Array } as const;
const FULL_SCALE: Record<number, number> = { 5120: 127, 5121: 255, 5122: 32767, 5123: 65535, 5126: 1 };
const GREY: Batch["colour"] = [0.6, 0.6, 0.6, 1];

/* eslint-disable @typescript-eslint/no-explicit-any -- glTF's JSON is as free as it is */
type Json = any;

/** Everything the chunk draws. Throws an Error that names what is wrong with the bytes. */
export function readBatches(bytes: ArrayBuffer, decoder: MeshoptDecoder): Batch[] {
  const gltf = open(bytes, decoder);
  const batches: Batch[] = [];
  const scene = gltf.json.scenes?.[gltf.json.scene ?? 0] ?? { nodes: [] };
  const walk = (at: number, above: Float64Array): void => {
    const node = gltf.json.nodes[at];
    const matrix = multiply(above, nodeMatrix(node));
    if (node.mesh !== undefined) batches.push(...nodeBatches(gltf, node, matrix));
    for (const child of node.children ?? []) walk(child, matrix);
  };
  for (const root of scene.nodes) walk(root, identity());
  return batches;
}

interface Gltf { json: Json; view(at: number): { bytes: Uint8Array; stride: number } }

function open(bytes: ArrayBuffer, decoder: MeshoptDecoder): Gltf {
  const header = new DataView(bytes);
  if (bytes.byteLength < 20 || header.getUint32(0, true) !== 0x46546c67) throw new Error("not a binary glTF");
  const jsonLength = header.getUint32(12, true);
  const json = JSON.parse(new TextDecoder().decode(new Uint8Array(bytes, 20, jsonLength)));
  const binary = new Uint8Array(bytes, Math.min(28 + jsonLength, bytes.byteLength));
  const views = new Map<number, { bytes: Uint8Array; stride: number }>();
  const view = (at: number) => {
    if (!views.has(at)) views.set(at, readView(json.bufferViews[at], binary, decoder));
    return views.get(at)!;
  };
  return { json, view };
}

function readView(view: Json, binary: Uint8Array, decoder: MeshoptDecoder): { bytes: Uint8Array; stride: number } {
  const packed = view.extensions?.EXT_meshopt_compression ?? view.extensions?.KHR_meshopt_compression;
  if (!packed) {
    const start = view.byteOffset ?? 0;
    return { bytes: binary.subarray(start, start + view.byteLength), stride: view.byteStride ?? 0 };
  }
  const target = new Uint8Array(packed.count * packed.byteStride);
  const start = packed.byteOffset ?? 0;
  const source = binary.subarray(start, start + packed.byteLength);
  decoder.decodeGltfBuffer(target, packed.count, packed.byteStride, source, packed.mode, packed.filter ?? "NONE");
  return { bytes: target, stride: packed.byteStride };
}

/** An accessor as a tight array; `real` turns normalised integers into numbers. */
function read(gltf: Gltf, at: number, real = false): Float32Array | Uint8Array | Int8Array | Uint16Array | Int16Array | Uint32Array {
  const accessor = gltf.json.accessors[at];
  const type = accessor.componentType as keyof typeof ARRAYS;
  const Kind = ARRAYS[type], width = COMPONENTS[accessor.type as keyof typeof COMPONENTS];
  const { bytes, stride } = gltf.view(accessor.bufferView);
  const step = stride || width * Kind.BYTES_PER_ELEMENT;
  const values = new (real ? Float32Array : Kind)(accessor.count * width);
  const source = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const get = getter(source, type);
  const scale = real && accessor.normalized ? 1 / FULL_SCALE[type] : 1;
  for (let i = 0, at = accessor.byteOffset ?? 0; i < accessor.count; i++, at += step) {
    for (let k = 0; k < width; k++) values[i * width + k] = get(at + k * Kind.BYTES_PER_ELEMENT) * scale;
  }
  return values;
}

function getter(view: DataView, type: keyof typeof ARRAYS): (at: number) => number {
  switch (type) {
    case 5120: return (at) => view.getInt8(at);
    case 5121: return (at) => view.getUint8(at);
    case 5122: return (at) => view.getInt16(at, true);
    case 5123: return (at) => view.getUint16(at, true);
    case 5125: return (at) => view.getUint32(at, true);
    case 5126: return (at) => view.getFloat32(at, true);
  }
}

function nodeBatches(gltf: Gltf, node: Json, matrix: Float64Array): Batch[] {
  const instancing = node.extensions?.EXT_mesh_gpu_instancing?.attributes;
  const matrices = instancing ? instanceMatrices(gltf, instancing).map((one) => multiply(matrix, one)) : [matrix];
  const instanceFeatures = instancing?._FEATURE_ID_0 === undefined ? null : read(gltf, instancing._FEATURE_ID_0);
  return gltf.json.meshes[node.mesh].primitives.map((primitive: Json) => {
    const places = read(gltf, primitive.attributes.POSITION, true) as Float32Array;
    const ids = primitive.attributes._FEATURE_ID_0;
    const index = primitive.indices === undefined ? counting(places.length / 3) : Uint32Array.from(read(gltf, primitive.indices));
    const vertexFeatures = instanceFeatures || ids === undefined ? null : read(gltf, ids);
    const material = gltf.json.materials?.[primitive.material]?.pbrMetallicRoughness?.baseColorFactor;
    return { places, index, matrices, vertexFeatures, instanceFeatures, colour: material ?? GREY };
  });
}

function instanceMatrices(gltf: Gltf, attributes: Json): Float64Array[] {
  const moves = attributes.TRANSLATION === undefined ? null : read(gltf, attributes.TRANSLATION, true);
  const turns = attributes.ROTATION === undefined ? null : read(gltf, attributes.ROTATION, true);
  const scales = attributes.SCALE === undefined ? null : read(gltf, attributes.SCALE, true);
  const count = gltf.json.accessors[attributes.TRANSLATION ?? attributes.ROTATION ?? attributes.SCALE].count;
  return Array.from({ length: count }, (_, i) => compose(
    moves?.subarray(i * 3, i * 3 + 3) ?? [0, 0, 0], turns?.subarray(i * 4, i * 4 + 4) ?? [0, 0, 0, 1], scales?.subarray(i * 3, i * 3 + 3) ?? [1, 1, 1],
  ));
}

function nodeMatrix(node: Json): Float64Array {
  if (node.matrix) return Float64Array.from(node.matrix);
  return compose(node.translation ?? [0, 0, 0], node.rotation ?? [0, 0, 0, 1], node.scale ?? [1, 1, 1]);
}

function compose(t: ArrayLike<number>, q: ArrayLike<number>, s: ArrayLike<number>): Float64Array {
  const [x, y, z, w] = [q[0], q[1], q[2], q[3]];
  return Float64Array.of(
    (1 - 2 * (y * y + z * z)) * s[0], 2 * (x * y + z * w) * s[0], 2 * (x * z - y * w) * s[0], 0,
    2 * (x * y - z * w) * s[1], (1 - 2 * (x * x + z * z)) * s[1], 2 * (y * z + x * w) * s[1], 0,
    2 * (x * z + y * w) * s[2], 2 * (y * z - x * w) * s[2], (1 - 2 * (x * x + y * y)) * s[2], 0,
    t[0], t[1], t[2], 1,
  );
}

function multiply(a: Float64Array, b: Float64Array): Float64Array {
  const product = new Float64Array(16);
  for (let column = 0; column < 4; column++) {
    for (let row = 0; row < 4; row++) {
      for (let k = 0; k < 4; k++) product[column * 4 + row] += a[k * 4 + row] * b[column * 4 + k];
    }
  }
  return product;
}

function identity(): Float64Array {
  return compose([0, 0, 0], [0, 0, 0, 1], [1, 1, 1]);
}

function counting(count: number): Uint32Array {
  return Uint32Array.from({ length: count }, (_, i) => i);
}
