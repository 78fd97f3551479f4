import { map } from "../../series/arithmetic.js";
import type { Series } from "../../series/series.js";
import type { ForecastMapping } from "../config/settings.js";
import { configError } from "../portfolio/configError.js";

/**
 * A combined forecast as a position that is held only while the forecast is strong: 0 below the threshold, then
 * rising by `b` a point, from beyond the cap on `a` times the cap. It takes the place of the cap, so it may exceed
 * it; it is continuous where b = a · cap / (cap − threshold). NaN stays.
 *
 * @throws ContangoError `BACKTEST_CONFIG` where the threshold is not from 0 to the cap, or `a` or `b` is not a
 * number.
 * @example
 * mapForecast(combined, { threshold: 8, a: 1.5, b: 2.5, cap: 20 });
 */
export function mapForecast(forecast: Series, options: ForecastMapping & { readonly cap: number }): Series {
  const { threshold, a, b, cap } = options;
  if (!(threshold >= 0 && threshold <= cap)) {
    throw configError("forecast_mapping", `has threshold ${threshold}; give one from 0 to the cap, ${cap}`);
  }
  if (!Number.isFinite(a * b)) {
    throw configError("forecast_mapping", `has a_param ${a} and b_param ${b}; give two numbers`);
  }
  return map(forecast, (value) => {
    const size = Math.abs(value);
    if (size < threshold) return 0;
    return Math.sign(value) * (size > cap ? cap * a : b * (size - threshold));
  });
}
