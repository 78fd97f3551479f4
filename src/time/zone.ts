import { ContangoError } from "../errors/contangoError.js";
import { DAY, HOUR } from "./civil.js";

/** The wall clocks of one time zone. */
export interface Zone {
  /** IANA name. */
  readonly name: string;
  /** What the wall clock reads at an instant: epoch milliseconds whose UTC fields are the wall's. */
  wallTime(instant: number): number;
  /**
   * The instant at which the wall clock reads a time. Where clocks go back it reads it twice, and the first is meant; where
   * they go forward, a time that is left out means as long after the change.
   */
  instant(wallTime: number): number;
}

/** The zone whose wall clock reads UTC. */
export const UTC: Zone = { name: "UTC", wallTime: (instant) => instant, instant: (wall) => wall };

/**
 * A zone by its IANA name, as `America/Chicago`. Offsets come from the platform's table, each day's looked up once.
 *
 * @throws ContangoError `TIME_ZONE` for a name that the platform does not know.
 * @example
 * timeZone("Europe/London").wallTime(Date.UTC(2024, 6, 1)); // one hour later: summer time
 */
export function timeZone(name: string): Zone {
  if (name === "UTC") return UTC;
  const format = formatOf(name);
  const offsets = new Map<number, number>();
  const offsetOf = (instant: number): number => {
    // Offsets change at whole quarters of an hour; a quarter is looked up once.
    const quarter = Math.floor(instant / QUARTER);
    let offset = offsets.get(quarter);
    if (offset === undefined) {
      offset = readOffset(format, quarter * QUARTER);
      if (offsets.size >= MOST_OFFSETS) offsets.clear();
      offsets.set(quarter, offset);
    }
    return offset;
  };
  return {
    name,
    wallTime: (instant) => instant + offsetOf(instant),
    instant: (wall) => {
      const [before, after] = [offsetOf(wall - DAY), offsetOf(wall + DAY)];
      const early = wall - Math.max(before, after);
      const late = wall - Math.min(before, after);
      if (early + offsetOf(early) === wall) return early;
      return late + offsetOf(late) === wall ? late : wall - before;
    },
  };
}

const QUARTER = HOUR / 4;
const MOST_OFFSETS = 100_000;

function formatOf(name: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat("en-US", {
      timeZone: name,
      hourCycle: "h23",
      era: "short",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
  } catch (cause) {
    throw new ContangoError(
      "TIME_ZONE",
      "time",
      `"${name}" is not a time zone; give an IANA name, as America/Chicago`,
      { details: { zone: name }, cause },
    );
  }
}

function readOffset(format: Intl.DateTimeFormat, instant: number): number {
  const parts = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, value]));
  const year = parts.era === "BC" ? 1 - Number(parts.year) : Number(parts.year);
  const wall = Date.UTC(
    year,
    Number(parts.month) - 1,
    Number(parts.day),
    Number(parts.hour),
    Number(parts.minute),
    Number(parts.second),
  );
  return wall - instant;
}
