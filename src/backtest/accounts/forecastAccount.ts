import type { Instrument } from "../../instruments/instrument.js";
import { map } from "../../series/arithmetic.js";
import { asOf } from "../../series/reindex.js";
import { Series } from "../../series/series.js";
import { dailyCashVolatilityTarget } from "../portfolio/subsystemPosition.js";
import type { Account } from "./account.js";
import { instrumentAccount } from "./instrumentAccount.js";

export interface ForecastAccountOptions {
  /** Scaled and capped. */
  readonly forecast: Series;
  /** Back-adjusted price by business day. */
  readonly price: Series;
  /** Daily standard deviation, in price units. */
  readonly volatility: Series;
  readonly fxRate: Series;
  readonly instrument: Instrument;
  readonly capital: number;
  /** Annual standard deviation to aim at, in percent of capital. */
  readonly percentageVolatilityTarget: number;
  /** Default 10. */
  readonly averageAbsoluteForecast?: number;
  /** Annual cost over annual standard deviation, zero or more. */
  readonly annualCost: number;
}

/**
 * The account of one forecast on one market, with all the capital, in fractional contracts, at Sharpe-ratio costs. The
 * average position is found without the FX rate, so that markets of all currencies trade alike.
 *
 * @example
 * const target = { capital: 250_000, percentageVolatilityTarget: 20 };
 * forecastAccount({ forecast, price, volatility, fxRate, instrument, annualCost: 0.01, ...target });
 */
export function forecastAccount(options: ForecastAccountOptions): Account {
  const { forecast, price, volatility, fxRate, instrument, capital, annualCost } = options;
  const { percentageVolatilityTarget, averageAbsoluteForecast = 10 } = options;
  const dailyTarget = dailyCashVolatilityTarget(capital, percentageVolatilityTarget);
  const averagePosition = map(volatility, (daily) => dailyTarget / (daily * instrument.pointSize));
  const average = asOf(averagePosition, forecast).values;
  const positions = new Float64Array(forecast.length);
  for (let row = 0; row < positions.length; row++) {
    positions[row] = (average[row]! * forecast.values[row]!) / averageAbsoluteForecast;
  }
  return instrumentAccount({
    position: new Series(forecast.time, positions, "position"),
    price,
    fxRate,
    instrument,
    capital,
    costs: { kind: "sharpe", annualCost, averagePosition, volatility },
    round: false,
  });
}
