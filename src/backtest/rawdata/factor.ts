import { alignOuter } from "../../series/align.js";
import { map, subtract } from "../../series/arithmetic.js";
import { ewmMean } from "../../series/ewm.js";
import { forwardFill } from "../../series/fill.js";
import { reindex } from "../../series/reindex.js";
import { rollingKurtosis, rollingSkew } from "../../series/rollingShape.js";
import { rowMean } from "../../series/rowReduce.js";
import type { Series } from "../../series/series.js";
import { BUSINESS_DAYS_IN_YEAR } from "../../time/businessDays.js";
import type { Factor } from "./names.js";

/** The centre of mass of averages over the past: 15 years. */
const HISTORY = 15 * BUSINESS_DAYS_IN_YEAR;

/** A factor: the shape of the distribution of the returns of the last `lookbackDays` calendar days (default 365). */
export function factorOf(returns: Series, factor: Factor, lookbackDays = 365): Series {
  const window = { days: lookbackDays };
  switch (factor) {
    case "skew":
      return rollingSkew(returns, window);
    case "negativeSkew":
      return map(rollingSkew(returns, window), (value) => -value);
    case "kurtosis":
      return rollingKurtosis(returns, window);
    case "negativeKurtosis":
      return map(rollingKurtosis(returns, window), (value) => -value);
  }
}

/** The exponentially weighted average of a factor over its past, with a centre of mass of 15 years. */
export const historicAverage = (factor: Series): Series => ewmMean(factor, { centreOfMass: HISTORY });

/** The average over instruments of the last value of a factor that each has. */
export const averageOver = (factors: readonly Series[]): Series =>
  rowMean(alignOuter(factors).map(forwardFill<Series>));

/** A factor less the last value of an average at its times. */
export const demeanedFactor = (factor: Series, average: Series): Series =>
  subtract(factor, forwardFill(reindex(average, factor)));
