import { parameterError } from "../../series/parameters.js";
import { count, max, mean, median, min, standardDeviation, sum } from "../../series/reduce.js";
import { Series } from "../../series/series.js";
import { drawdown } from "./drawdown.js";
import { type AccountFrequency, periodsPerYear } from "./frequency.js";
import { twoSidedPValue } from "./studentT.js";

/** What is said of a series of profit and loss; NaN where there is too little of it. */
export interface Statistics {
  readonly min: number;
  readonly max: number;
  readonly median: number;
  readonly mean: number;
  /** Of a sample (divisor n − 1). */
  readonly standardDeviation: number;
  /** Third moment over the second to the power 1.5, neither corrected for bias. */
  readonly skew: number;
  /** The total over the number of years; rows without a value count as time. */
  readonly annualMean: number;
  readonly annualStandardDeviation: number;
  /** Annual mean over annual standard deviation. */
  readonly sharpe: number;
  /** Annual mean over the annualised standard deviation (divisor n) of losses. */
  readonly sortino: number;
  /** Mean over all rows of the distance below the highest running total so far; zero or below. */
  readonly averageDrawdown: number;
  /** Share of the rows that lie below the highest running total so far. */
  readonly timeInDrawdown: number;
  /** Annual mean over the deepest drawdown. */
  readonly calmar: number;
  /** Annual mean over the average drawdown. */
  readonly averageReturnToDrawdown: number;
  /** Mean of the values below zero. */
  readonly averageLoss: number;
  /** Mean of the values above zero. */
  readonly averageGain: number;
  /** Average gain over average loss. */
  readonly gainLossRatio: number;
  /** The sum of gains over that of losses. */
  readonly profitFactor: number;
  /** Gains as a share of gains and losses. */
  readonly hitRate: number;
  /** Of the mean against 0. */
  readonly tStatistic: number;
  /** Of Student's test on both sides that the mean is 0. */
  readonly pValue: number;
}

/**
 * Statistics of profit and loss by period, as they are; nothing is compounded.
 *
 * @param frequency the period of the rows.
 * @example
 * statistics(accountCurve(portfolio, { unit: "percent" })).sharpe;
 */
export function statistics(pandl: Series, frequency: AccountFrequency = "business day"): Statistics {
  if (!(pandl instanceof Series)) {
    throw parameterError(
      "statistics are of a series of profit and loss; of an account, give accountStatistics(account) or an accountCurve",
    );
  }
  const { values } = pandl;
  const perYear = periodsPerYear(frequency);
  const known = count(values);
  const average = mean(values);
  const deviation = standardDeviation(values);
  const annualMean = known === 0 ? Number.NaN : sum(values) / (values.length / perYear);
  const annualDeviation = deviation * Math.sqrt(perYear);
  const gains = values.filter((value) => value > 0);
  const losses = values.filter((value) => value < 0);
  const [averageGain, averageLoss] = [mean(gains), mean(losses)];
  const { second, third } = moments(values, average);
  const below = drawdown(pandl);
  const averageDrawdown = mean(below);
  const tStatistic = average / (deviation / Math.sqrt(known));
  return {
    min: min(values),
    max: max(values),
    median: median(values),
    mean: average,
    standardDeviation: deviation,
    skew: third / second ** 1.5,
    annualMean,
    annualStandardDeviation: annualDeviation,
    sharpe: annualMean / annualDeviation,
    sortino: annualMean / (Math.sqrt(moments(losses, averageLoss).second) * Math.sqrt(perYear)),
    averageDrawdown,
    timeInDrawdown: below.values.filter((depth) => depth < 0).length / below.length,
    calmar: annualMean / Math.abs(min(below)),
    averageReturnToDrawdown: annualMean / Math.abs(averageDrawdown),
    averageLoss,
    averageGain,
    gainLossRatio: averageGain / -averageLoss,
    profitFactor: sum(gains) / Math.abs(sum(losses)),
    hitRate: gains.length / (gains.length + losses.length),
    tStatistic,
    pValue: twoSidedPValue(tStatistic, known - 1),
  };
}

/** The mean square and the mean cube of distances from the average. */
function moments(values: Float64Array, average: number): { readonly second: number; readonly third: number } {
  let [squares, cubes, known] = [0, 0, 0];
  for (let row = 0; row < values.length; row++) {
    const distance = values[row]! - average;
    if (Number.isNaN(distance)) continue;
    squares += distance * distance;
    cubes += distance * distance * distance;
    known++;
  }
  return { second: squares / known, third: cubes / known };
}
