import { multiply } from "../../series/arithmetic.js";
import type { Frame } from "../../series/frame.js";
import { asOf } from "../../series/reindex.js";
import { Series } from "../../series/series.js";
import { configError } from "../portfolio/configError.js";
import { filledOn } from "../portfolio/filledOn.js";

/**
 * The weighted sum of an instrument's forecasts: weights are looked up as of each row, missing products count as
 * nothing, so that it is 0 where there is no forecast. A forecast without a weight is left out.
 *
 * @throws ContangoError `BACKTEST_CONFIG` where there are no weights, or one is for a rule that has no forecast.
 * @example
 * combineForecasts(forecasts, weightsInTime({ carry: 0.4, ewmac16_64: 0.6 }, forecasts, 125));
 */
export function combineForecasts(forecasts: Frame, weights: Frame): Series {
  if (weights.columns.size === 0) {
    throw configError("forecast_weights", "names no rule; give the weight of at least one");
  }
  const aligned = asOf(weights, forecasts);
  const out = new Float64Array(forecasts.length);
  for (const rule of weights.names) {
    if (!forecasts.columns.has(rule)) {
      const known = forecasts.names.join(", ") || "none";
      throw configError(
        "forecast_weights",
        `has a weight for "${rule}", of which there is no forecast; the rules are ${known}`,
        { rule },
      );
    }
    const weight = aligned.floats(rule);
    const forecast = forecasts.floats(rule);
    for (let row = 0; row < out.length; row++) {
      const part = weight[row]! * forecast[row]!;
      if (!Number.isNaN(part)) out[row]! += part;
    }
  }
  return new Series(forecasts.time, out, "combined forecast");
}

/**
 * A combined forecast times its diversification multiplier, which where it changes in time is taken at each row's
 * very time, then filled forward.
 */
export function multiplyByDiversification(combined: Series, multiplier: number | Series): Series {
  return multiply(combined, filledOn(multiplier, combined));
}
