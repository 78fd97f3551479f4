import { trustTimeIndex } from "./timeIndex.js";

/** True where two time columns hold the same times. */
export function sameTimes(a: Float64Array, b: Float64Array): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let row = 0; row < a.length; row++) if (a[row] !== b[row]) return false;
  return true;
}

/** Every time of either column, ascending; the first column itself where both are the same. O(n + m). */
export function unionTimes(a: Float64Array, b: Float64Array): Float64Array {
  if (sameTimes(a, b)) return a;
  const out = new Float64Array(a.length + b.length);
  let i = 0;
  let j = 0;
  let count = 0;
  while (i < a.length && j < b.length) {
    const left = a[i]!;
    const right = b[j]!;
    if (left <= right) i++;
    if (right <= left) j++;
    out[count++] = Math.min(left, right);
  }
  while (i < a.length) out[count++] = a[i++]!;
  while (j < b.length) out[count++] = b[j++]!;
  return trustTimeIndex(out.slice(0, count));
}

/** The times that are in both columns; the first column itself where both are the same. O(n + m). */
export function intersectTimes(a: Float64Array, b: Float64Array): Float64Array {
  if (sameTimes(a, b)) return a;
  const out = new Float64Array(Math.min(a.length, b.length));
  let j = 0;
  let count = 0;
  for (let i = 0; i < a.length && j < b.length; i++) {
    const time = a[i]!;
    while (j < b.length && b[j]! < time) j++;
    if (b[j] === time) out[count++] = time;
  }
  return trustTimeIndex(out.slice(0, count));
}

/** Joins many columns pair by pair, so that k columns of n rows cost O(n k log k). */
export function joinAll(
  columns: readonly Float64Array[],
  join: (a: Float64Array, b: Float64Array) => Float64Array,
): Float64Array {
  if (columns.length <= 2) {
    const [first = new Float64Array(0), second = first] = columns;
    return join(first, second);
  }
  const half = columns.length >> 1;
  return join(joinAll(columns.slice(0, half), join), joinAll(columns.slice(half), join));
}
