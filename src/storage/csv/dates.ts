import { DAY, daysFromCivil, daysInMonth, HOUR, SECOND } from "../../time/civil.js";
import { type DatePart, datePattern, wrongFormat } from "./datePattern.js";
import type { CsvDates } from "./table.js";

/** A moment read from a file, and whether its clock was written. */
export interface CsvMoment {
  /** Epoch milliseconds of what is written there, whatever its zone. */
  readonly time: number;
  readonly clock: boolean;
  /** How far the clock is ahead of UTC, milliseconds, where the text says it; 0 for those counted from the epoch. */
  readonly offset: number | undefined;
}

/** Reads a text; `undefined` for one of another form, and for a date that does not exist. */
export type DateReader = (text: string) => CsvMoment | undefined;

/**
 * Makes the reader of times in a form that {@link CsvDates} describes.
 *
 * @throws ContangoError `PROCESS_OPTION` for a form that there is not.
 */
export function dateReader(dates: CsvDates): DateReader {
  if (dates === "epoch seconds") return epochReader(SECOND);
  if (dates === "epoch milliseconds") return epochReader(1);
  if (typeof dates !== "string") throw wrongFormat(String(dates), "it is no text");
  return patternReader(dates === "iso" ? "%Y-%m-%d" : dates);
}

const epochReader =
  (unit: number): DateReader =>
  (text) => {
    if (!/^-?\d+(\.\d+)?$/.test(text)) return undefined;
    return { time: Math.round(Number(text) * unit * 1000) / 1000, clock: true, offset: 0 };
  };

const MINUTE = 60 * SECOND;
const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

function patternReader(pattern: string): DateReader {
  const { expression, groups } = datePattern(pattern);
  return (text) => {
    const match = expression.exec(text);
    if (match === null) return undefined;
    const part = (name: DatePart): string | undefined => match[groups[name] ?? -1];
    const midnight = midnightOf(part);
    if (midnight === undefined) return undefined;
    const hour = hourOf(part);
    if (hour === undefined) return { time: midnight, clock: false, offset: undefined };
    const minute = Number(part("M") ?? 0);
    const second = Number(part("S") ?? 0);
    const offset = offsetOf(part("z"));
    if (!(hour <= 23) || minute > 59 || second > 59 || Number.isNaN(offset)) return undefined;
    const whole = midnight + hour * HOUR + minute * MINUTE + second * SECOND;
    const fraction = part("f");
    const time = fraction === undefined ? whole : (whole * 1000 + Number(fraction.padEnd(6, "0"))) / 1000;
    return { time, clock: true, offset };
  };
}

type Parts = (name: DatePart) => string | undefined;

/** Years of two digits are those from 1970 to 2069. */
function midnightOf(part: Parts): number | undefined {
  const short = Number(part("y"));
  const year = Number(part("Y") ?? (short < 70 ? 2000 : 1900) + short);
  const name = part("b");
  const month = name === undefined ? Number(part("m")) : MONTHS.indexOf(name.toLowerCase()) + 1;
  const day = Number(part("d"));
  const exists = month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
  return exists ? daysFromCivil(year, month, day) * DAY : undefined;
}

/** Hours since midnight, NaN where there is no such hour. */
function hourOf(part: Parts): number | undefined {
  const half = part("I");
  if (half === undefined) return part("H") === undefined ? undefined : Number(part("H"));
  const hour = Number(half);
  if (hour < 1 || hour > 12) return Number.NaN;
  return (hour % 12) + (part("p")?.toLowerCase() === "pm" ? 12 : 0);
}

/** Milliseconds of a zone, `Z` or `+01:00`, NaN where there is no such zone. */
function offsetOf(zone: string | undefined): number | undefined {
  if (zone === undefined) return undefined;
  if (zone === "Z") return 0;
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(-2))];
  if (hours > 23 || minutes > 59) return Number.NaN;
  return (zone.startsWith("-") ? -1 : 1) * (hours * HOUR + minutes * MINUTE);
}
