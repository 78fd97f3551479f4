import { requireQuantile } from "./parameters.js";
import { interpolate } from "./reduce.js";
import { type RollingWindow, windowRows } from "./rollingWindow.js";
import { Series } from "./series.js";
import { emptyRows, loadRows, putRow, type SortedRows, seek, takeRow } from "./sortedRows.js";

/**
 * The middle of the values in the window that ends with each row, the mean of the middle two where their count is even.
 * As pandas rolling(...).median(). O(n log w) for w rows in a window.
 *
 * @throws ContangoError `SERIES_PARAMETER`.
 */
export function rollingMedian(series: Series, options: RollingWindow): Series {
  return rollingQuantile(series, 0.5, options);
}

/**
 * The quantile `q` (0 lowest, 1 highest) of the m values in the window that ends with each row: at position q(m − 1) of
 * their order, linear between neighbours. As pandas rolling(...).quantile(q). O(n log w) for w rows in a window: each row is
 * sorted once, in a block as long as a window, and then followed through linked lists (Suomela, "Median filtering is
 * equivalent to sorting", 2014).
 *
 * @throws ContangoError `SERIES_PARAMETER` for the window, or where `q` is outside 0 to 1.
 * @example
 * rollingQuantile(vol, 0.05, { window: 500, minPeriods: 100 });
 */
export function rollingQuantile(series: Series, q: number, options: RollingWindow): Series {
  requireQuantile(q);
  const { starts, longest, minPeriods } = windowRows(series.time, options);
  const { values } = series;
  const out = new Float64Array(values.length);
  // A window is the end of one block, whose rows leave, and the beginning of the next, whose rows come.
  let old = emptyRows(longest);
  let fresh = emptyRows(longest);
  for (let row = 0; row < out.length; row++) {
    if (row === fresh.end) {
      [old, fresh] = [fresh, old];
      loadRows(fresh, values, row, blockEnd(starts, row));
    }
    putRow(fresh, row, old.values[old.cursor]!);
    // What lay before the old block left with its list when the blocks changed places.
    for (let leaving = row === 0 ? 0 : starts[row - 1]!; leaving < starts[row]!; leaving++) {
      if (leaving >= old.first) takeRow(old, leaving);
    }
    const count = old.count + fresh.count;
    out[row] = count > 0 && count >= minPeriods ? quantileOf(old, fresh, q * (count - 1)) : Number.NaN;
  }
  return new Series(series.time, out, series.name);
}

/** The first later row whose window holds nothing before `row`. */
function blockEnd(starts: Int32Array, row: number): number {
  let end = row + 1;
  while (end < starts.length && starts[end]! < row) end++;
  return end;
}

/** The value at a position, counted from 0, in the order of both lists together. */
function quantileOf(a: SortedRows, b: SortedRows, position: number): number {
  const below = Math.floor(position);
  seek(a, b, below);
  const lowA = a.values[a.cursor]!;
  const lowB = b.values[b.cursor]!;
  const fraction = position - below;
  if (lowA <= lowB) return interpolate(lowA, Math.min(a.values[a.next[a.cursor]!]!, lowB), fraction);
  return interpolate(lowB, Math.min(lowA, b.values[b.next[b.cursor]!]!), fraction);
}
