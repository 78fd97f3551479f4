import { type TimeLike, toTime, toTimeEnd } from "../time/text.js";
import type { Frame } from "./frame.js";
import { requireWhole } from "./parameters.js";
import { lowerBound, upperBound } from "./search.js";
import type { Series } from "./series.js";

/**
 * The rows from one time to another, both included, without a copy. A text stands for the period it names, as in
 * pandas: `between(price, "2020", "2021-06-30")` ends with the last row of that day. Leave either out for no bound.
 *
 * @throws ContangoError `TIME_TEXT`, `TIME_VALUE`.
 */
export function between<T extends Series | Frame>(data: T, from?: TimeLike, to?: TimeLike): T {
  const first = from === undefined ? 0 : lowerBound(data.time, toTime(from));
  const end = to === undefined ? data.length : upperBound(data.time, toTimeEnd(to));
  return data.rows(first, end) as T;
}

/** The first rows, without a copy. @throws ContangoError `SERIES_PARAMETER` for a negative or broken count. */
export function head<T extends Series | Frame>(data: T, count = 5): T {
  return data.rows(0, requireWhole("the row count", count, 0)) as T;
}

/** The last rows, without a copy. @throws ContangoError `SERIES_PARAMETER` for a negative or broken count. */
export function tail<T extends Series | Frame>(data: T, count = 5): T {
  return data.rows(Math.max(0, data.length - requireWhole("the row count", count, 0))) as T;
}
