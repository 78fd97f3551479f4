import { ContangoError } from "../errors/contangoError.js";
import { DAY, daysFromCivil, isCivilDay, SECOND } from "./civil.js";
import { formatTime } from "./text.js";

const SCALE = 10_000;

/**
 * A wall time as pysystemtrade stores dates in numbers: the digits `YYYYMMDDHHMMSS.ffffff` times 10,000. It is worked out
 * in float64 as there, so that the last digits are rounding noise and equal stored ones; whole seconds survive the way there
 * and back, parts of a second to 4 milliseconds. The result is beyond 2^53, and always exactly a float64.
 *
 * @param time epoch milliseconds whose UTC fields are the wall's, in the years 1000 to 9999.
 * @throws ContangoError `TIME_VALUE`.
 * @example
 * toLongDate(Date.UTC(2023, 0, 15, 6, 32, 7)); // 202301150632070016
 */
export function toLongDate(time: number): number {
  const text = formatTime(time);
  if (!/^[1-9]\d{3}-/.test(text)) throw notALongDate(`the time ${time}`, "has no four digits of a year");
  return Math.trunc(Number(text.replace(/[-: ]/g, "")) * SCALE);
}

/**
 * The wall time of a {@link toLongDate long date}.
 *
 * @throws ContangoError `TIME_VALUE` where the digits are no date.
 */
export function fromLongDate(long: number | bigint): number {
  const scaled = Number(long) / SCALE;
  const whole = Math.floor(scaled);
  const field = (place: number, size: number): number => Math.floor(whole / place) % size;
  const [year, month, day] = [Math.floor(whole / 1e10), field(1e8, 100), field(1e6, 100)];
  const [hour, minute, second] = [field(1e4, 100), field(100, 100), whole % 100];
  // Sixty seconds come of rounding up, and are the next minute.
  const valid =
    year >= 1000 &&
    year <= 9999 &&
    isCivilDay(year, month, day) &&
    hour <= 23 &&
    minute <= 59 &&
    second <= 60;
  if (!valid) throw notALongDate(`the long date ${long}`, "is no date");
  const millis = daysFromCivil(year, month, day) * DAY + ((hour * 60 + minute) * 60 + second) * SECOND;
  return (millis * 1000 + roundHalfEven((scaled - whole) * 1e6)) / 1000;
}

/** A tie goes to the even neighbour, as where Python formats a number. */
function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  return rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
}

function notALongDate(what: string, problem: string): ContangoError {
  return new ContangoError(
    "TIME_VALUE",
    "time",
    `${what} ${problem}; a long date is YYYYMMDDHHMMSS times 10,000`,
  );
}
