import { DAY, dayOf, weekday } from "./civil.js";

/** Business days that make a year. */
export const BUSINESS_DAYS_IN_YEAR = 256;

/** What a daily standard deviation is multiplied with to make it annual: the root of the business days in a year. */
export const ROOT_BUSINESS_DAYS_IN_YEAR = 16;

/**
 * The number of the business day (Monday to Friday, no holidays) that a day belongs to; Saturday and Sunday
 * belong to the Friday before. Consecutive business days have consecutive numbers; `days` counts from 1970-01-01.
 */
export function businessDayOf(days: number): number {
  const day = weekday(days);
  return ((days - day + 3) / 7) * 5 + Math.min(day, 4);
}

/** Days since 1970-01-01 of a business day, by the number that {@link businessDayOf} gives it. */
export function dayOfBusinessDay(businessDay: number): number {
  const week = Math.floor(businessDay / 5);
  return week * 7 - 3 + (businessDay - week * 5);
}

const known = new WeakMap<Float64Array, boolean>();

/** True where a time column holds the midnights of consecutive business days; found once for each column. */
export function isBusinessDaily(time: Float64Array): boolean {
  const before = known.get(time);
  if (before !== undefined) return before;
  const first = time.length === 0 ? 0 : businessDayOf(dayOf(time[0]!));
  let answer = true;
  for (let row = 0; row < time.length && answer; row++) {
    answer = time[row] === dayOfBusinessDay(first + row) * DAY;
  }
  known.set(time, answer);
  return answer;
}
