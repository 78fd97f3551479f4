import { ContangoError } from "../errors/contangoError.js";
import { civilFromDays, DAY, daysFromCivil, daysInMonth, isCivilDay, SECOND } from "./civil.js";

/**
 * A moment as a user may give it: epoch milliseconds, a `Date` (its UTC fields are read as wall time), or text
 * `YYYY-MM-DD`, `YYYY-MM-DD HH:MM`, `YYYY-MM-DD HH:MM:SS[.ffffff]` (a `T` may stand for the space; `YYYY` and
 * `YYYY-MM` mean their first moment; a trailing `Z` is allowed and means nothing).
 */
export type TimeLike = number | string | Date;

const PATTERN = /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6})0*)?)?)?)?)?Z?$/;

/**
 * Reads a moment of wall time as epoch milliseconds. Microseconds become the fraction: the float64 nearest to whole
 * microseconds / 1000, which tells every microsecond apart until the year 2248.
 *
 * @throws ContangoError `TIME_TEXT` for text of another form, a date that does not exist or digits beyond the
 * microsecond; `TIME_VALUE` for a number or `Date` that is not finite.
 * @example
 * toTime("2024-03-28 23:00:00"); // 1711666800000
 */
export function toTime(value: TimeLike): number {
  return typeof value === "string" ? parsePeriod(value).start : finiteTime(value);
}

/**
 * The last microsecond of the period that a text names: of the whole year for `2024`, of the whole day for
 * `2024-03-28`. A number, a `Date` and a text with a fraction of a second name one moment.
 *
 * @throws ContangoError `TIME_TEXT`, `TIME_VALUE`, as {@link toTime}.
 * @example
 * formatTime(toTimeEnd("2024-02")); // "2024-02-29 23:59:59.999999"
 */
export function toTimeEnd(value: TimeLike): number {
  return typeof value === "string" ? parsePeriod(value).end : finiteTime(value);
}

function finiteTime(value: number | Date): number {
  const time = typeof value === "number" ? value : (value?.getTime?.() ?? Number.NaN);
  if (!Number.isFinite(time)) {
    throw new ContangoError(
      "TIME_VALUE",
      "time",
      `a time was ${String(value)}; give a finite number, a valid Date or text`,
    );
  }
  return time;
}

/** First and last microsecond of what a text names. */
function parsePeriod(text: string): { readonly start: number; readonly end: number } {
  const match = PATTERN.exec(text);
  const year = Number(match?.[1]);
  const month = Number(match?.[2] ?? 1);
  const day = Number(match?.[3] ?? 1);
  const hour = Number(match?.[4] ?? 0);
  const minute = Number(match?.[5] ?? 0);
  const second = Number(match?.[6] ?? 0);
  const valid = match !== null && isCivilDay(year, month, day) && hour <= 23 && minute <= 59 && second <= 59;
  if (!valid) {
    throw new ContangoError(
      "TIME_TEXT",
      "time",
      `"${text}" is not a time; write YYYY-MM-DD or YYYY-MM-DD HH:MM:SS, with at most six digits after the second`,
      { details: { text } },
    );
  }
  const wholeSeconds = daysFromCivil(year, month, day) * DAY + ((hour * 60 + minute) * 60 + second) * SECOND;
  if (match[7] !== undefined) {
    const fraction = Number(match[7].padEnd(6, "0"));
    const micros = fraction % 1000;
    const millis = wholeSeconds + (fraction - micros) / 1000;
    const start = micros === 0 ? millis : (millis * 1000 + micros) / 1000;
    return { start, end: start };
  }
  const next =
    match[2] === undefined
      ? daysFromCivil(year + 1, 1, 1) * DAY
      : match[3] === undefined
        ? (daysFromCivil(year, month, 1) + daysInMonth(year, month)) * DAY
        : wholeSeconds + (match[4] === undefined ? DAY : match[6] === undefined ? 60 * SECOND : SECOND);
  return { start: wholeSeconds, end: next - 0.001 };
}

const two = (value: number): string => (value < 10 ? `0${value}` : String(value));

/** `YYYY-MM-DD` of a day number. */
export function formatDay(days: number): string {
  const { year, month, day } = civilFromDays(days);
  return `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}`;
}

/**
 * `YYYY-MM-DD HH:MM:SS` of a wall time, with `.ffffff` where it has a fraction of a second; `NaT` where it is
 * not finite.
 */
export function formatTime(time: number): string {
  if (!Number.isFinite(time)) return "NaT";
  const micros = Math.round((time - Math.floor(time)) * 1000);
  const millis = Math.floor(time) + (micros === 1000 ? 1 : 0);
  const days = Math.floor(millis / DAY);
  const inDay = millis - days * DAY;
  const seconds = Math.floor(inDay / 1000);
  const fraction = (inDay - seconds * 1000) * 1000 + (micros % 1000);
  const clock = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return `${formatDay(days)} ${clock}${fraction === 0 ? "" : `.${String(fraction).padStart(6, "0")}`}`;
}
