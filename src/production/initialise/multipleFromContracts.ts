import type { ContractPriceSet } from "../../prices/contractPriceSet.js";
import { multiplePricesFromCalendar } from "../../prices/multiplePricesFromCalendar.js";
import { withPhantomRoll } from "../../prices/rollCalendarPhantom.js";
import type { Frame } from "../../series/frame.js";
import type { CalendarOptions } from "./calendarFromContracts.js";

/**
 * Multiple prices up to now from contract prices and a calendar of the rolls so far, whose times are such that both contracts
 * have a price.
 *
 * @throws ContangoError `ROLL_CALENDAR`, `CONTRACT_PRICES_MISSING`, `PRICES_EMPTY`.
 */
export function multipleFromContracts(
  calendar: Frame,
  prices: ContractPriceSet,
  { instrument, rollParameters, now }: CalendarOptions,
): Frame {
  const closed = withPhantomRoll(calendar, { now, rollParameters, contracts: prices.keys(), instrument });
  return multiplePricesFromCalendar(closed, prices, { instrument });
}
