import {
  add,
  diff,
  ewmMean,
  ewmStandardDeviation,
  forwardFill,
  multiply,
  resampleBusinessDays,
  type Series,
  subtract,
} from "contango";

/** Prices at which to act, by business day. */
export interface PriceRange {
  /** Buy below it. */
  readonly buyBelow: Series;
  /** Sell above it. */
  readonly sellAbove: Series;
  /** Where prices are expected to return to: close what is held. */
  readonly exit: Series;
}

export interface PriceRangeOptions {
  /** Rows of the moving average that prices return to. */
  readonly span: number;
  /** Distance of the entries from it, in daily standard deviations. */
  readonly entry: number;
}

/** The range around a moving average in which nothing is done; on its edges positions against the move begin. */
export function priceRange(adjustedPrice: Series, { span, entry }: PriceRangeOptions): PriceRange {
  const dailyPrice = forwardFill(resampleBusinessDays(adjustedPrice, "last"));
  const exit = ewmMean(dailyPrice, { span, minPeriods: span });
  const width = multiply(ewmStandardDeviation(diff(dailyPrice), { span: 35, minPeriods: 10 }), entry);
  return {
    buyBelow: subtract(exit, width).named("buyBelow"),
    sellAbove: add(exit, width).named("sellAbove"),
    exit: exit.named("exit"),
  };
}
