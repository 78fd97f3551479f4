import { divide, multiply } from "../../series/arithmetic.js";
import { ewmMean } from "../../series/ewm.js";
import type { Series } from "../../series/series.js";
import { ROOT_BUSINESS_DAYS_IN_YEAR } from "../../time/businessDays.js";

/** The annualised roll by business day over annualised volatility: a Sharpe ratio, were prices not to move. */
export const rawCarry = (dailyAnnualisedRoll: Series, volatility: Series): Series =>
  divide(dailyAnnualisedRoll, multiply(volatility, ROOT_BUSINESS_DAYS_IN_YEAR));

/** The exponentially weighted mean of raw carry, whose centre of mass, not its span, is `smoothDays`. */
export const smoothedCarry = (rawCarry: Series, smoothDays = 90): Series =>
  ewmMean(rawCarry, { centreOfMass: smoothDays });
