import type { Frame } from "./frame.js";
import { intersectTimes, joinAll, unionTimes } from "./joinTimes.js";
import { onTimes, rowsAt } from "./reindex.js";
import type { Series } from "./series.js";

/** The same list of series and frames, on one shared time index. */
export type Aligned<T extends readonly (Series | Frame)[]> = {
  [K in keyof T]: T[K] extends Frame ? Frame : Series;
};

/**
 * Series and frames on the union of their times; rows that one did not have are missing in it.
 *
 * @throws ContangoError `COLUMN_KIND` for an int64 of a frame that float64 cannot hold.
 * @example
 * const [price, fx] = alignOuter([dailyPrice, dailyFx]);
 */
export function alignOuter<const T extends readonly (Series | Frame)[]>(data: T): Aligned<T> {
  return align(data, unionTimes);
}

/**
 * Series and frames on the times that all of them have.
 *
 * @example
 * const [price, volume] = alignInner([bars.series("FINAL"), bars.series("VOLUME")]);
 */
export function alignInner<const T extends readonly (Series | Frame)[]>(data: T): Aligned<T> {
  return align(data, intersectTimes);
}

function align<const T extends readonly (Series | Frame)[]>(
  data: T,
  join: (a: Float64Array, b: Float64Array) => Float64Array,
): Aligned<T> {
  const times = joinAll(
    data.map((item) => item.time),
    join,
  );
  return data.map((item) => onTimes(item, times, rowsAt)) as Aligned<T>;
}
