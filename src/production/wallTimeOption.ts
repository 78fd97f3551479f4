import { ContangoError } from "../errors/contangoError.js";
import { type TimeLike, toTime } from "../time/text.js";

/** A wall time of the desk: text, or epoch milliseconds as `desk.now()` and `desk.wallTime(instant)` give them. */
export type WallTime = Exclude<TimeLike, Date>;

/** A number below this is no time, but a day written without quotes: 20240328. */
const FEWEST = 1e11;

/**
 * Reads a wall time that a function was given.
 *
 * @throws ContangoError `PROCESS_OPTION` for a day as a number, 20240328, and for a `Date` or text that ends in `Z`: that is a
 * moment, and its fields are not those of the desk's clock; `TIME_TEXT`, `TIME_VALUE`.
 */
export function wallTimeOption(name: string, option: string, given: TimeLike): number {
  if (typeof given === "number" && Math.abs(given) < FEWEST) {
    throw new ContangoError(
      "PROCESS_OPTION",
      "production",
      `${name} was given ${option} as the number ${given}, which in milliseconds is in 1970; write a day as text, "2024-03-28"`,
      { details: { option } },
    );
  }
  const isMoment = typeof given === "object" || (typeof given === "string" && given.endsWith("Z"));
  if (!isMoment) return toTime(given);
  throw new ContangoError(
    "PROCESS_OPTION",
    "production",
    `${name} was given ${option} as a moment (${String(given)}), and takes the desk's wall time; write it as text without a zone, "2024-03-28 15:00", or give desk.wallTime(date.getTime())`,
    { details: { option } },
  );
}
