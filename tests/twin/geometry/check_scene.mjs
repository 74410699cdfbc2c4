// What strangers say of our chunks: the Khronos validator, and three's own loader.
//   node check_scene.mjs NODE_MODULES FILE.glb…
// One JSON line a file: {"errors", "first", "features": {id: [triangles, minx, miny, minz, maxx, maxy, maxz]}},
// boxes in metres, Z-up, relative to the origin of the scene.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [modules, ...files] = process.argv.slice(2);
const from = (path) => import(pathToFileURL(join(resolve(modules), path)).href);
globalThis.self = globalThis;
const validator = createRequire(join(resolve(modules), 'x.js'))('gltf-validator');
const THREE = await from('three/build/three.module.js');
const { GLTFLoader } = await from('three/examples/jsm/loaders/GLTFLoader.js');
const { MeshoptDecoder } = await from('three/examples/jsm/libs/meshopt_decoder.module.js');

for (const file of files) {
  const bytes = readFileSync(file);
  console.log(JSON.stringify({ ...(await validated(bytes)), features: await loaded(bytes) }));
}

async function validated(bytes) {
  const { issues } = await validator.validateBytes(new Uint8Array(bytes), { maxIssues: 0 });
  const first = issues.messages.filter((one) => one.severity === 0).slice(0, 3);
  return { errors: issues.numErrors, first };
}

async function loaded(bytes) {
  const loader = new GLTFLoader().setMeshoptDecoder(MeshoptDecoder);
  const copy = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
  const { scene } = await loader.parseAsync(copy, '');
  scene.updateMatrixWorld(true);
  const root = scene.children[0];
  const zUp = root ? new THREE.Matrix4().makeRotationFromQuaternion(root.quaternion).invert() : null;
  const found = {};
  scene.traverse((object) => object.isMesh && take(object, zUp, found));
  return found;
}

function take(mesh, zUp, found) {
  const placed = new THREE.Matrix4().multiplyMatrices(zUp, mesh.matrixWorld);
  if (!mesh.isInstancedMesh) return triangles(mesh, placed, (vertex) => mesh.geometry.attributes._feature_id_0.getX(vertex), found);
  const local = new THREE.Matrix4();
  for (let instance = 0; instance < mesh.count; instance++) {
    mesh.getMatrixAt(instance, local);
    const feature = mesh.geometry.attributes._FEATURE_ID_0.array[instance];
    triangles(mesh, placed.clone().multiply(local), () => feature, found);
  }
  return undefined;
}

function triangles({ geometry }, matrix, featureOf, found) {
  const { index, attributes } = geometry;
  const point = new THREE.Vector3();
  for (let corner = 0; corner < index.count; corner++) {
    const vertex = index.getX(corner);
    const entry = (found[featureOf(vertex)] ??= [0, Infinity, Infinity, Infinity, -Infinity, -Infinity, -Infinity]);
    if (corner % 3 === 0) entry[0] += 1;
    point.fromBufferAttribute(attributes.position, vertex).applyMatrix4(matrix);
    [point.x, point.y, point.z].forEach((value, axis) => {
      entry[1 + axis] = Math.min(entry[1 + axis], value);
      entry[4 + axis] = Math.max(entry[4 + axis], value);
    });
  }
}
