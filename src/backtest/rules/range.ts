/** The lowest and highest value in the window of so many rows that ends with each row; NaN for fewer than `needed` values. */
export interface Range {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/**
 * Both extremes of every window at once, by blocks as long as the window: a window is the end of one block and the
 * beginning of the next, whose extremes are run up beforehand from behind and along the way from the front (van Herk, "A
 * fast algorithm for local minimum and maximum filters", 1992). O(n), whatever the window.
 */
export function rollingRange(values: Float64Array, window: number, needed: number): Range {
  const low = new Float64Array(values.length);
  const high = new Float64Array(values.length);
  const tailLow = new Float64Array(window + 1).fill(Number.POSITIVE_INFINITY);
  const tailHigh = new Float64Array(window + 1).fill(Number.NEGATIVE_INFINITY);
  const tailCount = new Int32Array(window + 1);
  for (let block = 0; block < values.length; block += window) {
    const end = Math.min(block + window, values.length);
    let lowest = Number.POSITIVE_INFINITY;
    let highest = Number.NEGATIVE_INFINITY;
    let count = 0;
    for (let row = block; row < end; row++) {
      const value = values[row]!;
      if (Number.isFinite(value)) {
        count++;
        if (value < lowest) lowest = value;
        if (value > highest) highest = value;
      }
      const rest = row - block + 1;
      const enough = count + tailCount[rest]! >= needed;
      low[row] = enough ? Math.min(tailLow[rest]!, lowest) : Number.NaN;
      high[row] = enough ? Math.max(tailHigh[rest]!, highest) : Number.NaN;
    }
    lowest = Number.POSITIVE_INFINITY;
    highest = Number.NEGATIVE_INFINITY;
    count = 0;
    for (let row = end - 1; row >= block; row--) {
      const value = values[row]!;
      if (Number.isFinite(value)) {
        count++;
        if (value < lowest) lowest = value;
        if (value > highest) highest = value;
      }
      tailLow[row - block] = lowest;
      tailHigh[row - block] = highest;
      tailCount[row - block] = count;
    }
  }
  return { low, high };
}
