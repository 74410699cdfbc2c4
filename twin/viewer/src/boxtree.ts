// A tree over the boxes of a chunk's features, in flat arrays so that a worker can hand it over.

const LEAF = 4;

export interface BoxTree {
  /** Six numbers a node: min xyz, max xyz. */
  bounds: Float32Array;
  /** Two numbers a node: (right child, 0) for an inner one — its left child follows it — or (first item, count). */
  links: Uint32Array;
  items: Uint32Array;
}

/** Builds by halving at the middle box of the longest side. Boxes that are inside out (no shape) are left out. */
export function buildBoxTree(boxes: Float32Array): BoxTree {
  const items = Uint32Array.from(nonEmpty(boxes));
  const nodes = Math.max(1, 2 * items.length);
  const tree = { bounds: new Float32Array(nodes * 6), links: new Uint32Array(nodes * 2), items };
  if (!items.length) return { ...tree, bounds: emptyBounds() };
  let used = 0;
  const split = (first: number, last: number): void => {
    const node = used++;
    enclose(boxes, items, first, last, tree.bounds.subarray(node * 6, node * 6 + 6));
    if (last - first <= LEAF) {
      tree.links.set([first, last - first], node * 2);
      return;
    }
    const axis = longestSide(tree.bounds, node);
    items.subarray(first, last).sort((a, b) => centre(boxes, a, axis) - centre(boxes, b, axis));
    const middle = (first + last) >> 1;
    split(first, middle);
    tree.links.set([used, 0], node * 2);
    split(middle, last);
  };
  split(0, items.length);
  return { bounds: tree.bounds.slice(0, used * 6), links: tree.links.slice(0, used * 2), items };
}

/** Calls `visit(item, limit)` for items whose box the ray enters before `limit`, nearer halves first; `visit` returns the new limit. */
export function alongRay(
  tree: BoxTree, boxes: Float32Array, origin: ArrayLike<number>, direction: ArrayLike<number>, limit: number,
  visit: (item: number, limit: number) => number,
): number {
  const inverse = [1 / direction[0], 1 / direction[1], 1 / direction[2]];
  const stack = [0];
  while (stack.length) {
    const node = stack.pop()!;
    if (entry(tree.bounds, node * 6, origin, inverse) >= limit) continue;
    const right = tree.links[node * 2], count = tree.links[node * 2 + 1];
    if (count) {
      for (let i = right; i < right + count; i++) {
        const item = tree.items[i];
        if (entry(boxes, item * 6, origin, inverse) < limit) limit = visit(item, limit);
      }
    } else if (entry(tree.bounds, (node + 1) * 6, origin, inverse) < entry(tree.bounds, right * 6, origin, inverse)) {
      stack.push(right, node + 1);
    } else {
      stack.push(node + 1, right);
    }
  }
  return limit;
}

/** Calls `visit(item)` for every item whose box meets the box (min xyz, max xyz). */
export function withinBox(tree: BoxTree, boxes: Float32Array, box: ArrayLike<number>, visit: (item: number) => void): void {
  const stack = [0];
  while (stack.length) {
    const node = stack.pop()!;
    if (!meets(tree.bounds, node * 6, box)) continue;
    const right = tree.links[node * 2], count = tree.links[node * 2 + 1];
    if (!count && right) stack.push(node + 1, right);
    for (let i = right; i < right + count; i++) if (meets(boxes, tree.items[i] * 6, box)) visit(tree.items[i]);
  }
}

function meets(bounds: ArrayLike<number>, at: number, box: ArrayLike<number>): boolean {
  return [0, 1, 2].every((axis) => bounds[at + axis] <= box[axis + 3] && bounds[at + axis + 3] >= box[axis]);
}

/** Distance at which the ray enters the box (0 from inside), Infinity when it misses. */
export function entry(bounds: ArrayLike<number>, at: number, origin: ArrayLike<number>, inverse: ArrayLike<number>): number {
  let near = 0, far = Infinity;
  for (let axis = 0; axis < 3; axis++) {
    const low = bounds[at + axis], high = bounds[at + axis + 3];
    if (!Number.isFinite(inverse[axis])) {
      if (origin[axis] < low || origin[axis] > high) return Infinity;
      continue;
    }
    const a = (low - origin[axis]) * inverse[axis], b = (high - origin[axis]) * inverse[axis];
    near = Math.max(near, Math.min(a, b));
    far = Math.min(far, Math.max(a, b));
  }
  return near <= far ? near : Infinity;
}

function nonEmpty(boxes: Float32Array): number[] {
  const items: number[] = [];
  for (let item = 0; item * 6 < boxes.length; item++) if (boxes[item * 6] <= boxes[item * 6 + 3]) items.push(item);
  return items;
}

function emptyBounds(): Float32Array {
  return new Float32Array([Infinity, Infinity, Infinity, -Infinity, -Infinity, -Infinity]);
}

function enclose(boxes: Float32Array, items: Uint32Array, first: number, last: number, into: Float32Array): void {
  into.set(emptyBounds());
  for (let i = first; i < last; i++) {
    const at = items[i] * 6;
    for (let axis = 0; axis < 3; axis++) {
      into[axis] = Math.min(into[axis], boxes[at + axis]);
      into[axis + 3] = Math.max(into[axis + 3], boxes[at + axis + 3]);
    }
  }
}

function longestSide(bounds: Float32Array, node: number): number {
  const side = [0, 1, 2].map((axis) => bounds[node * 6 + axis + 3] - bounds[node * 6 + axis]);
  return side[0] >= side[1] && side[0] >= side[2] ? 0 : side[1] >= side[2] ? 1 : 2;
}

function centre(boxes: Float32Array, item: number, axis: number): number {
  return boxes[item * 6 + axis] + boxes[item * 6 + axis + 3];
}
