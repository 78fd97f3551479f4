export type { BacktestConfig } from "../backtest/config/backtestConfig.js";

/**
 * Settings of a backtest that pysystemtrade allows beside those of production. They are accepted, and checked where
 * they are used.
 */
export const BACKTEST_SETTINGS = [
  "allocate_zero_instrument_weights_to_these_instruments",
  "asset_classes",
  "average_absolute_forecast",
  "capital_multiplier",
  "countries",
  "forecast_cap",
  "forecast_correlation_estimate",
  "forecast_cost_estimates",
  "forecast_div_mult_estimate",
  "forecast_div_multiplier",
  "forecast_floor",
  "forecast_mapping",
  "forecast_post_ceiling_cost_SR",
  "forecast_scalar",
  "forecast_scalar_estimate",
  "forecast_scalars",
  "forecast_weight_estimate",
  "forecast_weight_ewma_span",
  "forecast_weights",
  "instrument_correlation_estimate",
  "instrument_div_mult_estimate",
  "instrument_div_multiplier",
  "instrument_weight_estimate",
  "instrument_weight_ewma_span",
  "instrument_weights",
  "instruments",
  "instruments_with_threshold",
  "long_only_instruments",
  "long_only_instruments_DO_ONLY",
  "monte_runs",
  "multiply_roll_costs_by",
  "risk_overlay",
  "rule_groups",
  "rule_variations",
  "shrinkage_mean",
  "start_date",
  "style_groups",
  "trading_rules",
  "use_SR_costs",
  "use_attenuation",
  "use_forecast_div_mult_estimates",
  "use_forecast_scale_estimates",
  "use_forecast_weight_estimates",
  "use_instrument_div_mult_estimates",
  "use_instrument_weight_estimates",
  "vol_normalise_currency_costs",
  "volatility_calculation",
] as const;

/** Settings of a backtest among those of production: they may hold anything until a backtest reads them. */
export type UncheckedBacktestSettings = {
  readonly [Setting in (typeof BACKTEST_SETTINGS)[number]]?: unknown;
};
