import type { Frame } from "../../series/frame.js";
import { ewmCorrelations } from "./ewmCorrelation.js";

/**
 * The correlations of each pair of columns over the rows in which both have a (finite) value; NaN below `minPeriods` such
 * rows, and where one of them does not move. As pandas corr.
 *
 * @param frame Float64 columns.
 * @param lengths After how many rows a matrix is wanted, never descending. Default: after all.
 * @yields One matrix for each of `lengths`, row by row.
 * @throws ContangoError `SERIES_PARAMETER`, `COLUMN_KIND`.
 */
export function* pearsonCorrelations(
  frame: Frame,
  options: { readonly minPeriods?: number } = {},
  lengths: Iterable<number> = [frame.length],
): Generator<Float64Array> {
  const everyRow = { ...options, span: Number.POSITIVE_INFINITY };
  for (const matrix of ewmCorrelations(frame, everyRow, lengths)) {
    yield matrix.map((value) => Math.min(1, Math.max(-1, value)));
  }
}
