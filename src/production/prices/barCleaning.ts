import type { BarFrequency } from "../../broker/broker.js";
import type { Config } from "../../config/config.js";
import type { CleaningOptions } from "../../prices/cleanBars.js";

/** Which bars configuration leaves out. @param now wall time. */
export function barCleaning(config: Config, frequency: BarFrequency, now: number): CleaningOptions {
  return {
    now,
    ignoreFuturePrices: config.get("ignore_future_prices"),
    ignoreZeroVolumes: config.get(
      frequency === "Day"
        ? "ignore_prices_with_zero_volumes_daily"
        : "ignore_prices_with_zero_volumes_intraday",
    ),
    ignoreZeroPrices: config.get("ignore_zero_prices"),
    ignoreNegativePrices: config.get("ignore_negative_prices"),
  };
}
