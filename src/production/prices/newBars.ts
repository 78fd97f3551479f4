import { type CleaningOptions, cleanBars, type DroppedBars } from "../../prices/cleanBars.js";
import { mergeNewer } from "../../prices/mergeNewer.js";
import type { Spike } from "../../prices/spikes.js";
import type { Frame } from "../../series/frame.js";
import { upperBound } from "../../series/search.js";
import type { Series } from "../../series/series.js";
import { takeFloats, takeRows } from "../../series/takeRows.js";
import { trustTimeIndex } from "../../series/timeIndex.js";

/**
 * How many stored rows a new one is compared with at most: what is further back has no weight left in the average of
 * changes.
 */
export const SPIKE_ROWS = 10_000;

/** Bars that were left out, by reason. */
export interface LeftOutBars extends DroppedBars {
  /** Without a FINAL. */
  readonly missingPrice: number;
}

/** The bars after the last stored one, without those that are not to be trusted, and how many these were. */
export function laterBars(
  fetched: Frame,
  last: number,
  cleaning: CleaningOptions,
): { readonly bars: Frame; readonly leftOut: LeftOutBars } {
  const first = Number.isNaN(last) ? 0 : upperBound(fetched.time, last);
  const { bars, dropped } = cleanBars(fetched.rows(first), cleaning);
  const kept = priced(bars);
  return { bars: kept, leftOut: { ...dropped, missingPrice: bars.length - kept.length } };
}

function priced(bars: Frame): Frame {
  const price = bars.floats("FINAL");
  if (!price.some(Number.isNaN)) return bars;
  const rows = Int32Array.from(bars.time.keys()).filter((row) => !Number.isNaN(price[row]!));
  return takeRows(bars, trustTimeIndex(takeFloats(bars.time, rows)), rows);
}

/** The first spike in new prices that follow stored ones. A jump is also seen where prices are missing in between. */
export function spikeAfter(stored: Series, later: Series, maxSpike: number): Spike | undefined {
  const merge = mergeNewer(stored, later, { maxSpike, acrossGaps: true });
  return merge.status === "spike" ? merge.spike : undefined;
}

const REASONS: Readonly<Record<keyof LeftOutBars, string>> = {
  future: "of the future",
  zeroVolume: "without volume",
  zeroPrice: "with a price of 0",
  negativePrice: "with a negative price",
  missingPrice: "without a price",
};

/** ` (left out: 1 of the future, 2 with a price of 0)`, or nothing. */
export function leftOutText(leftOut: readonly LeftOutBars[]): string {
  const counts = (Object.keys(REASONS) as (keyof LeftOutBars)[]).flatMap((reason) => {
    const count = leftOut.reduce((sum, one) => sum + one[reason], 0);
    return count === 0 ? [] : [`${count} ${REASONS[reason]}`];
  });
  return counts.length === 0 ? "" : ` (left out: ${counts.join(", ")})`;
}
