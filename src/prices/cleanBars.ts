import type { Frame } from "../series/frame.js";
import { takeFloats, takeRows } from "../series/takeRows.js";
import { trustTimeIndex } from "../series/timeIndex.js";
import { type TimeLike, toTime } from "../time/text.js";

export interface CleaningOptions {
  /** The present moment in the desk's wall time. A daily bar is stamped 23:00, so today's is of the future until then. */
  readonly now: TimeLike;
  /** Drop bars at or after `now` (default true). */
  readonly ignoreFuturePrices?: boolean;
  /** Drop bars whose VOLUME is 0 (default false, as fits daily bars; true fits intraday ones). */
  readonly ignoreZeroVolumes?: boolean;
  /** Drop bars whose FINAL is 0 (default true). */
  readonly ignoreZeroPrices?: boolean;
  /** Drop bars whose FINAL is below 0 (default false). */
  readonly ignoreNegativePrices?: boolean;
}

/** How many bars each rule dropped; a bar that breaks several counts for the first of them. */
export interface DroppedBars {
  readonly future: number;
  readonly zeroVolume: number;
  readonly zeroPrice: number;
  readonly negativePrice: number;
}

/**
 * Bars as a broker gave them, without those that are not to be trusted, before they are merged with stored ones.
 * Missing prices and volumes are kept, as is every bar of a frame without VOLUME under that rule. Where nothing is
 * dropped `bars` itself is returned.
 *
 * @throws ContangoError `COLUMN_MISSING` without FINAL; `COLUMN_KIND`; `TIME_TEXT`, `TIME_VALUE` for `now`.
 * @example
 * const { bars, dropped } = cleanBars(fetched, { now: "2024-03-28 18:00:00", ignoreZeroVolumes: true });
 */
export function cleanBars(
  bars: Frame,
  options: CleaningOptions,
): { readonly bars: Frame; readonly dropped: DroppedBars } {
  const { ignoreFuturePrices = true, ignoreZeroVolumes = false } = options;
  const { ignoreZeroPrices = true, ignoreNegativePrices = false } = options;
  const now = toTime(options.now);
  const price = bars.series("FINAL").values;
  const volume = bars.columns.has("VOLUME") ? bars.series("VOLUME").values : undefined;
  const dropped = { future: 0, zeroVolume: 0, zeroPrice: 0, negativePrice: 0 };
  const kept = new Int32Array(bars.length);
  let length = 0;
  for (let row = 0; row < bars.length; row++) {
    if (ignoreFuturePrices && bars.time[row]! >= now) dropped.future++;
    else if (ignoreZeroVolumes && volume?.[row] === 0) dropped.zeroVolume++;
    else if (ignoreZeroPrices && price[row] === 0) dropped.zeroPrice++;
    else if (ignoreNegativePrices && price[row]! < 0) dropped.negativePrice++;
    else kept[length++] = row;
  }
  if (length === bars.length) return { bars, dropped };
  const rows = kept.subarray(0, length);
  return { bars: takeRows(bars, trustTimeIndex(takeFloats(bars.time, rows)), rows), dropped };
}
