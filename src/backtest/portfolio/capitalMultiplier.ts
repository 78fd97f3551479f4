import { multiply } from "../../series/arithmetic.js";
import { cumulativeSum, diff, shift } from "../../series/change.js";
import { forwardFill } from "../../series/fill.js";
import { reindex } from "../../series/reindex.js";
import { Series } from "../../series/series.js";
import type { CapitalMultiplierMethod } from "../config/settings.js";
import { configError } from "./configError.js";

/**
 * How capital that is at risk grows and shrinks with profits: daily net percent of notional capital in, multiple of
 * it out.
 */
export type CapitalMultiplier = (portfolioNetPercent: Series) => Series;

/**
 * The multiple of notional capital at risk, on the times of the portfolio's daily net profit in percent of notional
 * capital:
 * - `fixed`: always 1;
 * - `full`: profits and losses are compounded;
 * - `half`: losses lower it, profits raise it to 1 again but not beyond; each return is multiplied with the multiple
 *   it was made at. A missing return sets it to 1;
 * - a function of one's own.
 *
 * A loss of all of it or more leaves 0 for good.
 *
 * @throws ContangoError `BACKTEST_CONFIG` for a method that is none of these.
 * @example
 * capitalMultiplier("half", portfolioNetPercent);
 */
export function capitalMultiplier(
  method: CapitalMultiplierMethod | CapitalMultiplier,
  portfolioNetPercent: Series,
): Series {
  if (typeof method !== "function" && !Object.hasOwn(METHODS, method)) {
    const known = Object.keys(METHODS).join(", ");
    throw configError("capital_multiplier.func", `is ${String(method)}; give one of ${known}, or a function`);
  }
  const multiplier = typeof method === "function" ? method : METHODS[method];
  const multiple = multiplier(portfolioNetPercent);
  return forwardFill(reindex(multiple, portfolioNetPercent)).named("capital multiplier");
}

/** Capital at the start of each row: the multiple of notional capital one row before, NaN at the first. */
export function actualCapital(multiplier: Series, notionalCapital: number): Series {
  return shift(multiply(multiplier, notionalCapital), 1).named("capital");
}

const METHODS: Readonly<Record<CapitalMultiplierMethod, CapitalMultiplier>> = {
  fixed: ({ time }) => new Series(time, new Float64Array(time.length).fill(1)),
  full: (net) => {
    let multiple = 1;
    return running(net, (percent) => {
      if (Number.isNaN(percent)) return Number.NaN;
      multiple *= Math.max(1 + percent / 100, 0);
      return multiple;
    });
  },
  half: (net) => {
    let multiple = 1;
    return running(diff(forwardFill(cumulativeSum(net))), (percent) => {
      multiple = Number.isNaN(percent)
        ? 1
        : Math.min(multiple * Math.max(1 + (multiple * percent) / 100, 0), 1);
      return multiple;
    });
  },
};

const running = ({ time, values }: Series, next: (percent: number) => number): Series =>
  new Series(time, values.map(next));
