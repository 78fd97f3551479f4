import { DAY } from "../time/civil.js";
import { parameterError, requireWhole } from "./parameters.js";

/**
 * The window that ends with each row: its last `window` rows, missing ones included, or the rows of the last `days` days
 * (later than so many days before the row). `minPeriods`: how many values that are not missing a result needs, by default
 * all rows of a `window`, and 1 of `days`. Infinite values count as missing.
 */
export type RollingWindow =
  | { readonly window: number; readonly days?: never; readonly minPeriods?: number }
  | { readonly days: number; readonly window?: never; readonly minPeriods?: number };

/** The windows of a series. */
export interface WindowRows {
  /** The first row of each row's window; never descending. */
  readonly starts: Int32Array;
  /** At least as many rows as the longest window has. */
  readonly longest: number;
  readonly minPeriods: number;
}

/**
 * @throws ContangoError `SERIES_PARAMETER` where the window is not a whole number of rows of at least 1 or a positive
 * number of days, or where `minPeriods` is more than the window has rows.
 */
export function windowRows(time: Float64Array, options: RollingWindow): WindowRows {
  const { window, days } = options;
  if ((window === undefined) === (days === undefined)) {
    throw parameterError("give the window as either window (rows) or days");
  }
  const starts = new Int32Array(time.length);
  if (window !== undefined) {
    requireWhole("window", window, 1);
    const minPeriods = requireWhole("minPeriods", options.minPeriods ?? window, 0);
    if (minPeriods > window) {
      throw parameterError(`minPeriods is ${minPeriods}, more than the window of ${window} rows`);
    }
    for (let row = window; row < starts.length; row++) starts[row] = row - window + 1;
    return { starts, longest: Math.min(window, time.length), minPeriods };
  }
  if (!(days! > 0 && days! < Number.POSITIVE_INFINITY)) {
    throw parameterError(`days is ${days}; give a number above 0`);
  }
  const minPeriods = requireWhole("minPeriods", options.minPeriods ?? 1, 0);
  let longest = 0;
  let start = 0;
  for (let row = 0; row < starts.length; row++) {
    while (time[start]! <= time[row]! - days! * DAY) start++;
    starts[row] = start;
    longest = Math.max(longest, row - start + 1);
  }
  return { starts, longest, minPeriods };
}
