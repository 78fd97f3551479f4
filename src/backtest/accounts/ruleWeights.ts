import { alignOuter } from "../../series/align.js";
import { divide } from "../../series/arithmetic.js";
import { backwardFill, forwardFill } from "../../series/fill.js";
import type { Frame } from "../../series/frame.js";
import { asOf } from "../../series/reindex.js";
import { rowSum } from "../../series/rowReduce.js";
import { Series } from "../../series/series.js";

/** What decides how much of a portfolio an instrument's rules are. */
export interface InstrumentShare {
  readonly instrumentWeight: Series;
  readonly forecastDiversificationMultiplier: Series;
  /** A column for each rule. */
  readonly forecastWeights: Frame;
}

/** A series for each rule of each instrument. */
export type RuleWeights = ReadonlyMap<string, ReadonlyMap<string, Series>>;

/**
 * How much of a portfolio each rule of each instrument is: its forecast weight, times the instrument's forecast
 * diversification multiplier and weight, times the instrument diversification multiplier, each filled forward, then
 * backward.
 *
 * @param instruments by instrument.
 * @returns by instrument, then by rule; they do not add to 1.
 */
export function ruleWeights(
  instruments: ReadonlyMap<string, InstrumentShare>,
  instrumentDiversificationMultiplier: Series,
): RuleWeights {
  const weights = new Map<string, ReadonlyMap<string, Series>>();
  for (const [instrument, own] of instruments) {
    const [frame, ...factors] = alignOuter([
      own.forecastWeights,
      own.forecastDiversificationMultiplier,
      own.instrumentWeight,
      instrumentDiversificationMultiplier,
    ]);
    const [first, second, third] = factors.map((factor) => filled(factor as Series).values);
    const share = first!.map((value, row) => value * second![row]! * third![row]!);
    const rules = new Map<string, Series>();
    for (const rule of (frame as Frame).names) {
      const column = filled((frame as Frame).series(rule));
      rules.set(
        rule,
        new Series(
          column.time,
          column.values.map((value, row) => value * share[row]!),
          rule,
        ),
      );
    }
    weights.set(instrument, rules);
  }
  return weights;
}

const filled = (series: Series): Series => backwardFill(forwardFill(series));

/** The weights of one rule, by instrument; instruments without the rule are left out. */
export function weightsOfRule(weights: RuleWeights, rule: string): ReadonlyMap<string, Series> {
  const own = new Map<string, Series>();
  for (const [instrument, rules] of weights) {
    const weight = rules.get(rule);
    if (weight !== undefined) own.set(instrument, weight);
  }
  return own;
}

/** All weights over their total, so that over all rules of all instruments they add to 1. */
export function normaliseRuleWeights(weights: RuleWeights): RuleWeights {
  const totals = [...weights.values()].map((rules) => total([...rules.values()]));
  const all = total(totals);
  return new Map([...weights].map(([instrument, rules]) => [instrument, over(rules, all)]));
}

/** Weights over their total, so that they add to 1. */
export function normaliseByTotal(weights: ReadonlyMap<string, Series>): ReadonlyMap<string, Series> {
  return over(weights, total([...weights.values()]));
}

/** The sum on every time of any, each filled forward. */
const total = (parts: readonly Series[]): Series =>
  rowSum(alignOuter(parts).map((part) => forwardFill(part as Series)));

function over(weights: ReadonlyMap<string, Series>, all: Series): ReadonlyMap<string, Series> {
  return new Map([...weights].map(([name, weight]) => [name, divide(weight, asOf(all, weight))]));
}
