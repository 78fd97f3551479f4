import { significantText } from "./significantText.js";
import type { Statistics } from "./statistics.js";

/** What pysystemtrade calls each statistic, in its order. */
const NAMES: Readonly<Record<keyof Statistics, string>> = {
  min: "min",
  max: "max",
  median: "median",
  mean: "mean",
  standardDeviation: "std",
  skew: "skew",
  annualMean: "ann_mean",
  annualStandardDeviation: "ann_std",
  sharpe: "sharpe",
  sortino: "sortino",
  averageDrawdown: "avg_drawdown",
  timeInDrawdown: "time_in_drawdown",
  calmar: "calmar",
  averageReturnToDrawdown: "avg_return_to_drawdown",
  averageLoss: "avg_loss",
  averageGain: "avg_gain",
  gainLossRatio: "gaintolossratio",
  profitFactor: "profitfactor",
  hitRate: "hitrate",
  tStatistic: "t_stat",
  pValue: "p_value",
};

/** The names of all statistics, in the order in which they are printed. */
export const STATISTIC_NAMES = Object.keys(NAMES) as readonly (keyof Statistics)[];

/**
 * Statistics as pysystemtrade prints them: its names, four significant digits.
 *
 * @example
 * statisticsText(statistics(pandl)).sharpe; // "0.475"
 */
export function statisticsText(statistics: Statistics): Readonly<Record<string, string>> {
  return Object.fromEntries(STATISTIC_NAMES.map((name) => [NAMES[name], significantText(statistics[name])]));
}
