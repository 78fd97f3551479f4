import { type ContractId, contractId } from "../contracts/contractId.js";
import { locateContract } from "../contracts/locateContract.js";
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
  readonly contracts: Iterable<ContractId | readonly [ContractId, unknown]>;
  readonly instrument?: string;
}

/**
 * A calendar whose last roll is past, with a roll that has not happened yet behind it: five days from now, out of
 * the contract held today. Multiple prices made from it then reach the present. A calendar that ends in the
 * future is given back as it is.
 *
 * @throws ContangoError `PRICES_EMPTY` for an empty calendar; `ROLL_CALENDAR` where the contract held today has no
 * prices, with instrument and time; `CONTRACT_ID`.
 */
export function withPhantomRoll(calendar: Frame, options: PhantomRollOptions): Frame {
  const { rollParameters, instrument } = options;
  const name = instrument ?? "roll calendar";
  requireRows(calendar.length, instrument === undefined ? "the roll calendar" : `${name} roll calendar`, {
    instrument,
  });
  const now = toTime(options.now);
  const { time, current, next, carry } = rollCalendar(
    calendar,
    instrument === undefined ? {} : { instrument },
  );
  if (time.at(-1)! > now) return calendar;
  const held = next.at(-1)!;
  const last = formatTime(time.at(-1)!);
  const where = `${name}: after the roll of ${last}`;
  const located = <T>(work: () => T): T => locateContract(where, { instrument, time: last }, work);
  const contracts = located(() =>
    Array.from(options.contracts, (entry) => contractId(typeof entry === "string" ? entry : entry[0])),
  );
  if (!contracts.includes(held)) {
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
    next: [...next, located(() => nextHeldContract(held, rollParameters))],
    carry: [...carry, located(() => carryContract(held, rollParameters))],
  });
}
