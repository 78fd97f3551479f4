import type { Frame } from "../../series/frame.js";
import { lowerBound, upperBound } from "../../series/search.js";
import type { CorrelationEstimate } from "../config/settings.js";
import {
  cleanCorrelations,
  clipCorrelations,
  floorCorrelations,
  shrinkCorrelations,
} from "./cleanCorrelations.js";
import { type CorrelationMatrix, equalCorrelations, type PeriodCorrelation } from "./correlationMatrix.js";
import { estimationError } from "./estimationError.js";
import { ewmCorrelations } from "./ewmCorrelation.js";
import { type FittingPeriod, fittingPeriods } from "./fittingPeriods.js";
import { pearsonCorrelations } from "./pearsonCorrelation.js";
import type { StackedData } from "./stackedData.js";

/** What the correlations of a period without data are. */
const WITHOUT_DATA = 0.99;

/** The part of the settings that says what happens within a period. */
export type CorrelationMethod = Pick<
  CorrelationEstimate,
  | "usingExponent"
  | "lookback"
  | "minPeriods"
  | "cleaning"
  | "floorAtZero"
  | "offDiagonal"
  | "clip"
  | "shrinkage"
>;

/**
 * The correlations of the columns, estimated anew for each period: exponentially weighted over all rows before the fitting
 * date, or plain ones over the period's rows; then, as settings say, cleaned of unknown ones, floored at 0, clipped and
 * shrunk to their average, in that order. A period without data has 0.99 for each pair.
 *
 * @param key Where the settings stand, for errors: `forecast_correlation_estimate`.
 * @throws ContangoError `ESTIMATION` where there is no data at all, or for a setting that does not exist;
 * `SERIES_PARAMETER`.
 */
export function correlationEstimates(
  data: StackedData,
  settings: CorrelationEstimate,
  key = "correlation_estimate",
): readonly PeriodCorrelation[] {
  return [...eachCorrelation(data, settings, key)];
}

/** {@link correlationEstimates} one at a time, for where they are too many to keep. */
export function* eachCorrelation(
  data: StackedData,
  settings: CorrelationEstimate,
  key = "correlation_estimate",
): Generator<PeriodCorrelation> {
  const { time } = data.frame;
  if (time.length === 0 || data.frame.columns.size === 0) {
    throw estimationError(key, "there is no data to correlate; give instruments or rules that have data");
  }
  const periods = fittingPeriods({
    start: time[0]!,
    end: time.at(-1)!,
    method: settings.dateMethod,
    rollYears: settings.rollYears,
    interval: settings.intervalFrequency,
    key,
  });
  yield* correlationsOf(data, settings, periods);
}

/** The correlations of each period, one at a time. */
export function* correlationsOf(
  data: StackedData,
  settings: CorrelationMethod,
  periods: readonly FittingPeriod[],
): Generator<PeriodCorrelation> {
  const raw = rawCorrelations(data, settings, periods);
  for (const period of periods) {
    if (period.hasData) {
      const estimated = { names: data.frame.names, matrix: raw.next().value as Float64Array };
      yield { period, ...processed(estimated, data.frame, period, settings) };
    } else yield { period, ...equalCorrelations(data.frame.names, WITHOUT_DATA) };
  }
}

/** As estimated, for each period that has data. */
function* rawCorrelations(
  { frame, pooledLength }: StackedData,
  { usingExponent, lookback, minPeriods }: CorrelationMethod,
  periods: readonly FittingPeriod[],
): Generator<Float64Array> {
  const fitted = periods.filter(({ hasData }) => hasData);
  if (usingExponent) {
    const options = { span: lookback * pooledLength, minPeriods: minPeriods * pooledLength };
    const before = fitted.map(({ fitEnd }) => lowerBound(frame.time, fitEnd));
    yield* ewmCorrelations(frame, options, before);
  } else if (fitted.every(({ fitStart }) => fitStart === fitted[0]!.fitStart)) {
    const windows = fitted.map((period) => fitWindow(frame, period));
    const longest = windows.at(-1) ?? frame;
    const lengths = windows.map(({ length }) => length);
    yield* pearsonCorrelations(longest, { minPeriods }, lengths);
  } else {
    for (const period of fitted) yield* pearsonCorrelations(fitWindow(frame, period), { minPeriods });
  }
}

function processed(
  estimated: CorrelationMatrix,
  frame: Frame,
  period: FittingPeriod,
  { cleaning, offDiagonal, floorAtZero, clip, shrinkage }: CorrelationMethod,
): CorrelationMatrix {
  let out = estimated;
  if (cleaning) out = cleanCorrelations(out, hasValues(fitWindow(frame, period)), offDiagonal);
  if (floorAtZero) out = floorCorrelations(out);
  if (!Number.isNaN(clip)) out = clipCorrelations(out, clip);
  if (shrinkage > 0) out = shrinkCorrelations(out, shrinkage);
  return out;
}

/** The rows of a fitting period, without a copy. */
export function fitWindow(frame: Frame, { fitStart, fitEnd }: FittingPeriod): Frame {
  return frame.rows(lowerBound(frame.time, fitStart), upperBound(frame.time, fitEnd));
}

/** Whether each column has any value. */
export function hasValues(frame: Frame): readonly boolean[] {
  return frame.names.map((name) => frame.floats(name).some((value) => !Number.isNaN(value)));
}
