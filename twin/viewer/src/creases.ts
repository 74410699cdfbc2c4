// The thin dark lines of a drawing: edges where two faces meet at an angle, or where a face ends.

/** Above the 30° between the facets of a pipe of twelve sides, which should read as round. */
const SHARP = Math.cos((31 * Math.PI) / 180);
/** Faces nearer than this to one plane are flat. */
const FLAT = Math.cos((2 * Math.PI) / 180);
/** A shorter thread (metres) adds nothing to a pipe seen from afar. */
const SHORTEST_THREAD = 0.2;
const SMOOTH = -2, CREASE = -3, CURVED = -4;

export interface Lines {
  creases: Uint32Array;
  /** Lines along round surfaces: what is left of a pipe when it is thinner than a pixel. */
  threads: Uint32Array;
}

/**
 * Pairs of vertex numbers, one pair a line. Vertices at the same place belong together when `group` (their feature)
 * is the same, so that two walls that touch keep their own outlines.
 */
export function findLines(places: ArrayLike<number>, index: ArrayLike<number>, group: ArrayLike<number> | null): Lines {
  const welded = weld(places, group);
  const normals = faceNormals(places, index);
  const table = new EdgeTable(index.length);
  for (let i = 0; i < index.length; i += 3) {
    if (normals[i] === 0 && normals[i + 1] === 0 && normals[i + 2] === 0) continue;
    table.meet(welded[index[i]], welded[index[i + 1]], i, normals);
    table.meet(welded[index[i + 1]], welded[index[i + 2]], i, normals);
    table.meet(welded[index[i + 2]], welded[index[i]], i, normals);
  }
  return { creases: table.creases(), threads: table.threads(places) };
}

/** For each vertex the number of the first one at its place. */
function weld(places: ArrayLike<number>, group: ArrayLike<number> | null): Uint32Array {
  const count = places.length / 3, size = powerAbove(count * 2), mask = size - 1;
  const slots = new Int32Array(size).fill(-1), first = new Uint32Array(count);
  const floats = new Float32Array(3), bits = new Int32Array(floats.buffer);
  for (let v = 0; v < count; v++) {
    const x = places[v * 3], y = places[v * 3 + 1], z = places[v * 3 + 2], g = group ? group[v] : 0;
    floats[0] = x; floats[1] = y; floats[2] = z;
    let slot = mix(bits[0], bits[1], bits[2] ^ Math.imul(g, 0x9e3779b1)) & mask;
    for (;;) {
      const other = slots[slot];
      if (other < 0) { slots[slot] = v; first[v] = v; break; }
      if (places[other * 3] === x && places[other * 3 + 1] === y && places[other * 3 + 2] === z && (!group || group[other] === g)) {
        first[v] = other;
        break;
      }
      slot = (slot + 1) & mask;
    }
  }
  return first;
}

function faceNormals(p: ArrayLike<number>, index: ArrayLike<number>): Float32Array {
  const normals = new Float32Array(index.length);
  for (let i = 0; i < index.length; i += 3) {
    const a = index[i] * 3, b = index[i + 1] * 3, c = index[i + 2] * 3;
    const ux = p[b] - p[a], uy = p[b + 1] - p[a + 1], uz = p[b + 2] - p[a + 2];
    const vx = p[c] - p[a], vy = p[c + 1] - p[a + 1], vz = p[c + 2] - p[a + 2];
    const nx = uy * vz - uz * vy, ny = uz * vx - ux * vz, nz = ux * vy - uy * vx;
    const length = Math.sqrt(nx * nx + ny * ny + nz * nz);
    if (length === 0) continue;
    normals[i] = nx / length; normals[i + 1] = ny / length; normals[i + 2] = nz / length;
  }
  return normals;
}

/** Open-addressed table of undirected edges: the first face seen, then whether the second one bends away. */
class EdgeTable {
  private readonly mask: number;
  private readonly low: Int32Array;
  private readonly high: Int32Array;
  private readonly face: Int32Array;

  constructor(edges: number) {
    const size = powerAbove(edges * 2);
    this.mask = size - 1;
    this.low = new Int32Array(size).fill(-1);
    this.high = new Int32Array(size);
    this.face = new Int32Array(size);
  }

  meet(a: number, b: number, face: number, normals: Float32Array): void {
    if (a === b) return;
    const low = Math.min(a, b), high = Math.max(a, b);
    let slot = mix(low, high, 0) & this.mask;
    while (this.low[slot] >= 0 && (this.low[slot] !== low || this.high[slot] !== high)) slot = (slot + 1) & this.mask;
    if (this.low[slot] < 0) {
      this.low[slot] = low; this.high[slot] = high; this.face[slot] = face;
      return;
    }
    const other = this.face[slot];
    if (other < 0) return;
    // Winding is not to be trusted across the faces of a real file: a flat neighbour turned over is still flat.
    const bend = Math.abs(normals[other] * normals[face] + normals[other + 1] * normals[face + 1] + normals[other + 2] * normals[face + 2]);
    this.face[slot] = bend < SHARP ? CREASE : bend < FLAT ? CURVED : SMOOTH;
  }

  creases(): Uint32Array {
    return this.pairs((face) => face !== SMOOTH && face !== CURVED);
  }

  /** One in three of the long edges within a round surface. */
  threads(p: ArrayLike<number>): Uint32Array {
    return this.pairs((face, low, high) => {
      if (face !== CURVED || low % 3) return false;
      const a = low * 3, b = high * 3;
      return Math.hypot(p[b] - p[a], p[b + 1] - p[a + 1], p[b + 2] - p[a + 2]) > SHORTEST_THREAD;
    });
  }

  private pairs(wanted: (face: number, low: number, high: number) => boolean): Uint32Array {
    const pairs: number[] = [];
    for (let slot = 0; slot <= this.mask; slot++) {
      const low = this.low[slot], high = this.high[slot];
      if (low >= 0 && wanted(this.face[slot], low, high)) pairs.push(low, high);
    }
    return Uint32Array.from(pairs);
  }
}

function mix(a: number, b: number, c: number): number {
  let h = Math.imul(a, 0x85ebca6b) ^ Math.imul(b, 0xc2b2ae35) ^ Math.imul(c, 0x27d4eb2f);
  h ^= h >>> 15;
  h = Math.imul(h, 0x2c1b3c6d);
  return (h ^ (h >>> 13)) >>> 0;
}

function powerAbove(count: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(count, 2)));
}
