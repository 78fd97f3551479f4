import type { Instrument } from "../instruments/instrument.js";
import { businessDayOf, dayOfBusinessDay } from "../time/businessDays.js";
import { civilFromDays, DAY, dayOf, daysFromCivil } from "../time/civil.js";
import { type TimeLike, toTime } from "../time/text.js";
import { refuse } from "./marketRefusal.js";
import { randomStream } from "./randomStream.js";

/** A day on which one instrument, a region or, where neither is named, nothing trades. */
export interface MarketHoliday {
  readonly day: TimeLike;
  readonly instrument?: string;
  readonly region?: string;
}

/** The days given, or how many business days a year each region is to have off, drawn from the seed. */
export type MarketHolidays = number | readonly MarketHoliday[];

const MOST_A_YEAR = 60;

/**
 * Which days of a span an instrument does not trade: their midnights, ascending.
 *
 * @throws ContangoError `MARKET_PARAMETER`, `TIME_TEXT`, `TIME_VALUE`.
 */
export function holidaysOf(
  seed: string,
  holidays: MarketHolidays,
  { code, region }: Instrument,
  from: number,
  to: number,
): readonly number[] {
  const days =
    typeof holidays === "number"
      ? drawnDays(`${seed}/holidays/${region}`, holidays, from, to)
      : holidays
          .filter((one) => (one.instrument ?? code) === code && (one.region ?? region) === region)
          .map(({ day }) => dayOf(toTime(day)));
  const kept = [...new Set(days)].filter((day) => day >= dayOf(from) && day <= dayOf(to));
  return kept.sort((a, b) => a - b).map((day) => day * DAY);
}

/** Refuses holidays of an instrument or region that is not there. @throws ContangoError `MARKET_PARAMETER`. */
export function checkHolidays(holidays: MarketHolidays, instruments: readonly Instrument[]): void {
  if (typeof holidays === "number") {
    if (Number.isInteger(holidays) && holidays >= 0 && holidays <= MOST_A_YEAR) return;
    throw refuse(
      `the market was to have ${holidays} holidays a year; give a whole number up to ${MOST_A_YEAR}`,
    );
  }
  for (const { instrument, region } of holidays) {
    if (instrument !== undefined && !instruments.some(({ code }) => code === instrument)) {
      throw refuse(`a holiday is for ${instrument}, which the market does not have`, instrument);
    }
    if (region !== undefined && !instruments.some((one) => one.region === region)) {
      throw refuse(`a holiday is for the region "${region}", in which the market has no instrument`);
    }
  }
}

/** So many business days of each year, day numbers; a year's own stream, so that no year changes another. */
function drawnDays(seed: string, count: number, from: number, to: number): number[] {
  const days: number[] = [];
  const lastYear = civilFromDays(dayOf(to)).year;
  for (let { year } = civilFromDays(dayOf(from)); year <= lastYear; year++) {
    const random = randomStream(`${seed}/${year}`);
    const first = businessDayOf(daysFromCivil(year, 1, 3));
    const drawn = new Set<number>();
    while (drawn.size < count) drawn.add(first + random.below(BUSINESS_DAYS));
    for (const day of drawn) days.push(dayOfBusinessDay(day));
  }
  return days;
}

/** Business days from the first of a year that are surely in the same year. */
const BUSINESS_DAYS = 257;
