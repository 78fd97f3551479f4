import { combine } from "../../series/arithmetic.js";
import { forwardFill } from "../../series/fill.js";
import { rollingQuantile } from "../../series/rollingQuantile.js";
import { Series } from "../../series/series.js";
import type { VolatilitySettings } from "../config/settings.js";
import { atLeast, exponentialVolatility } from "./volatilityEstimators.js";

/**
 * The exponential volatility, at least `floor` (default 1e-10) and at least its own rolling quantile `floorQuantile` (0.05)
 * over `floorDays` (500) rows, once these hold `floorMinPeriods` (100) values: so that a quiet spell does not make positions
 * too large. (Carver, Systematic Trading, 2015, recommends such a floor.)
 */
export function robustVolatility(
  series: Series,
  options: Partial<
    Pick<
      VolatilitySettings,
      "days" | "minPeriods" | "floor" | "floorQuantile" | "floorDays" | "floorMinPeriods"
    >
  > = {},
): Series {
  const { floor = 1e-10, floorQuantile = 0.05, floorDays = 500, floorMinPeriods = 100 } = options;
  const deviation = atLeast(exponentialVolatility(series, options), floor);
  const lowest = rollingQuantile(deviation, floorQuantile, {
    window: floorDays,
    minPeriods: floorMinPeriods,
  });
  const known = lowest.values.slice();
  if (known.length > 0) known[0] = 0;
  return combine(deviation, forwardFill(new Series(lowest.time, known)), Math.max);
}
