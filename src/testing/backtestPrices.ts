import { Series } from "../series/series.js";
import { businessDayOf, dayOfBusinessDay } from "../time/businessDays.js";
import { DAY, dayOf, weekday } from "../time/civil.js";
import { NOTIONAL_CLOSE } from "../time/close.js";
import { type TimeLike, toTime } from "../time/text.js";
import { refuse } from "./marketRefusal.js";
import { randomStream } from "./randomStream.js";

/** What every made-up price has in common: a row at 23:00 of each business day, price units, the same values for the same seed. */
export interface MadePriceOptions {
  /** How many business days (default 500). */
  readonly days?: number;
  /** The first day, or the business day after it (default 2020-01-01). */
  readonly from?: TimeLike;
  /** The price on the first day (default 100). */
  readonly start?: number;
  /** Standard deviation of what is random, a day; 0 for a price without chance. */
  readonly noise?: number;
  /** Any number or text (default 1). */
  readonly seed?: number | string;
  /** Rows that have no price (NaN), such as holidays. */
  readonly missing?: readonly number[];
}

export interface TrendingPriceOptions extends MadePriceOptions {
  /** The mean change a day (default 0.1). */
  readonly drift?: number;
}

/**
 * A price that goes one way: every day it changes by `drift` and a normal random number of standard deviation `noise`
 * (default 0.5). A longer one begins with the same values.
 *
 * @throws ContangoError `MARKET_PARAMETER` for a number that is not finite, negative noise, or a row that does not exist.
 * @example
 * trendingPrice({ days: 300, drift: -0.2, seed: "falling" });
 */
export function trendingPrice(options: TrendingPriceOptions = {}): Series {
  const { drift = 0.1, noise = 0.5, start = 100 } = options;
  requireFinite({ drift });
  const shock = shocks(options, noise);
  let level = start;
  return madePrice(options, noise, (row) => {
    if (row > 0) level += drift + shock();
    return level;
  });
}

export interface RangingPriceOptions extends MadePriceOptions {
  /** How far the price goes from `start`, up and down, without noise (default 10). */
  readonly range?: number;
  /** Business days from one top to the next (default 60). */
  readonly period?: number;
}

/**
 * A price that goes up and down about `start` as a sine, with a normal random number of standard deviation `noise` (default
 * 0.5) added each day that is forgotten the next.
 *
 * @throws ContangoError `MARKET_PARAMETER`, as {@link trendingPrice}, and for a period below two days.
 */
export function rangingPrice(options: RangingPriceOptions = {}): Series {
  const { range = 10, period = 60, noise = 0.5, start = 100 } = options;
  requireFinite({ range, period });
  if (period < 2) throw refuse(`the period was ${period} days; give two or more`);
  const shock = shocks(options, noise);
  return madePrice(
    options,
    noise,
    (row) => start + range * Math.sin((2 * Math.PI * row) / period) + (row === 0 ? 0 : shock()),
  );
}

export interface GappingPriceOptions extends TrendingPriceOptions {
  /** By how much the price jumps, once (default −10). */
  readonly gap?: number;
  /** The row of the first price after the jump (default the middle one). */
  readonly at?: number;
}

/**
 * A price that jumps once, from one close to the next, and else drifts (default 0) with noise (default 0.5).
 *
 * @throws ContangoError `MARKET_PARAMETER`, as {@link trendingPrice}.
 * @example
 * gappingPrice({ days: 200, gap: -15, at: 120 });
 */
export function gappingPrice(options: GappingPriceOptions = {}): Series {
  const { gap = -10, drift = 0, days = 500, at = Math.floor(days / 2) } = options;
  requireFinite({ gap });
  const { time, values } = trendingPrice({ ...options, drift });
  requireRow("the gap", at, time.length);
  return new Series(
    time,
    values.map((value, row) => (row >= at ? value + gap : value)),
    "price",
  );
}

/**
 * What one unit of a currency is worth in another, a row at 23:00 of each business day: `start` (default 1), changed each day
 * by `drift` and noise (both 0 where they are not given).
 *
 * @throws ContangoError `MARKET_PARAMETER`, as {@link trendingPrice}.
 * @example
 * backtestDataOf([instrumentData({ currency: "EUR" })], { EURUSD: fxRate({ start: 1.1 }) });
 */
export function fxRate(options: TrendingPriceOptions = {}): Series {
  return trendingPrice({ start: 1, drift: 0, noise: 0, ...options }).named("fx");
}

/** A price from what it is in each row, rows being asked for in order. */
function madePrice(options: MadePriceOptions, noise: number, value: (row: number) => number): Series {
  const { days = 500, from = "2020-01-01", start = 100, missing = [] } = options;
  requireFinite({ start, noise });
  if (noise < 0) throw refuse(`the noise was ${noise}; give a number of zero or more`);
  if (!(Number.isSafeInteger(days) && days >= 1 && days <= 1_000_000)) {
    throw refuse(`a price of ${days} days was asked for; give a whole number from 1 to 1,000,000`);
  }
  const values = Float64Array.from({ length: days }, (_, row) => value(row));
  for (const row of missing) {
    requireRow("a missing price", row, days);
    values[row] = Number.NaN;
  }
  return new Series(closesFrom(toTime(from), days), values, "price");
}

/** 23:00 of so many business days, the first of them at or after the day of a time. */
function closesFrom(from: number, days: number): Float64Array {
  const first = businessDayOf(dayOf(from)) + (weekday(dayOf(from)) > 4 ? 1 : 0);
  return Float64Array.from(
    { length: days },
    (_, row) => dayOfBusinessDay(first + row) * DAY + NOTIONAL_CLOSE,
  );
}

function shocks({ seed = 1 }: MadePriceOptions, noise: number): () => number {
  const random = randomStream(seed);
  return () => noise * random.normal();
}

function requireFinite(named: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(named)) {
    if (!Number.isFinite(value)) throw refuse(`the ${name} was ${String(value)}; give a number`);
  }
}

/** Refuses a row that a price does not have. @throws ContangoError `MARKET_PARAMETER`. */
export function requireRow(what: string, row: number, rows: number): void {
  if (Number.isSafeInteger(row) && row >= 0 && row < rows) return;
  throw refuse(`${what} was put in row ${row} of ${rows}; give a whole number from 0 to ${rows - 1}`);
}
