import { ContangoError } from "../errors/contangoError.js";
import { Frame } from "../series/frame.js";
import { upperBound } from "../series/search.js";
import type { Series } from "../series/series.js";
import { trustTimeIndex } from "../series/timeIndex.js";
import { coalesce } from "./coalesce.js";
import { findSpike, priceColumnName, type Spike, type SpikeOptions } from "./spikes.js";

/** What became of a merge of stored data with newer data. */
export type NewerMerge<Data extends Series | Frame> =
  | {
      /** There is nothing newer: `merged` is the stored data itself. */
      readonly status: "old-only";
      readonly merged: Data;
      readonly rowsAdded: 0;
    }
  | {
      /** There was nothing stored: `merged` is the new data itself. */
      readonly status: "new-only";
      readonly merged: Data;
      readonly rowsAdded: number;
    }
  | {
      readonly status: "merged";
      readonly merged: Data;
      /** The last rows of `merged`, this many, are new. */
      readonly rowsAdded: number;
    }
  | {
      /** A new row is a spike, so none is added. */
      readonly status: "spike";
      readonly spike: Spike;
      /** The merge that was not accepted; `spike.row` is a row of it. */
      readonly refused: Data;
      /** How many new rows it would have added. */
      readonly rowsRefused: number;
    };

/**
 * Adds to stored data the rows that are later than its last, all or none: if one of them is a {@link Spike}, the
 * merge is refused. Stored rows never change, and a new row at or before the last stored one is left out, so a gap
 * in the stored data stays (see {@link mergeFillingGaps}).
 *
 * A frame keeps the columns of `old`: others of `newer` are dropped, and one that `newer` lacks is missing in the
 * added rows, but the price column has to be there. `SpikeOptions` say what a spike is; `{ maxSpike: Infinity }` checks nothing. Data from a broker that
 * is unsorted or repeats a time is repaired when the series or frame is made.
 *
 * @throws ContangoError `SERIES_PARAMETER`; `COLUMN_MISSING` where `newer` has rows but not the price column of `old`
 * (of its own where nothing is stored); `COLUMN_KIND` where the kinds of a column do not mix.
 * @example
 * const merge = mergeNewer(stored, fetched, { maxSpike: 8 });
 * if (merge.status === "spike") console.log(spikeText(merge.spike));
 */
export function mergeNewer(old: Series, newer: Series, options?: SpikeOptions): NewerMerge<Series>;
export function mergeNewer(old: Frame, newer: Frame, options?: SpikeOptions): NewerMerge<Frame>;
export function mergeNewer(
  old: Series | Frame,
  newer: Series | Frame,
  options: SpikeOptions = {},
): NewerMerge<Series | Frame> {
  if (newer instanceof Frame && newer.length > 0) {
    requirePrices(
      newer,
      priceColumnName(old instanceof Frame && old.length > 0 ? old : newer, options.column),
    );
  }
  const firstNew = old.length === 0 ? 0 : upperBound(newer.time, old.time.at(-1)!);
  const rowsAdded = newer.length - firstNew;
  if (rowsAdded === 0) return { status: "old-only", merged: old, rowsAdded };

  const merged = old.length === 0 ? newer : append(old, newer.rows(firstNew, newer.length));
  const spike = findSpike(merged, { ...options, from: newer.time[firstNew]! });
  if (spike !== undefined) return { status: "spike", spike, refused: merged, rowsRefused: rowsAdded };
  return { status: old.length === 0 ? "new-only" : "merged", merged, rowsAdded };
}

function requirePrices(newer: Frame, column: string): void {
  if (newer.columns.has(column)) return;
  throw new ContangoError(
    "COLUMN_MISSING",
    "prices",
    `the newer data have no price column "${column}", only ${newer.names.map((name) => `"${name}"`).join(", ") || "none"}; ` +
      "give it, or name the price column with { column }",
    { details: { column } },
  );
}

function append(old: Series | Frame, later: Series | Frame): Series | Frame {
  const time = new Float64Array(old.length + later.length);
  time.set(old.time);
  time.set(later.time, old.length);
  return coalesce(old, later, trustTimeIndex(time), old);
}
