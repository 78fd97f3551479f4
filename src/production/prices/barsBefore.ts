import type { BarFrequency } from "../../broker/broker.js";
import { NO_BARS } from "../../prices/contractPrices.js";
import type { Frame } from "../../series/frame.js";
import type { SeriesInfo } from "../../storage/seriesStore.js";
import type { Storage } from "../../storage/storage.js";
import { DAY } from "../../time/civil.js";
import { SPIKE_ROWS } from "./newBars.js";
import { readRows } from "./storedSeries.js";

/** What is stored of one contract. */
export interface StoredBars {
  readonly Hour: SeriesInfo | undefined;
  readonly Day: SeriesInfo | undefined;
  readonly merged: SeriesInfo | undefined;
}

/**
 * What bars of a frequency are added to: those of their own; where neither is stored, but the merged view is (prices that were
 * loaded without their frequency), that.
 */
export function addedTo(stored: StoredBars, frequency: BarFrequency): SeriesInfo | undefined {
  const unsplit = stored.Hour === undefined && stored.Day === undefined;
  return stored[frequency] ?? (unsplit ? stored.merged : undefined);
}

/**
 * The stored bars that new ones have to follow without a spike: what they are added to; the first of a frequency, the merged view
 * before them, so that another unit than that of the other frequency is seen.
 *
 * @param first the time of the first new bar.
 */
export async function barsBefore(
  storage: Storage,
  stored: StoredBars,
  frequency: BarFrequency,
  first: number,
  columns?: readonly string[],
): Promise<Frame> {
  const options = { last: SPIKE_ROWS, ...(columns === undefined ? {} : { columns }) };
  const base = addedTo(stored, frequency);
  if (base !== undefined) return readRows(storage, base, options);
  if (stored.merged === undefined) return NO_BARS;
  return readRows(storage, stored.merged, { ...options, to: beforeSeam(first) });
}

/**
 * The last time of the merged view that a bar is held to: a day before. A daily bar is stamped at the end of its day, and its
 * price is hours older, so that over less than a day a change would look larger than it is.
 */
export const beforeSeam = (time: number): number => time - DAY;
