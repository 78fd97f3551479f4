import { requireOneOf } from "../../series/parameters.js";
import { BUSINESS_DAYS_IN_YEAR } from "../../time/businessDays.js";

/** Periods that profit and loss is summed over. */
export type AccountFrequency = "business day" | "week" | "month" | "year";

export const ACCOUNT_FREQUENCIES: readonly AccountFrequency[] = ["business day", "week", "month", "year"];

const PER_YEAR: Readonly<Record<AccountFrequency, number>> = {
  "business day": BUSINESS_DAYS_IN_YEAR,
  week: 365.25 / 7,
  month: 12,
  year: 1,
};

/**
 * How many periods count as a year: 256 business days, 365.25 / 7 weeks, 12 months.
 *
 * @throws ContangoError `SERIES_PARAMETER`.
 */
export function periodsPerYear(frequency: AccountFrequency): number {
  return PER_YEAR[requireOneOf("the frequency", frequency, ACCOUNT_FREQUENCIES)];
}
