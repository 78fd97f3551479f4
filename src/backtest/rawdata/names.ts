/** The shapes of a distribution that can be a factor. */
export const FACTORS = ["skew", "negativeSkew", "kurtosis", "negativeKurtosis"] as const;
export type Factor = (typeof FACTORS)[number];

/**
 * The averages that a factor can be measured against: that of its asset class now, that of all instruments now, the latter
 * over the past, the instrument's own over the past.
 */
export const FACTOR_AVERAGES = [
  "assetClass",
  "allInstruments",
  "allInstrumentsHistory",
  "ownHistory",
] as const;
export type FactorAverage = (typeof FACTOR_AVERAGES)[number];

/** What a raw-data series is, and the arguments that it takes. */
export interface RawDataEntry {
  readonly about: string;
  /** By name: the default of a number, which is 1 or more; or the texts to choose from, the default first. */
  readonly args: Readonly<Record<string, number | readonly string[]>>;
}

const plain = (about: string): RawDataEntry => ({ about, args: {} });
const SMOOTH_DAYS = { smoothDays: 90 };
const FACTOR = { factor: FACTORS, lookbackDays: 365 };

/** Every series that a backtest makes of an instrument's prices before any rule runs, by the name under which rules read it. */
export const RAW_DATA = {
  adjustedPrice: plain("back-adjusted price, every row from the start date on"),
  dailyPrice: plain("back-adjusted price by business day"),
  hourlyPrice: plain("back-adjusted price by hour, hours without one left out, closes at 23:00 not counted"),
  dailyReturns: plain("change of the daily price, in price units"),
  hourlyReturns: plain("change of the hourly price, in price units"),
  volatility: plain("daily standard deviation of price changes, in price units"),
  annualisedVolatility: plain("16 times the daily standard deviation, in price units"),
  denominatorPrice: plain("price of the current contract by business day, not adjusted"),
  percentageVolatility: plain("daily standard deviation in percent of the current contract's price"),
  percentageReturns: plain("change of the daily price as a fraction of the current contract's price"),
  normalisedReturns: plain("daily price change over the volatility of the day before"),
  normalisedPrice: plain("running total of the normalised returns"),
  assetClassNormalisedPrice: plain("running total of the median normalised return of the asset class"),
  annualisedRoll: plain("price less carry price over the years between their contracts, every row"),
  dailyAnnualisedRoll: plain("mean annualised roll of each business day"),
  rawCarry: plain("daily annualised roll over annualised volatility"),
  smoothedCarry: { about: "exponentially weighted mean of the raw carry", args: SMOOTH_DAYS },
  assetClassCarry: { about: "median smoothed carry of the asset class", args: SMOOTH_DAYS },
  factor: { about: "skew or kurtosis of the percentage returns of the last so many days", args: FACTOR },
  demeanedFactor: { about: "factor less an average of it", args: { ...FACTOR, demean: FACTOR_AVERAGES } },
} as const satisfies Readonly<Record<string, RawDataEntry>>;

export type RawDataName = keyof typeof RAW_DATA;

/** True for a name in {@link RAW_DATA}. */
export const isRawDataName = (name: string): name is RawDataName => Object.hasOwn(RAW_DATA, name);
