import type { RawDataName } from "./names.js";

/** What a data reference of pysystemtrade's configuration stands for. */
export interface DataReference {
  readonly name: RawDataName;
  /** Arguments that the reference implies, where others are not given. */
  readonly args?: Readonly<Record<string, number | string>>;
  /** The arguments it may be given, without their underscores: the reference's name → the name here. */
  readonly argumentNames?: Readonly<Record<string, string>>;
  /** Text arguments whose value has another name here: the reference's value → the value here. */
  readonly argumentValues?: Readonly<Record<string, string>>;
}

const SMOOTHING = { argumentNames: { smooth_days: "smoothDays" } };
const FACTOR_NAMES = {
  skew: "skew",
  neg_skew: "negativeSkew",
  kurtosis: "kurtosis",
  neg_kurtosis: "negativeKurtosis",
};
const LOOKBACK = { lookback_days: "lookbackDays" };
const DEMEAN_NAMES = {
  current_average_factor_values_over_all_assets: "allInstruments",
  historic_average_factor_value_all_assets: "allInstrumentsHistory",
  historic_average_factor_value_for_instrument: "ownHistory",
  average_factor_value_for_instrument: "ownHistory",
  average_factor_value_in_asset_class_for_instrument: "assetClass",
};
const factor = (name: string): DataReference => ({
  name: "factor",
  args: { factor: name },
  argumentNames: LOOKBACK,
});

/** The data references that rules of pysystemtrade's configuration list under `data`, by `stage.method`. */
export const DATA_REFERENCES: Readonly<Record<string, DataReference>> = {
  "data.daily_prices": { name: "dailyPrice" },
  "data.hourly_prices": { name: "hourlyPrice" },
  "data.get_raw_price": { name: "adjustedPrice" },
  "data.get_backadjusted_futures_price": { name: "adjustedPrice" },
  "data.daily_denominator_price": { name: "denominatorPrice" },
  "rawdata.get_daily_prices": { name: "dailyPrice" },
  "rawdata.get_natural_frequency_prices": { name: "adjustedPrice" },
  "rawdata.get_hourly_prices": { name: "hourlyPrice" },
  "rawdata.daily_denominator_price": { name: "denominatorPrice" },
  "rawdata.daily_returns": { name: "dailyReturns" },
  "rawdata.hourly_returns": { name: "hourlyReturns" },
  "rawdata.daily_returns_volatility": { name: "volatility" },
  "rawdata.annualised_returns_volatility": { name: "annualisedVolatility" },
  "rawdata.get_daily_percentage_returns": { name: "percentageReturns" },
  "rawdata.get_daily_percentage_volatility": { name: "percentageVolatility" },
  "rawdata.get_daily_vol_normalised_returns": { name: "normalisedReturns" },
  "rawdata.get_cumulative_daily_vol_normalised_returns": { name: "normalisedPrice" },
  "rawdata.normalised_price_for_asset_class": { name: "assetClassNormalisedPrice" },
  "rawdata.annualised_roll": { name: "annualisedRoll" },
  "rawdata.daily_annualised_roll": { name: "dailyAnnualisedRoll" },
  "rawdata.raw_carry": { name: "rawCarry" },
  "rawdata.smoothed_carry": { name: "smoothedCarry", ...SMOOTHING },
  "rawdata.median_carry_for_asset_class": { name: "assetClassCarry", ...SMOOTHING },
  "rawdata.get_skew": factor("skew"),
  "rawdata.get_neg_skew": factor("negativeSkew"),
  "rawdata.get_kurtosis": factor("kurtosis"),
  "rawdata.get_neg_kurtosis": factor("negativeKurtosis"),
  "rawdata.get_factor_value_for_instrument": {
    name: "factor",
    argumentNames: { factor_name: "factor", ...LOOKBACK },
    argumentValues: FACTOR_NAMES,
  },
  "rawdata.get_demeanded_factor_value": {
    name: "demeanedFactor",
    argumentNames: { factor_name: "factor", demean_method: "demean", ...LOOKBACK },
    argumentValues: { ...FACTOR_NAMES, ...DEMEAN_NAMES },
  },
};
