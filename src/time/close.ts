import { DAY, dayOf, HOUR } from "./civil.js";

/** The notional closing time, 23:00:00, as milliseconds into the day: the stamp of a daily row. */
export const NOTIONAL_CLOSE = 23 * HOUR;

/** True for a daily ("closing") row: its clock reads 23:00:00, milliseconds ignored. */
export function isClosingTime(time: number): boolean {
  return Math.floor((time - dayOf(time) * DAY) / 1000) * 1000 === NOTIONAL_CLOSE;
}

/** A time at exactly midnight becomes 23:00:00 of the same date; any other is unchanged. */
export function midnightToClose(time: number): number {
  return dayOf(time) * DAY === time ? time + NOTIONAL_CLOSE : time;
}
