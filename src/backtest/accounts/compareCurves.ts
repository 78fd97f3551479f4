import { alignInner } from "../../series/align.js";
import { mean, standardDeviation } from "../../series/reduce.js";
import type { Series } from "../../series/series.js";
import { cumulative } from "./drawdown.js";
import { twoSidedPValue } from "./studentT.js";

/** How sure it is that one curve earned more than another at the same risk. */
export interface CurveComparison {
  /** Above 0 where the first earned more. */
  readonly tStatistic: number;
  /** Of Student's test on both sides that both earned the same. */
  readonly pValue: number;
  /** Pairs of changes compared. */
  readonly pairs: number;
}

/**
 * Compares two series of profit and loss: the changes of their running totals between the times that both have, each over
 * its standard deviation, in a paired t-test.
 */
export function compareCurves(first: Series, second: Series): CurveComparison {
  const [a, b] = alignInner([cumulative(first), cumulative(second)]);
  const [left, right] = [changes(a.values), changes(b.values)];
  const [leftScale, rightScale] = [standardDeviation(left), standardDeviation(right)];
  const gaps = left
    .map((value, row) => value / leftScale - right[row]! / rightScale)
    .filter((gap) => !Number.isNaN(gap));
  const tStatistic = mean(gaps) / (standardDeviation(gaps) / Math.sqrt(gaps.length));
  return { tStatistic, pValue: twoSidedPValue(tStatistic, gaps.length - 1), pairs: gaps.length };
}

const changes = (values: Float64Array): Float64Array =>
  values.subarray(1).map((value, row) => value - values[row]!);
