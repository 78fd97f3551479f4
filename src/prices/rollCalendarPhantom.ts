import type { ContractId } from "../contracts/contractId.js";
import { carryContract, nextHeldContract, type RollParameters } from "../contracts/rollParameters.js";
import { ContangoError } from "../errors/contangoError.js";
import type { Frame } from "../series/frame.js";
import { DAY } from "../time/civil.js";
import { formatTime, type TimeLike, toTime } from "../time/text.js";
import { requireRows } from "./multiplePrices.js";
import { rollCalendar, rollCalendarFrame } from "./rollCalendar.js";

export interface PhantomRollOptions {
  /** The present moment, in wall time. */
  readonly now: TimeLike;
  readonly rollParameters: RollParameters;
  /** Contracts that have prices: a contract price set, or the ids alone. */
  readonly contracts: { has(contract: ContractId): boolean };
  readonly instrument?: string;
}

/**
 * A calendar whose last roll is past, with a roll that has not happened yet behind it: five days from now, out of
 * the contract held today. Multiple prices made from it then reach the present. A calendar that ends in the
 * future is given back as it is.
 *
 * @throws ContangoError `PRICES_EMPTY` for an empty calendar; `ROLL_CALENDAR` where the contract held today has no
 * prices, with instrument and time.
 */
export function withPhantomRoll(calendar: Frame, options: PhantomRollOptions): Frame {
  const { rollParameters, contracts, instrument } = options;
  const name = instrument ?? "roll calendar";
  requireRows(calendar.length, instrument === undefined ? "the roll calendar" : `${name} roll calendar`);
  const now = toTime(options.now);
  const { time, current, next, carry } = rollCalendar(calendar);
  if (time.at(-1)! > now) return calendar;
  const held = next.at(-1)!;
  if (!contracts.has(held)) {
    const last = formatTime(time.at(-1)!);
    throw new ContangoError(
      "ROLL_CALENDAR",
      "rolls",
      `${name}: ${held}, held since ${last}, has no prices; load them, or end the calendar before`,
      { details: { instrument, contract: held, time: last } },
    );
  }
  return rollCalendarFrame({
    time: Float64Array.of(...time, now + 5 * DAY),
    current: [...current, held],
    next: [...next, nextHeldContract(held, rollParameters)],
    carry: [...carry, carryContract(held, rollParameters)],
  });
}
