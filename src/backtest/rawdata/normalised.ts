import { divide } from "../../series/arithmetic.js";
import { cumulativeSum, shift } from "../../series/change.js";
import { rowMedian } from "../../series/rowReduce.js";
import type { Series } from "../../series/series.js";

/** Daily price changes over the volatility of the row before. */
export const normalisedReturns = (dailyReturns: Series, volatility: Series): Series =>
  divide(dailyReturns, shift(volatility));

/** The running total of normalised returns: a price in units of daily risk. */
export const normalisedPrice = (normalisedReturns: Series): Series => cumulativeSum(normalisedReturns);

/** The normalised price of a group: the running total of the median of its members' normalised returns. */
export const medianNormalisedPrice = (normalisedReturns: readonly Series[]): Series =>
  cumulativeSum(rowMedian(normalisedReturns));
