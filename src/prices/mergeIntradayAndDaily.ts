import type { Frame } from "../series/frame.js";
import { mergeFillingGaps } from "./mergeFillingGaps.js";

/**
 * A contract's intraday and daily bars as one frame: every time of either; where both have a row, each column's
 * daily value, or the intraday one where that is missing. Where a side has no rows the other is returned as it is;
 * else the columns are those of `daily`.
 *
 * @throws ContangoError `COLUMN_KIND` where the kinds of a column do not mix.
 * @example
 * const mixed = mergeIntradayAndDaily(hourly, daily);
 */
export function mergeIntradayAndDaily(intraday: Frame, daily: Frame): Frame {
  return mergeFillingGaps(daily, intraday);
}
