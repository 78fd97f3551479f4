import { multiplePrices, PRICE_COLUMNS } from "../../prices/multiplePrices.js";
import type { Frame } from "../../series/frame.js";
import type { SeriesInfo } from "../../storage/seriesStore.js";
import type { Storage } from "../../storage/storage.js";
import { readRows } from "./storedSeries.js";

/** The end of stored multiple prices, or all of them. */
export interface RecentPrices {
  readonly rows: Frame;
  readonly isWhole: boolean;
}

const FIRST_TRY = 500;
const GROWTH = 6;

/** As many of the last rows as an update depends on: from before the last roll, and from before `from`. */
export async function recentMultiplePrices(
  storage: Storage,
  info: SeriesInfo,
  from: number,
): Promise<RecentPrices> {
  for (let count = FIRST_TRY; count < info.rows; count *= GROWTH) {
    const rows = await readRows(storage, info, { last: count });
    if (reachesBack(rows, from)) return { rows, isWhole: false };
  }
  return { rows: await readRows(storage, info), isWhole: true };
}

/**
 * True where an update of these rows does what one of all would: each label changes within them, the first row has all three
 * and is not later than `from`, and labels are written with eight digits, as an update would write them.
 */
export function reachesBack(rows: Frame, from: number): boolean {
  if (!(rows.time[0]! <= from)) return false;
  const prices = multiplePrices(rows);
  return PRICE_COLUMNS.every((name) => {
    const { values, dictionary } = prices[`${name}_CONTRACT`];
    const last = dictionary[values.at(-1)!];
    const isOther = (code: number): boolean => code >= 0 && dictionary[code] !== last;
    const asStored = rows.strings(`${name}_CONTRACT`).dictionary === dictionary;
    return asStored && values[0]! >= 0 && values.some(isOther);
  });
}
