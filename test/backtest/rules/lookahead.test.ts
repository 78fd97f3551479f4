import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyRule } from "../../../src/backtest/rules/applyRule.js";
import { BUILT_IN_RULES } from "../../../src/backtest/rules/builtInRules.js";
import { ewmac } from "../../../src/backtest/rules/ewmac.js";
import type { RuleArguments, RuleInputs } from "../../../src/backtest/rules/rule.js";
import { map } from "../../../src/series/arithmetic.js";
import type { Series } from "../../../src/series/series.js";
import { between } from "../../../src/series/slice.js";
import * as naive from "../../series/naive.js";
import { relativeDifference } from "../../support/golden.js";

const INPUTS = [...new Set([...Object.values(BUILT_IN_RULES).flatMap(({ inputs }) => inputs)])];
const named = (series: readonly Series[]): RuleInputs =>
  Object.fromEntries(INPUTS.map((name, k) => [name, series[k]!])) as RuleInputs;
/** Small arguments, so that short series reach every window. */
const SMALL: Readonly<Record<string, number>> = {
  fast: 2,
  slow: 5,
  lookback: 6,
  smooth: 3,
  horizon: 4,
  span: 3,
};

/** Inputs on indexes of their own, and a time to cut them at. */
const inputs = fc
  .tuple(fc.tuple(...INPUTS.map(() => naive.series(40))), fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([series, part]) => {
    const times = series.flatMap(({ time }) => [...time]).sort((a, b) => a - b);
    return { series, cut: times[Math.floor(part * times.length)] ?? 0 };
  });

describe.each(Object.entries(BUILT_IN_RULES))("rule %s", (name, { rule, argumentNames }) => {
  const args: RuleArguments = Object.fromEntries(
    Object.values(argumentNames).map((argument) => [argument, SMALL[argument] ?? 5]),
  );

  it("does not look ahead: what comes later changes no forecast", () => {
    fc.assert(
      fc.property(inputs, ({ series, cut }) => {
        const whole = applyRule(rule, named(series), args, name);
        const early = applyRule(rule, named(series.map((one) => between(one, undefined, cut))), args, name);
        const known = between(whole, undefined, cut);
        expect(early.time).toEqual(known.time);
        expect(relativeDifference(early.values, known.values)).toBe(0);
      }),
      { numRuns: 100 },
    );
  });
});

it("ewmac does not depend on the unit of the price", () => {
  fc.assert(
    fc.property(
      naive.series(),
      naive.series(),
      fc.integer({ min: -8, max: 8 }),
      (dailyPrice, volatility, power) => {
        const scaled = (series: Series): Series => map(series, (value) => value * 2 ** power);
        const args = { fast: 4, slow: 16 };
        const one = ewmac({ dailyPrice, volatility }, args);
        const other = ewmac({ dailyPrice: scaled(dailyPrice), volatility: scaled(volatility) }, args);
        expect(relativeDifference(other.values, one.values)).toBe(0);
      },
    ),
  );
});
