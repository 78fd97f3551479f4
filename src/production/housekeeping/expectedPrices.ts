import { lastDue } from "../../schedule/due.js";
import { businessDayOf, dayOfBusinessDay } from "../../time/businessDays.js";
import { DAY, dayOf, HOUR } from "../../time/civil.js";
import { NOTIONAL_CLOSE } from "../../time/close.js";
import type { Desk } from "../desk.js";

/** What the schedule should have brought. */
export interface ExpectedPrices {
  /** The last day of which there should be prices, in days since 1970-01-01. */
  readonly day: number;
  /** The process that asks for them. */
  readonly update: string;
  /** When that was last due, epoch milliseconds UTC. */
  readonly due: number;
}

/** How late a process may be. */
const GRACE = 2 * HOUR;

/** FX prices that should be there. */
export const expectedFxPrices = (desk: Desk): ExpectedPrices =>
  expected(desk, "updateFxPrices", dueBefore(desk, "updateFxPrices", desk.clock.now() - GRACE));

/** Contract prices that should be there, in adjusted prices too. */
export function expectedPrices(desk: Desk): ExpectedPrices {
  // Regions are asked for at different times of the day: a day ago all of them had been.
  const before = desk.clock.now() - GRACE - (desk.config.get("download_by_zone") === undefined ? 0 : DAY);
  const stitched = dueBefore(desk, "updateMultipleAdjustedPrices", before);
  return expected(desk, "updateHistoricalPrices", dueBefore(desk, "updateHistoricalPrices", stitched));
}

/** When a process was last due; one that this desk does not schedule, as it is done by hand or by another desk, within the last day. */
function dueBefore({ schedule, timezone, clock }: Desk, process: string, moment: number): number {
  return lastDue(schedule, process, { timezone, moment }) ?? Math.min(moment, clock.now() - DAY);
}

/** What could be asked for when an update was due: the day whose close was over. */
function expected({ wallTime }: Desk, update: string, due: number): ExpectedPrices {
  const closed = dayOf(wallTime(due) - NOTIONAL_CLOSE);
  return { day: dayOfBusinessDay(businessDayOf(closed)), update, due };
}
