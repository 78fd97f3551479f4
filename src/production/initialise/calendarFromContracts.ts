import type { RollParameters } from "../../contracts/rollParameters.js";
import type { InstrumentCode } from "../../instruments/codes.js";
import type { ContractPriceSet } from "../../prices/contractPriceSet.js";
import { adjustRollCalendar, type CalendarNote } from "../../prices/rollCalendarAdjust.js";
import { approximateRollCalendar } from "../../prices/rollCalendarApproximate.js";
import { checkRollCalendar } from "../../prices/rollCalendarChecks.js";
import { withPhantomRoll } from "../../prices/rollCalendarPhantom.js";
import type { Frame } from "../../series/frame.js";
import { upperBound } from "../../series/search.js";
import { formatTime } from "../../time/text.js";

export interface CalendarOptions {
  readonly instrument: InstrumentCode;
  readonly rollParameters: RollParameters;
  /** Wall time. */
  readonly now: number;
}

/** A roll calendar, and sentences (without their points) about what is not as one would wish. */
export interface BuiltCalendar {
  readonly calendar: Frame;
  readonly notes: readonly string[];
}

/**
 * The roll calendar of the contracts that have prices: rolls at their desired dates, moved to when both contracts had a price.
 * Rolls that were not yet desired are left out.
 *
 * @throws ContangoError `ROLL_CALENDAR`, as `approximateRollCalendar` and `adjustRollCalendar`; `CONTRACT_ID`.
 */
export function calendarFromContracts(prices: ContractPriceSet, options: CalendarOptions): BuiltCalendar {
  const { instrument, rollParameters, now } = options;
  const wanted = approximateRollCalendar(prices.keys(), rollParameters, { instrument });
  // The row after the last desired roll only closes the calendar: adjusting leaves it out.
  const due = wanted.rows(0, upperBound(wanted.time, now) + 1);
  return adjustedToPrices(due, prices, options);
}

/** A calendar of rolls moved to when their contracts had prices, closed behind its last roll first. */
export function adjustedToPrices(
  calendar: Frame,
  prices: ContractPriceSet,
  { instrument, rollParameters, now }: CalendarOptions,
): BuiltCalendar {
  const closed = withPhantomRoll(calendar, { now, rollParameters, contracts: prices.keys(), instrument });
  const adjusted = adjustRollCalendar(closed, prices, { instrument });
  const problems = checkRollCalendar(adjusted.calendar, prices).map(
    ({ kind, contract, time }) => `${PROBLEMS[kind]} ${contract} at the roll of ${formatTime(time)}`,
  );
  return { calendar: adjusted.calendar, notes: [...adjusted.notes.map(noteText), ...problems] };
}

const PROBLEMS = {
  "no-contract": "there are no prices of",
  "no-price": "there is no price of",
  "broken-chain": "the calendar does not go on with",
} as const;

const NOTES: Readonly<Record<CalendarNote["kind"], string>> = {
  "carry-ignored": "without a price of the carry contract",
  skipped: "left out, as they never had a price together",
  stopped: "left out with all after it, as they never had a price together",
};

const noteText = ({ kind, current, next, time }: CalendarNote): string =>
  `roll from ${current} to ${next} (${formatTime(time).slice(0, 10)}) ${NOTES[kind]}`;
