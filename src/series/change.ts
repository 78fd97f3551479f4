import { requireWhole } from "./parameters.js";
import { Series } from "./series.js";

/**
 * The values so many rows later (earlier where negative); rows without one are NaN. Times stay.
 *
 * @throws ContangoError `SERIES_PARAMETER` where `rows` is not whole.
 */
export function shift(series: Series, rows = 1): Series {
  requireWhole("the shift", rows, Number.MIN_SAFE_INTEGER);
  const out = new Float64Array(series.length).fill(Number.NaN);
  if (rows >= 0)
    out.set(series.values.subarray(0, Math.max(0, series.length - rows)), Math.min(rows, series.length));
  else out.set(series.values.subarray(Math.min(-rows, series.length)));
  return new Series(series.time, out, series.name);
}

/**
 * Each value less the one so many rows before; NaN where either is.
 *
 * @throws ContangoError `SERIES_PARAMETER` where `rows` is not whole.
 */
export function diff(series: Series, rows = 1): Series {
  requireWhole("the row distance", rows, Number.MIN_SAFE_INTEGER);
  const { values } = series;
  const out = new Float64Array(series.length);
  for (let row = 0; row < out.length; row++) out[row] = values[row]! - (values[row - rows] ?? Number.NaN);
  return new Series(series.time, out, series.name);
}

/** The running total; NaN stays NaN at its row and counts as nothing in the total. */
export function cumulativeSum(series: Series): Series {
  const { values } = series;
  const out = new Float64Array(series.length);
  let total = 0;
  for (let row = 0; row < out.length; row++) {
    const value = values[row]!;
    if (!Number.isNaN(value)) total += value;
    out[row] = Number.isNaN(value) ? Number.NaN : total;
  }
  return new Series(series.time, out, series.name);
}
