import { businessDayOf } from "../time/businessDays.js";
import { dayOf } from "../time/civil.js";
import { formatTime } from "../time/text.js";

/** A price may be so many business days old without a word. */
const BUSINESS_DAYS = 2;

/** What to say of a price that is old as of a moment: `price of 2023-08-31, 6 business days old`; nothing where it is not. */
export function stalePrice(time: number, now: number): string | undefined {
  const age = businessDayOf(dayOf(now)) - businessDayOf(dayOf(time));
  return age > BUSINESS_DAYS
    ? `price of ${formatTime(time).slice(0, 10)}, ${age} business days old`
    : undefined;
}
