import { ContangoError } from "../errors/contangoError.js";
import type { Frame } from "../series/frame.js";
import { numberText, Series } from "../series/series.js";
import { DAY } from "../time/civil.js";
import { formatTime, type TimeLike, toTime } from "../time/text.js";

/** A change this many times the average is a spike, where no other limit is given. */
export const DEFAULT_MAX_SPIKE = 8;

/** What the weight of a change becomes when the next row comes: that of a span of 500 rows. */
const DECAY = 1 - 2 / (500 + 1);

/** A price change too large to be stored without a person's word. Prices and changes are in price units. */
export interface Spike {
  /** The row of the suspect value in the data that was checked. */
  readonly row: number;
  readonly time: number;
  readonly value: number;
  /** The value before it, and when that was. */
  readonly previous: number;
  readonly previousTime: number;
  /** `value - previous`. */
  readonly change: number;
  /** `change` over the square root of the days it took. */
  readonly dailyChange: number;
  /** The average absolute daily change, this one included. */
  readonly averageDailyChange: number;
  /** `|dailyChange| / averageDailyChange`: what is compared with `maxSpike`. */
  readonly normalisedChange: number;
  readonly maxSpike: number;
}

export interface SpikeOptions {
  /** The largest normalised change that is accepted (default 8); Infinity accepts everything. */
  readonly maxSpike?: number;
  /** The column of a frame to check: by default FINAL, or the first one where there is no FINAL. */
  readonly column?: string;
  /**
   * False (the default) measures from row to row, as pysystemtrade does, so that a jump which hides behind a missing
   * value is not seen. True leaves missing rows out, and so measures from the last value that is there.
   */
  readonly acrossGaps?: boolean;
}

/**
 * The earliest spike of a series, or of a frame's price column; `undefined` where there is none.
 *
 * With d the change from one row to the next over the square root of the days between them, a spike is a row whose
 * |d| is more than `maxSpike` times the exponentially weighted mean of |d| over all rows up to and with it (as
 * pandas `ewm(span=500).mean()`). `from` limits the rows that are tested, not those that the mean is taken over. As
 * the tested change counts in the mean, there can be no spike in the first `maxSpike` changes. An infinite value is
 * always a spike; the row after it is measured from the row before it.
 *
 * @throws ContangoError `SERIES_PARAMETER` for a limit that is not positive; `COLUMN_MISSING`, `COLUMN_KIND`.
 * @example
 * findSpike(closes, { maxSpike: 8, from: "2024-03-01" });
 */
export function findSpike(
  data: Series | Frame,
  options: SpikeOptions & { readonly from?: TimeLike } = {},
): Spike | undefined {
  const { maxSpike = DEFAULT_MAX_SPIKE, acrossGaps = false } = options;
  if (!(maxSpike > 0)) {
    throw new ContangoError(
      "SERIES_PARAMETER",
      "prices",
      `maxSpike was ${maxSpike}; give a positive number, Infinity for no check`,
    );
  }
  if (maxSpike === Number.POSITIVE_INFINITY) return undefined;
  const from = options.from === undefined ? Number.NEGATIVE_INFINITY : toTime(options.from);
  const { time, values } = data instanceof Series ? data : priceColumn(data, options.column);

  let averageDailyChange = Number.NaN;
  let weight = 1;
  let before = -1;
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    if (acrossGaps && Number.isNaN(value)) continue;
    const previous = before < 0 ? Number.NaN : values[before]!;
    const previousTime = before < 0 ? Number.NaN : time[before]!;
    const infinite = Math.abs(value) === Number.POSITIVE_INFINITY;
    if (!infinite) before = row;

    const change = value - previous;
    const dailyChange = change / Math.sqrt((time[row]! - previousTime) / DAY);
    const size = Math.abs(dailyChange);
    let normalisedChange = infinite ? Number.POSITIVE_INFINITY : Number.NaN;
    if (!Number.isNaN(averageDailyChange)) weight *= DECAY;
    if (Number.isFinite(size)) {
      if (Number.isNaN(averageDailyChange)) averageDailyChange = size;
      else averageDailyChange = (weight * averageDailyChange + size) / (weight++ + 1);
      normalisedChange = size / averageDailyChange;
    }

    if (normalisedChange > maxSpike && time[row]! >= from) {
      return {
        row,
        time: time[row]!,
        value,
        previous,
        previousTime,
        change,
        dailyChange,
        averageDailyChange,
        normalisedChange,
        maxSpike,
      };
    }
  }
  return undefined;
}

function priceColumn(frame: Frame, column: string | undefined): Series {
  return frame.series(priceColumnName(frame, column));
}

/** The column of a frame that holds its price: `column`, else FINAL, or the first one where there is no FINAL. */
export function priceColumnName(frame: Frame, column: string | undefined): string {
  return column ?? (frame.columns.has("FINAL") ? "FINAL" : (frame.names[0] ?? "FINAL"));
}

/** A spike in one line, for a log or a mail. */
export function spikeText(spike: Spike): string {
  if (!Number.isFinite(spike.value)) {
    return `${formatTime(spike.time)}: the value is ${numberText(spike.value)}, which no price can be`;
  }
  const times = numberText(Number(spike.normalisedChange.toFixed(1)));
  return (
    `${formatTime(spike.time)}: ${numberText(spike.value)} after ${numberText(spike.previous)} at ` +
    `${formatTime(spike.previousTime)} is ${times} times the average daily change of ` +
    `${numberText(spike.averageDailyChange)}; the limit is ${numberText(spike.maxSpike)}`
  );
}
