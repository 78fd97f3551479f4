import { alignOuter } from "../../series/align.js";
import { abs, map } from "../../series/arithmetic.js";
import { backwardFill, forwardFill } from "../../series/fill.js";
import { rollingMean } from "../../series/rollingMoments.js";
import { rowMedian } from "../../series/rowReduce.js";
import type { Series } from "../../series/series.js";
import { estimationError } from "./estimationError.js";

export interface ForecastScalarOptions {
  /** The average absolute forecast to aim at. Default 10. */
  readonly target?: number;
  /** Rows over which the average is taken. Default 250,000. */
  readonly window?: number;
  /** Rows before there is a scalar. Default 500. */
  readonly minPeriods?: number;
  /** Use the first scalar for the rows before it, which looks ahead. Default true. */
  readonly backfill?: boolean;
}

/**
 * What a rule's raw forecasts have to be multiplied with so that their absolute value averages `target`. Of several
 * instruments it is the average of the median absolute forecast across them, each filled forward, on the union of their
 * times. Zeros are taken as missing.
 *
 * @param raw The rule's raw forecast of one instrument, or of all those that are pooled.
 * @throws ContangoError `ESTIMATION` where there is no forecast; `SERIES_PARAMETER`.
 * @example
 * asOf(estimateForecastScalar([corn, wheat], { target: 10 }), corn);
 */
export function estimateForecastScalar(raw: readonly Series[], options: ForecastScalarOptions = {}): Series {
  const { target = 10, window = 250_000, minPeriods = 500, backfill = true } = options;
  if (raw.length === 0) {
    throw estimationError("forecast_scalar_estimate", "there is no forecast to scale; give at least one");
  }
  const sizes = raw.map((forecast) => abs(map(forecast, (value) => (value === 0 ? Number.NaN : value))));
  const size = sizes.length === 1 ? sizes[0]! : rowMedian(alignOuter(sizes).map(forwardFill<Series>));
  const scalar = map(rollingMean(size, { window, minPeriods }), (average) => target / average);
  return (backfill ? backwardFill(scalar) : scalar).named("forecast scalar");
}
