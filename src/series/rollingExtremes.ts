import { type RollingWindow, windowRows } from "./rollingWindow.js";
import { Series } from "./series.js";

/**
 * The lowest value in the window that ends with each row. As pandas rolling(...).min(). O(n).
 *
 * @throws ContangoError `SERIES_PARAMETER`.
 */
export function rollingMin(series: Series, options: RollingWindow): Series {
  return extremes(series, options, -1);
}

/**
 * The highest value in the window that ends with each row. As pandas rolling(...).max(). O(n).
 *
 * @throws ContangoError `SERIES_PARAMETER`.
 */
export function rollingMax(series: Series, options: RollingWindow): Series {
  return extremes(series, options, 1);
}

/**
 * A monotonic queue: it holds the rows of the window that no later row beats, so that its head is the extreme. Every row
 * enters once and leaves once. `sign` is 1 for the highest, -1 for the lowest.
 */
function extremes(series: Series, options: RollingWindow, sign: 1 | -1): Series {
  const { starts, minPeriods } = windowRows(series.time, options);
  const { values } = series;
  const out = new Float64Array(values.length);
  const queue = new Int32Array(values.length);
  let head = 0;
  let tail = 0;
  let count = 0;
  let left = 0;
  for (let row = 0; row < out.length; row++) {
    const value = values[row]! * sign;
    if (Number.isFinite(value)) {
      count++;
      while (tail > head && values[queue[tail - 1]!]! * sign <= value) tail--;
      queue[tail++] = row;
    }
    const start = starts[row]!;
    for (; left < start; left++) if (Number.isFinite(values[left]!)) count--;
    while (tail > head && queue[head]! < start) head++;
    out[row] = tail > head && count >= minPeriods ? values[queue[head]!]! : Number.NaN;
  }
  return new Series(series.time, out, series.name);
}
