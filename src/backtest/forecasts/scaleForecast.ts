import { clip, multiply } from "../../series/arithmetic.js";
import { asOf } from "../../series/reindex.js";
import { Series } from "../../series/series.js";
import { configError } from "../portfolio/configError.js";

/** The least and the greatest forecast. */
export interface ForecastLimits {
  /** At least 0. */
  readonly cap: number;
  /** Default −cap. */
  readonly floor?: number;
}

/**
 * A forecast times its scalar; a scalar that changes in time is looked up as of each row.
 *
 * @throws ContangoError `BACKTEST_CONFIG` where the scalar is a number that is not finite.
 */
export function scaleForecast(raw: Series, scalar: number | Series): Series {
  return multiply(raw, scalarOn(raw, scalar));
}

/**
 * A forecast kept between the floor and the cap; NaN stays.
 *
 * @throws ContangoError `BACKTEST_CONFIG` where the cap is negative or the floor is above it.
 */
export function capForecast(forecast: Series, limits: ForecastLimits): Series {
  return clip(forecast, bounds(limits));
}

/**
 * A forecast scaled and capped in one pass: `capForecast(scaleForecast(raw, scalar), limits)`.
 *
 * @throws ContangoError `BACKTEST_CONFIG` as {@link scaleForecast} and {@link capForecast}.
 * @example
 * scaleAndCap(raw, { scalar: 5.3, cap: 20 });
 */
export function scaleAndCap(
  raw: Series,
  options: ForecastLimits & { readonly scalar: number | Series },
): Series {
  const { lower, upper } = bounds(options);
  const scalar = scalarOn(raw, options.scalar);
  if (typeof scalar !== "number") return clip(multiply(raw, scalar), { lower, upper });
  const out = new Float64Array(raw.length);
  for (let row = 0; row < out.length; row++) {
    out[row] = Math.min(Math.max(raw.values[row]! * scalar, lower), upper);
  }
  return new Series(raw.time, out, raw.name);
}

function scalarOn(raw: Series, scalar: number | Series): number | Series {
  if (typeof scalar !== "number") return asOf(scalar, raw);
  if (Number.isFinite(scalar)) return scalar;
  throw configError("forecast_scalars", `is ${scalar} for "${raw.name}"; give a number`);
}

function bounds({ cap, floor = -cap }: ForecastLimits): { readonly lower: number; readonly upper: number } {
  if (!(cap >= 0)) throw configError("forecast_cap", `is ${cap}; give a number of at least 0`);
  if (floor <= cap) return { lower: floor, upper: cap };
  throw configError("forecast_floor", `is ${floor}; give a number of at most forecast_cap, ${cap}`);
}
