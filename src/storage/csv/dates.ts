import { DAY, daysFromCivil, daysInMonth, SECOND } from "../../time/civil.js";
import type { CsvDates } from "./table.js";

/** A moment of wall time read from a file, and whether its clock was written. */
export interface CsvMoment {
  readonly time: number;
  readonly clock: boolean;
}

const CLOCK = "(?:[ T]+(\\d{1,2}):(\\d\\d):(\\d\\d)(?:\\.(\\d{1,6})0*)?(?:Z|[+-]\\d\\d:?\\d\\d)?)?";
const PATTERNS = {
  iso: new RegExp(`^(?<year>\\d{4})-(?<month>\\d{1,2})-(?<day>\\d{1,2})${CLOCK}$`),
  "%Y-%m-%d": /^(?<year>\d{4})-(?<month>\d{1,2})-(?<day>\d{1,2})$/,
  "%d/%m/%Y": new RegExp(`^(?<day>\\d{1,2})/(?<month>\\d{1,2})/(?<year>\\d{4})${CLOCK}$`),
  "%m/%d/%Y": new RegExp(`^(?<month>\\d{1,2})/(?<day>\\d{1,2})/(?<year>\\d{4})${CLOCK}$`),
};

/**
 * Reads a time in one of the forms that {@link CsvDates} names; `undefined` for any other text, and for a date
 * that does not exist. A zone after the clock is dropped: times are wall time, as the reference reads them.
 */
export function parseDate(text: string, dates: CsvDates): CsvMoment | undefined {
  if (dates === "epoch seconds" || dates === "epoch milliseconds") {
    if (!/^-?\d+(\.\d+)?$/.test(text)) return undefined;
    const count = Number(text) * (dates === "epoch seconds" ? SECOND : 1);
    return { time: Math.round(count * 1000) / 1000, clock: true };
  }
  const match = PATTERNS[dates].exec(text);
  if (match === null) return undefined;
  const year = Number(match.groups!.year);
  const month = Number(match.groups!.month);
  const day = Number(match.groups!.day);
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  const midnight = daysFromCivil(year, month, day) * DAY;
  if (match[4] === undefined) return { time: midnight, clock: false };
  const [hour, minute, second] = [Number(match[4]), Number(match[5]), Number(match[6])];
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const whole = midnight + ((hour * 60 + minute) * 60 + second) * SECOND;
  const micros = whole * 1000 + Number((match[7] ?? "").padEnd(6, "0"));
  return { time: match[7] === undefined ? whole : micros / 1000, clock: true };
}
