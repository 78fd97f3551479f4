import { requireWhole } from "../../series/parameters.js";
import { type TimeLike, toTime } from "../../time/text.js";
import type { DateMethod } from "../config/settings.js";
import { estimationError } from "./estimationError.js";
import { fittingInterval } from "./estimationFrequency.js";

/** When something is estimated, of which data, and when the estimate is used; epoch milliseconds. */
export interface FittingPeriod {
  /** The first and last time of the data, both included. NaN without data. */
  readonly fitStart: number;
  readonly fitEnd: number;
  readonly useStart: number;
  readonly useEnd: number;
  /** False for the first stretch, in which there is nothing yet to estimate from. */
  readonly hasData: boolean;
}

export interface FittingPeriodOptions {
  /** Time of the first row of data. */
  readonly start: TimeLike;
  /** Time of the last row of data. */
  readonly end: TimeLike;
  /** All data up to the date, a window that moves with it, or once for all of the data (which looks ahead). */
  readonly method?: DateMethod;
  /** Length of the moving window, in intervals. Default 20. */
  readonly rollYears?: number;
  /** The distance of fitting dates: `12M` (365 days, the default), `M` (30), `W`, or such as `90D`. */
  readonly interval?: string;
  /** Where the settings stand, for errors: `forecast_correlation_estimate`. */
  readonly key?: string;
}

/**
 * The periods over which something is estimated anew, earliest first. Fitting dates are counted back from `end`; the
 * time up to the second of them has no estimate. None where the data is shorter than one interval.
 *
 * @throws ContangoError `ESTIMATION` for an unknown method or interval; `TIME_TEXT`, `TIME_VALUE`, `SERIES_PARAMETER`.
 * @example
 * fittingPeriods({ start: "1990-01-01", end: "2023-12-29", method: "expanding" });
 */
export function fittingPeriods(options: FittingPeriodOptions): readonly FittingPeriod[] {
  const { method = "expanding", rollYears = 20, interval = "12M", key = "estimate" } = options;
  const [start, end] = [toTime(options.start), toTime(options.end)];
  if (!["expanding", "rolling", "in_sample"].includes(method)) {
    throw estimationError(
      `${key}.date_method`,
      `"${method}" is not a method; write expanding, rolling or in_sample`,
    );
  }
  if (method === "in_sample") {
    return [{ fitStart: start, fitEnd: end, useStart: start, useEnd: end, hasData: true }];
  }
  const back = method === "rolling" ? requireWhole("rollYears", rollYears, 1) : Number.POSITIVE_INFINITY;
  const dates = datesBackFrom(end, start, fittingInterval(interval, `${key}.interval_frequency`));
  if (dates.length < 2) return [];
  const periods: FittingPeriod[] = [
    { fitStart: Number.NaN, fitEnd: Number.NaN, useStart: start, useEnd: dates[1]!, hasData: false },
  ];
  for (let k = 1; k < dates.length - 1; k++) {
    const fitStart = method === "expanding" ? start : dates[Math.max(0, k - back)]!;
    const [useStart, useEnd] = [dates[k]!, dates[k + 1]!];
    periods.push({ fitStart, fitEnd: useStart, useStart, useEnd, hasData: true });
  }
  return periods;
}

/** `end` and the times whole intervals before it, none before `start`, in order. */
function datesBackFrom(end: number, start: number, step: number): number[] {
  const count = end >= start ? Math.floor((end - start) / step) + 1 : 0;
  return Array.from({ length: count }, (_, k) => end - (count - 1 - k) * step);
}
