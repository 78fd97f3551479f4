import { mean, standardDeviation } from "../../series/reduce.js";
import type { Series } from "../../series/series.js";

/** How far a rule's forecasts on an instrument are from the size that they should have. */
export interface ForecastScalingError {
  readonly instrument: string;
  readonly rule: string;
  /** The larger of the differences of the mean absolute forecast and of the standard deviation from the target. */
  readonly error: number;
}

/**
 * How well forecasts are scaled, worst first; those without any value come last, as NaN.
 *
 * @param forecasts Scaled and capped, by instrument and rule.
 * @param target The average absolute forecast. Default 10.
 */
export function forecastScalingErrors(
  forecasts: ReadonlyMap<string, ReadonlyMap<string, Series>>,
  target = 10,
): readonly ForecastScalingError[] {
  const errors = [...forecasts].flatMap(([instrument, rules]) =>
    [...rules].map(([rule, forecast]) => {
      const size = mean(forecast.values.map(Math.abs));
      const error = Math.max(Math.abs(size - target), Math.abs(standardDeviation(forecast) - target));
      return { instrument, rule, error };
    }),
  );
  const rank = ({ error }: ForecastScalingError): number => (Number.isNaN(error) ? -1 : error);
  return errors.sort((a, b) => rank(b) - rank(a));
}
