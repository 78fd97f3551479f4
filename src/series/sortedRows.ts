import { lowerBound } from "./search.js";

/**
 * The values of a block of rows in ascending order, as a doubly linked list of nodes 1, 2, … between the ends 0 (−∞) and the
 * node after the last (+∞). All rows are sorted at once; then they are put in, and later taken out, in the order of
 * time. A cursor stands at the first of the high values.
 */
export interface SortedRows {
  /** The rows of the block: `first` (inclusive) to `end` (exclusive). */
  first: number;
  end: number;
  /** The node of each row, from `first`; 0 where its value is missing. */
  readonly nodes: Int32Array;
  /** By node. */
  readonly values: Float64Array;
  readonly next: Int32Array;
  readonly previous: Int32Array;
  cursor: number;
  /** How many values are in the list, and how many of them lie before the cursor. */
  count: number;
  below: number;
}

/** An empty block that can hold so many rows. */
export function emptyRows(capacity: number): SortedRows {
  const list: SortedRows = {
    first: 0,
    end: 0,
    nodes: new Int32Array(capacity),
    values: new Float64Array(capacity + 2),
    next: new Int32Array(capacity + 2),
    previous: new Int32Array(capacity + 2),
    cursor: 1,
    count: 0,
    below: 0,
  };
  loadRows(list, list.values, 0, 0);
  return list;
}

/** Sorts another block of rows into the list, none of them in it yet. O(m log m). */
export function loadRows(list: SortedRows, source: Float64Array, first: number, end: number): void {
  const { nodes, values, next, previous } = list;
  let size = 0;
  for (let row = first; row < end; row++) if (Number.isFinite(source[row]!)) values[++size] = source[row]!;
  const sorted = values.subarray(1, size + 1).sort();
  values[0] = Number.NEGATIVE_INFINITY;
  values[size + 1] = Number.POSITIVE_INFINITY;
  const equals = next.fill(0, 0, size + 1);
  for (let row = first; row < end; row++) {
    const lowest = lowerBound(sorted, source[row]!);
    nodes[row - first] = Number.isFinite(source[row]!) ? lowest + 1 + equals[lowest]!++ : 0;
  }
  for (let node = 0; node <= size; node++) {
    next[node] = node + 1;
    previous[node + 1] = node;
  }
  // Taken out from the last row to the first, each node keeps the neighbours it has when the rows before it are in.
  for (let row = end - 1; row >= first; row--) unlink(list, nodes[row - first]!);
  list.first = first;
  list.end = end;
  list.cursor = size + 1;
  list.count = 0;
  list.below = 0;
}

/** Puts in the next row of the block. `ceiling`: the first high value of the other half of the window. O(1). */
export function putRow(list: SortedRows, row: number, ceiling: number): void {
  const { next, previous } = list;
  const node = list.nodes[row - list.first]!;
  if (node === 0) return;
  next[previous[node]!] = node;
  previous[next[node]!] = node;
  list.count++;
  if (node > list.cursor) return;
  if (list.values[node]! > ceiling) list.cursor = node;
  else list.below++;
}

/** Takes out the oldest row of a block that was put in whole. O(1). */
export function takeRow(list: SortedRows, row: number): void {
  const node = list.nodes[row - list.first]!;
  if (node === 0) return;
  unlink(list, node);
  list.count--;
  if (node < list.cursor) list.below--;
  else if (node === list.cursor) list.cursor = list.next[node]!;
}

/**
 * Moves the cursors of two lists until exactly `below` of their values lie before them, none of those above any of the
 * others. O(1) a step; a row that comes or goes makes for at most two.
 */
export function seek(a: SortedRows, b: SortedRows, below: number): void {
  while (a.below + b.below < below) {
    const list = a.values[a.cursor]! <= b.values[b.cursor]! ? a : b;
    list.cursor = list.next[list.cursor]!;
    list.below++;
  }
  while (a.below + b.below > below) {
    const beforeA = a.values[a.previous[a.cursor]!]!;
    const beforeB = b.values[b.previous[b.cursor]!]!;
    const list = beforeA >= beforeB ? a : b;
    list.cursor = list.previous[list.cursor]!;
    list.below--;
  }
}

function unlink({ next, previous }: SortedRows, node: number): void {
  if (node === 0) return;
  const after = next[node]!;
  const before = previous[node]!;
  next[before] = after;
  previous[after] = before;
}
