import {
  add,
  asOf,
  clip,
  diff,
  divide,
  ewmMean,
  ewmStandardDeviation,
  forwardFill,
  type Instrument,
  multiply,
  resampleBusinessDays,
  type Series,
  subtract,
} from "contango";

/** What the strategy needs to know of one instrument. */
export interface TrendInputs {
  readonly instrument: Instrument;
  /** Back-adjusted price, any number of rows a day. */
  readonly adjustedPrice: Series;
  /** Value of one unit of the instrument's currency in the base currency. */
  readonly fxRate: Series;
  /** Capital that this instrument trades with, in the base currency. */
  readonly capital: number;
  /** Annual standard deviation wanted, in percent of capital. */
  readonly riskTarget: number;
}

/** A position and the bounds between which no trade is worth its cost, in contracts, by business day. */
export interface BufferedPositions {
  readonly position: Series;
  readonly lower: Series;
  readonly upper: Series;
}

const FAST = 16;
const SLOW = 64;
/** Makes the average absolute forecast about 10. */
const FORECAST_SCALAR = 3.75;
const FORECAST_CAP = 20;
const BUFFER = 0.1;
/** Square root of 256 business days. */
const DAYS_ROOT = 16;

/** Standard deviation of daily price changes, in price units. */
export function dailyVolatility(dailyPrice: Series): Series {
  return ewmStandardDeviation(diff(dailyPrice), { span: 35, minPeriods: 10 });
}

/** Trend forecast: fast less slow moving average, in units of volatility, scaled and capped at ±20. */
export function trendForecast(dailyPrice: Series): Series {
  const crossover = subtract(ewmMean(dailyPrice, { span: FAST }), ewmMean(dailyPrice, { span: SLOW }));
  const forecast = multiply(divide(crossover, forwardFill(dailyVolatility(dailyPrice))), FORECAST_SCALAR);
  return clip(forecast, { lower: -FORECAST_CAP, upper: FORECAST_CAP }).named("forecast");
}

/** The forecast as a position whose risk is the target when the forecast is 10, with a 10% buffer around it. */
export function trendPositions(inputs: TrendInputs): BufferedPositions {
  const { instrument, adjustedPrice, fxRate, capital, riskTarget } = inputs;
  const dailyPrice = resampleBusinessDays(adjustedPrice, "last");
  const forecast = trendForecast(dailyPrice);
  const cashTarget = (capital * riskTarget) / 100 / DAYS_ROOT;
  const riskOfOneContract = multiply(
    multiply(dailyVolatility(dailyPrice), instrument.pointSize),
    asOf(fxRate, dailyPrice),
  );
  const averagePosition = divide(cashTarget, forwardFill(riskOfOneContract));
  const position = multiply(averagePosition, divide(forecast, 10)).named("position");
  const width = multiply(averagePosition, BUFFER);
  return {
    position,
    lower: subtract(position, width).named("lower"),
    upper: add(position, width).named("upper"),
  };
}
