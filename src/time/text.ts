import { ContangoError } from "../errors/contangoError.js";
import { civilFromDays, DAY, daysFromCivil, daysInMonth } from "./civil.js";

/**
 * A moment as a user may give it: epoch milliseconds, a `Date` (its UTC fields are read as wall time), or text
 * `YYYY-MM-DD`, `YYYY-MM-DD HH:MM`, `YYYY-MM-DD HH:MM:SS[.ffffff]` (a `T` may stand for the space; `YYYY` and
 * `YYYY-MM` mean their first moment).
 */
export type TimeLike = number | string | Date;

const PATTERN = /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6})\d*)?)?)?)?)?Z?$/;

/**
 * Reads a moment of wall time as epoch milliseconds; microseconds become the fraction.
 *
 * @throws ContangoError `TIME_TEXT` for text of another form or a date that does not exist; `TIME_VALUE` for a
 * number or `Date` that is not finite.
 * @example
 * toTime("2024-03-28 23:00:00"); // 1711666800000
 */
export function toTime(value: TimeLike): number {
  if (typeof value === "string") return parseTime(value);
  const time = typeof value === "number" ? value : value.getTime();
  if (!Number.isFinite(time)) {
    throw new ContangoError(
      "TIME_VALUE",
      "time",
      `a time was ${String(value)}; give a finite number, a valid Date or text`,
    );
  }
  return time;
}

function parseTime(text: string): number {
  const match = PATTERN.exec(text);
  const year = Number(match?.[1]);
  const month = Number(match?.[2] ?? 1);
  const day = Number(match?.[3] ?? 1);
  const hour = Number(match?.[4] ?? 0);
  const minute = Number(match?.[5] ?? 0);
  const second = Number(match?.[6] ?? 0);
  const valid =
    match !== null &&
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= daysInMonth(year, month) &&
    hour <= 23 &&
    minute <= 59 &&
    second <= 59;
  if (!valid) {
    throw new ContangoError(
      "TIME_TEXT",
      "time",
      `"${text}" is not a time; write YYYY-MM-DD or YYYY-MM-DD HH:MM:SS`,
      { details: { text } },
    );
  }
  const fraction = match[7] === undefined ? 0 : Number(match[7].padEnd(6, "0")) / 1000;
  return daysFromCivil(year, month, day) * DAY + ((hour * 60 + minute) * 60 + second) * 1000 + fraction;
}

const two = (value: number): string => (value < 10 ? `0${value}` : String(value));

/** `YYYY-MM-DD` of a day number. */
export function formatDay(days: number): string {
  const { year, month, day } = civilFromDays(days);
  return `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}`;
}

/**
 * `YYYY-MM-DD HH:MM:SS` of a wall time, with `.ffffff` where it has a fraction of a second; `NaT` for NaN.
 */
export function formatTime(time: number): string {
  if (Number.isNaN(time)) return "NaT";
  const micros = Math.round(time * 1000);
  const days = Math.floor(micros / (DAY * 1000));
  const inDay = micros - days * DAY * 1000;
  const seconds = Math.floor(inDay / 1e6);
  const fraction = inDay - seconds * 1e6;
  const clock = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return `${formatDay(days)} ${clock}${fraction === 0 ? "" : `.${String(fraction).padStart(6, "0")}`}`;
}
