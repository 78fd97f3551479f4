import { ContangoError } from "../../errors/contangoError.js";
import type { InstrumentCode } from "../../instruments/codes.js";
import { resampleBusinessDays } from "../../series/resample.js";
import type { Series } from "../../series/series.js";
import { businessDayOf, dayOfBusinessDay, isBusinessDaily } from "../../time/businessDays.js";
import { DAY, dayOf } from "../../time/civil.js";
import { formatTime } from "../../time/text.js";

/**
 * A forecast with a row for every business day from its first to its last, NaN where it had none. Rows count as days from
 * here on (what is decided at one close is filled at the next), so other times would shorten the delay of fills.
 *
 * @throws ContangoError `RULE_OUTPUT` where there are no rows, or one is not at midnight of a business day.
 */
export function byBusinessDay(forecast: Series, rule: string, instrument: InstrumentCode): Series {
  if (forecast.length === 0) {
    throw new ContangoError(
      "RULE_OUTPUT",
      "backtest",
      `rule ${rule} gave no rows on ${instrument}; give one for each day of dailyPrice, NaN where there is no forecast`,
      { details: { rule, instrument } },
    );
  }
  if (isBusinessDaily(forecast.time)) return forecast;
  for (const time of forecast.time) {
    if (time === dayOfBusinessDay(businessDayOf(dayOf(time))) * DAY) continue;
    throw new ContangoError(
      "RULE_OUTPUT",
      "backtest",
      `rule ${rule} gave a forecast of ${instrument} for ${formatTime(time)}; give one a business day, at its midnight, ` +
        `as dailyPrice is (resampleBusinessDays(series, "last") makes any series so)`,
      { details: { rule, instrument, time: formatTime(time) } },
    );
  }
  return resampleBusinessDays(forecast, "last");
}
