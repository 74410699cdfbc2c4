// Big things first: what is smaller than a pixel is left out of a frame by drawing fewer of a list.

/** Longest sides of a thing's box, metres: class 0 begins at the first, class 1 at the second … the last at nothing. */
export const SMALLEST: readonly number[] = [8, 4, 2, 1, 0.5, 0.25, 0.125, 0];

/** A list of vertices by falling size of their features; entries of class c end at ends[c]. */
export interface Sorted { index: Uint32Array; ends: Uint32Array }

/** The class of each feature, by its box. */
export function sizeClasses(boxes: Float32Array): Uint8Array {
  const classes = new Uint8Array(boxes.length / 6);
  for (let feature = 0; feature < classes.length; feature++) {
    const at = feature * 6;
    const side = Math.max(boxes[at + 3] - boxes[at], boxes[at + 4] - boxes[at + 1], boxes[at + 5] - boxes[at + 2]);
    const found = SMALLEST.findIndex((smallest) => side >= smallest);
    classes[feature] = found < 0 ? SMALLEST.length - 1 : found;
  }
  return classes;
}

/** Counting sort of the list's figures (`corners` vertices each) by the class of their feature. */
export function sortBySize(index: Uint32Array, corners: number, tags: Uint32Array, classes: Uint8Array): Sorted {
  const ends = new Uint32Array(SMALLEST.length), sorted = new Uint32Array(index.length);
  const classOf = (i: number) => classes[tags[index[i]] & 0xffffff];
  for (let i = 0; i < index.length; i += corners) ends[classOf(i)] += corners;
  for (let c = 1; c < ends.length; c++) ends[c] += ends[c - 1];
  const next = Uint32Array.from(ends, (_, c) => (c ? ends[c - 1] : 0));
  for (let i = 0; i < index.length; i += corners) {
    const c = classOf(i);
    for (let k = 0; k < corners; k++) sorted[next[c]++] = index[i + k];
  }
  return { index: sorted, ends };
}

/** The lists of several chunks as one; `bases` are the numbers of their first vertices in the whole. */
export function joinSorted(lists: readonly Sorted[], bases: readonly number[]): Sorted {
  const ends = new Uint32Array(SMALLEST.length);
  for (const list of lists) list.ends.forEach((end, c) => { ends[c] += end; });
  const index = new Uint32Array(ends.at(-1)!);
  let at = 0;
  for (let c = 0; c < SMALLEST.length; c++) {
    lists.forEach((list, n) => {
      for (let i = c ? list.ends[c - 1] : 0; i < list.ends[c]; i++) index[at++] = list.index[i] + bases[n];
    });
  }
  return { index, ends };
}

/** How many entries of the list are of things that may reach `size` metres. */
export function entriesFrom(ends: Uint32Array, size: number): number {
  let last = 0;
  while (last + 1 < SMALLEST.length && SMALLEST[last] > size) last++;
  return ends[last];
}
