import type { Frequency } from "../../series/bins.js";
import { DAY } from "../../time/civil.js";
import { estimationError } from "./estimationError.js";

/** How data is binned before something is estimated of it. */
export interface EstimationFrequency {
  readonly bins: Frequency;
  readonly periodsPerYear: number;
}

const WEEKS_PER_YEAR = 365.25 / 7;

const FREQUENCIES: Readonly<Record<string, EstimationFrequency>> = {
  B: { bins: "business day", periodsPerYear: 256 },
  W: { bins: "week", periodsPerYear: WEEKS_PER_YEAR },
  "7D": { bins: "7 days", periodsPerYear: WEEKS_PER_YEAR },
  M: { bins: "month", periodsPerYear: 12 },
  A: { bins: "year", periodsPerYear: 1 },
  Y: { bins: "year", periodsPerYear: 1 },
};

/** The bins that a letter stands for. @throws ContangoError `ESTIMATION` for an unknown one, naming `key`. */
export function estimationFrequency(text: string, key = "frequency"): EstimationFrequency {
  const known = Object.hasOwn(FREQUENCIES, text) ? FREQUENCIES[text] : undefined;
  if (known !== undefined) return known;
  throw estimationError(
    key,
    `"${text}" is not a frequency; write one of ${Object.keys(FREQUENCIES).join(", ")}`,
  );
}

const INTERVALS: Readonly<Record<string, number>> = { "12M": 365, Y: 365, A: 365, M: 30, W: 7, D: 1 };

/**
 * The milliseconds between fitting dates: a year is 365 days, a month 30, and `90D` or `13W` are what they say.
 *
 * @throws ContangoError `ESTIMATION` for any other text, naming `key`.
 */
export function fittingInterval(text: string, key = "interval_frequency"): number {
  if (Object.hasOwn(INTERVALS, text)) return INTERVALS[text]! * DAY;
  const [, count, unit] = /^([1-9]\d*)([DW])$/.exec(text) ?? [];
  if (count !== undefined) return Number(count) * (unit === "W" ? 7 : 1) * DAY;
  throw estimationError(
    key,
    `"${text}" is not an interval; write 12M, Y, M, W, or days or weeks such as 90D or 13W`,
  );
}
