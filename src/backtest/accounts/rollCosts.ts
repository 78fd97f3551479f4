import { ContangoError } from "../../errors/contangoError.js";
import type { InstrumentCode } from "../../instruments/codes.js";
import type { Instrument } from "../../instruments/instrument.js";
import { forwardFill } from "../../series/fill.js";
import { lowerBound, upperBound } from "../../series/search.js";
import { Series } from "../../series/series.js";
import { civilFromDays, DAY, dayOf, daysFromCivil } from "../../time/civil.js";
import { tradeCost } from "./costOfTrade.js";

export interface RollCostOptions {
  readonly instrument: Instrument;
  /** How often a year the held contract is rolled, 0 to 365. */
  readonly rollsPerYear: number;
  /** Share of the held position that a roll is charged for: 1 for two outright trades, 0.5 where a spread costs half. */
  readonly rollCostMultiplier: number;
}

/**
 * What rolling a held position costs, zero or more, in the instrument's currency: rolls are spread evenly over each
 * calendar year; each trades out of, and into, the average size held since the one before, and pays spread on one of the
 * two. A roll's price is the last one before its day. Days may fall on weekends.
 *
 * @throws ContangoError `BACKTEST_DATA` where the rolls per year or the multiplier cannot be.
 */
export function rollCosts(held: Series, price: Series, options: RollCostOptions): Series {
  const { rollsPerYear, instrument, rollCostMultiplier } = options;
  check(options);
  const { time, values } = held;
  const times: number[] = [];
  const costs: number[] = [];
  if (rollsPerYear > 0 && time.length > 0) {
    const prices = forwardFill(price);
    const lastYear = yearOf(time.at(-1)!);
    let before = rollDay(yearOf(time[0]!) - 1, rollsPerYear - 1, rollsPerYear);
    for (let year = yearOf(time[0]!); year <= lastYear; year++) {
      for (let roll = 0; roll < rollsPerYear; roll++) {
        const at = rollDay(year, roll, rollsPerYear);
        if (at > time.at(-1)!) break;
        const size = meanSize(values, lowerBound(time, before), upperBound(time, at));
        before = at;
        if (!(size > 0)) continue;
        const quantity = size * rollCostMultiplier;
        const paid = prices.values[lowerBound(prices.time, at) - 1] ?? Number.NaN;
        times.push(at);
        costs.push(
          tradeCost(quantity, paid, true, instrument) + tradeCost(-quantity, paid, false, instrument),
        );
      }
    }
  }
  return new Series(Float64Array.from(times), Float64Array.from(costs), "costs");
}

/** Midnight of a year's roll, counted from 0. */
function rollDay(year: number, roll: number, rollsPerYear: number): number {
  const spacing = Math.floor(365.25 / rollsPerYear);
  return (daysFromCivil(year, 1, 1) + Math.floor(spacing / 2) + roll * spacing) * DAY;
}

const yearOf = (time: number): number => civilFromDays(dayOf(time)).year;

/** The mean without sign of the rows `from` to, not including, `end`; NaN where all are missing. */
function meanSize(values: Float64Array, from: number, end: number): number {
  let total = 0;
  let count = 0;
  for (let row = from; row < end; row++) {
    const value = values[row]!;
    if (Number.isNaN(value)) continue;
    total += Math.abs(value);
    count++;
  }
  return total / count;
}

function check({ instrument: { code }, rollsPerYear, rollCostMultiplier }: RollCostOptions): void {
  requireRollsPerYear(code, rollsPerYear);
  if (rollCostMultiplier >= 0 && rollCostMultiplier < Number.POSITIVE_INFINITY) return;
  throw dataError(code, `roll costs are multiplied by ${rollCostMultiplier}; give a number of at least 0`);
}

/** @throws ContangoError `BACKTEST_DATA` unless it is a whole number from 0 to 365. */
export function requireRollsPerYear(code: InstrumentCode, rollsPerYear: number): void {
  if (Number.isInteger(rollsPerYear) && rollsPerYear >= 0 && rollsPerYear <= 365) return;
  throw dataError(code, `it is rolled ${rollsPerYear} times a year; give a whole number from 0 to 365`);
}

const dataError = (code: InstrumentCode, problem: string): ContangoError =>
  new ContangoError("BACKTEST_DATA", "backtest", `${code}: ${problem}`, { details: { instrument: code } });
