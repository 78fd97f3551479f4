import type { Frame } from "../series/frame.js";
import { unionTimes } from "../series/joinTimes.js";
import type { Series } from "../series/series.js";
import { coalesce } from "./coalesce.js";

export interface FillingOptions {
  /**
   * True (the default): a stored value stays, a missing one is filled, and every new time is added, earlier ones
   * too. False: a new value replaces the stored one at its time, and no time is added.
   */
  readonly keepOlder?: boolean;
}

/**
 * Stored data completed, or corrected, by other data for the same thing; missing values never replace anything. Where
 * either side has no rows the other is returned as it is. A frame keeps the columns of `old`: others of `newer` are
 * dropped, and one that `newer` lacks stays as it was. Nothing is checked: look at the result with `findSpike`.
 *
 * @throws ContangoError `COLUMN_KIND` where the kinds of a column do not mix.
 * @example
 * const repaired = mergeFillingGaps(stored, fromVendor);
 * const corrected = mergeFillingGaps(stored, fromVendor, { keepOlder: false });
 */
export function mergeFillingGaps(old: Series, newer: Series, options?: FillingOptions): Series;
export function mergeFillingGaps(old: Frame, newer: Frame, options?: FillingOptions): Frame;
export function mergeFillingGaps(
  old: Series | Frame,
  newer: Series | Frame,
  { keepOlder = true }: FillingOptions = {},
): Series | Frame {
  if (newer.length === 0) return old;
  if (old.length === 0) return newer;
  return keepOlder
    ? coalesce(old, newer, unionTimes(old.time, newer.time), old)
    : coalesce(newer, old, old.time, old);
}
