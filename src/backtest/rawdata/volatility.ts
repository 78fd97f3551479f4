import { multiply } from "../../series/arithmetic.js";
import { backwardFill, forwardFill } from "../../series/fill.js";
import type { Series } from "../../series/series.js";
import type { VolatilitySettings } from "../config/settings.js";
import { robustVolatility } from "./robustVolatility.js";
import { exponentialVolatility, mixedVolatility, simpleVolatility } from "./volatilityEstimators.js";

const ESTIMATORS = {
  mixed: mixedVolatility,
  robust: robustVolatility,
  simple: simpleVolatility,
  exponential: exponentialVolatility,
} as const;

/**
 * The daily standard deviation of returns, in their units, by the method of the settings; times `multiplierToDaily`. With
 * `backfill`, gaps take the value before them, and the beginning the first one, which looks ahead.
 */
export function volatility(returns: Series, settings: VolatilitySettings): Series {
  const estimate = ESTIMATORS[settings.method](returns, settings);
  const whole = settings.backfill ? backwardFill(forwardFill(estimate)) : estimate;
  return settings.multiplierToDaily === 1 ? whole : multiply(whole, settings.multiplierToDaily);
}
