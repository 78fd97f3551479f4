import { RAW_DATA } from "../backtest/rawdata/names.js";
import type { RuleArguments, RuleInputs, TradingRule } from "../backtest/rules/rule.js";
import { add } from "../series/arithmetic.js";
import { diff } from "../series/change.js";
import { ewmStandardDeviation } from "../series/ewm.js";
import { resampleBusinessDays } from "../series/resample.js";
import type { Series } from "../series/series.js";
import { businessDayOf } from "../time/businessDays.js";
import { dayOf } from "../time/civil.js";
import { rangingPrice, trendingPrice } from "./backtestPrices.js";
import { compareRuns, type RunOutputs } from "./lookAheadCompare.js";
import { endOfBusinessDay, seriesUntil } from "./lookAheadCuts.js";
import { type LookAheadReport, lookAheadReport } from "./lookAheadReport.js";

export interface RuleLookAheadOptions {
  /** Series that the rule reads, by name, in place of or besides the made-up ones. */
  readonly inputs?: Readonly<Record<string, Series>>;
  /** Forecasts that differ by so small a fraction are equal (default 1e-9). */
  readonly tolerance?: number;
}

/**
 * Looks for forecasts that knew the future, as `findLookAhead` does, in one rule: on a made-up price of some 640 business days
 * that trends, ranges and has days without a price, its volatility, and something for every other series that a system offers;
 * cut after each day of the last nine tenths.
 *
 * @throws ContangoError `LOOK_AHEAD` where the rule fails, such as for an input that it is not given.
 * @example
 * ruleLookAhead(({ dailyPrice }) => divide(dailyPrice, max(dailyPrice))); // look-ahead in 1 of 1 output …
 */
export function ruleLookAhead(
  rule: TradingRule,
  args: RuleArguments = {},
  options: RuleLookAheadOptions = {},
): LookAheadReport {
  const inputs: RuleInputs = { ...madeInputs(), ...options.inputs };
  const { time } = inputs.dailyPrice;
  const cuts = Array.from(time.subarray(Math.floor(time.length / 10)), (at) =>
    endOfBusinessDay(businessDayOf(dayOf(at))),
  );
  const run = (known: RuleInputs): RunOutputs => ({ forecast: rule(known, args) });
  const comparison = compareRuns(
    () => run(inputs),
    (cut) => run(seriesUntil(inputs, cut) as RuleInputs),
    cuts,
    options.tolerance ?? 1e-9,
  );
  return lookAheadReport(comparison, cuts);
}

const DAYS = 640;

function madeInputs(): RuleInputs {
  // Every eight weeks or so three days are missing in a row.
  const missing = Array.from({ length: DAYS }, (_, row) => row).filter((row) => row % 41 > 37);
  const trend = trendingPrice({ days: DAYS, drift: 0.05, noise: 0.8, seed: "price", missing });
  const price = add(trend, rangingPrice({ days: DAYS, start: 0, period: 90, noise: 0 }));
  const dailyPrice = resampleBusinessDays(price, "last");
  const others = Object.keys(RAW_DATA).map((name): [string, Series] => {
    const about = { start: 1, range: 4, period: 150, noise: 0.3, seed: name };
    return [name, resampleBusinessDays(rangingPrice({ days: DAYS, ...about, missing }), "last")];
  });
  return {
    ...(Object.fromEntries(others) as RuleInputs),
    dailyPrice,
    volatility: ewmStandardDeviation(diff(dailyPrice), { span: 35, minPeriods: 10 }),
  };
}
