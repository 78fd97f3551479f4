import { businessDayOf, dayOfBusinessDay } from "../time/businessDays.js";
import { civilFromDays, DAY, dayOf, daysFromCivil, HOUR, weekday } from "../time/civil.js";

/**
 * Consecutive stretches of time, numbered: bin k holds the times from `start(k)` up to, not including,
 * `start(k + 1)`, and goes by the time `label(k)`.
 */
export interface Bins {
  readonly of: (time: number) => number;
  readonly start: (bin: number) => number;
  readonly label: (bin: number) => number;
}

/** How time can be cut; `7 days` starts at midnight of the first row's day. */
export type Frequency = "business day" | "hour" | "week" | "month" | "year" | "7 days";

/** Monday to Friday by their midnights; a weekend belongs to the Friday before. */
const BUSINESS_DAYS: Bins = {
  of: (time) => businessDayOf(dayOf(time)),
  start: (bin) => dayOfBusinessDay(bin) * DAY,
  label: (bin) => dayOfBusinessDay(bin) * DAY,
};

const HOURS: Bins = {
  of: (time) => Math.floor(time / HOUR),
  start: (bin) => bin * HOUR,
  label: (bin) => bin * HOUR,
};

/** Monday to Sunday, labelled by the Sunday. Day −3 was a Monday. */
const WEEKS: Bins = {
  of: (time) => (dayOf(time) - weekday(dayOf(time)) + 3) / 7,
  start: (bin) => (bin * 7 - 3) * DAY,
  label: (bin) => (bin * 7 + 3) * DAY,
};

/** The first day of a month; months count from January of year 0. */
const monthStart = (month: number): number =>
  daysFromCivil(Math.floor(month / 12), (((month % 12) + 12) % 12) + 1, 1) * DAY;

/** Calendar months, labelled by their last day. */
const MONTHS: Bins = {
  of: (time) => {
    const { year, month } = civilFromDays(dayOf(time));
    return year * 12 + month - 1;
  },
  start: monthStart,
  label: (bin) => monthStart(bin + 1) - DAY,
};

/** Calendar years, labelled by 31 December. */
const YEARS: Bins = {
  of: (time) => civilFromDays(dayOf(time)).year,
  start: (bin) => daysFromCivil(bin, 1, 1) * DAY,
  label: (bin) => daysFromCivil(bin, 12, 31) * DAY,
};

/** Seven days each from the midnight before `first`, labelled by their first day. */
function sevenDays(first: number): Bins {
  const origin = dayOf(first) * DAY;
  const start = (bin: number): number => origin + bin * 7 * DAY;
  return { of: (time) => Math.floor((time - origin) / (7 * DAY)), start, label: start };
}

/** The bins of a frequency for data whose first row is at `first`. */
export function binsOf(frequency: Frequency, first: number): Bins {
  return frequency === "7 days" ? sevenDays(first) : CALENDAR[frequency];
}

const CALENDAR = {
  "business day": BUSINESS_DAYS,
  hour: HOURS,
  week: WEEKS,
  month: MONTHS,
  year: YEARS,
} as const;

/** Every frequency, for checks. */
export const FREQUENCIES: readonly Frequency[] = ["business day", "hour", "week", "month", "year", "7 days"];
