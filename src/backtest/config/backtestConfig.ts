import type { CurrencyCode, InstrumentCode } from "../../instruments/codes.js";
import type { TimeLike } from "../../time/text.js";
import type { RuleArguments, TradingRule } from "../rules/rule.js";
import type { ToleratedSetting } from "./settingNames.js";
import type { DateMethod, WeightMethod } from "./settings.js";

/** Every setting may be left out; null counts as left out. */
type Optional<T> = { readonly [Key in keyof T]?: T[Key] | null | undefined };

/** Where an input of a rule comes from: the name of a series, or the name with arguments. */
export type DataReferenceConfig =
  | string
  | { readonly name: string; readonly args?: RuleArguments | null | undefined };

/** One entry of `trading_rules`. */
export interface TradingRuleBlock {
  /** A function, or the name of one: of a built-in rule, of pysystemtrade's, or of one handed over as `rules`. */
  readonly function: TradingRule | string;
  /** The series that the rule reads, in the order of its inputs, or by the names under which it reads them. */
  readonly data?:
    | string
    | readonly string[]
    | Readonly<Record<string, DataReferenceConfig>>
    | null
    | undefined;
  /** Arguments by name; those whose name starts with k underscores go to the k-th entry of `data`. */
  readonly other_args?: RuleArguments | null | undefined;
  readonly forecast_scalar?: number | null | undefined;
}

/** Weights by name. */
export type WeightsConfig = Readonly<Record<string, number>>;

/** A group of weights: its own `weight` in the group above, and either sub-groups or members with their weights. */
export interface WeightGroupConfig {
  readonly [name: string]: number | WeightGroupConfig;
}

/** Weights resolved from nested groups. */
export interface GroupedWeightsConfig {
  readonly auto_weight_from_grouping: {
    readonly parameters?: Optional<{
      use_approx_DM: boolean;
      apply_forecast_post_ceiling_cost_SR_before_weighting: boolean;
    }> | null;
    readonly groups: Readonly<Record<string, WeightGroupConfig>>;
  };
}

export interface VolatilityConfig {
  /** `mixed_vol_calc`, `robust_vol_calc`, `simple_vol_calc` or `simple_ewvol_calc`, also with a path before it. */
  readonly func: string;
  readonly name_returns_attr_in_rawdata: "daily_returns" | "hourly_returns";
  readonly multiplier_to_get_daily_vol: number;
  readonly days: number;
  readonly min_periods: number;
  readonly slow_vol_years: number;
  readonly proportion_of_slow_vol: number;
  readonly vol_abs_min: number;
  readonly backfill: boolean;
  readonly vol_floor: boolean;
  readonly floor_min_quant: number;
  readonly floor_min_periods: number;
  readonly floor_days: number;
}

export interface ForecastScalarEstimateConfig {
  readonly func: string;
  readonly pool_instruments: boolean;
  readonly window: number;
  readonly min_periods: number;
  readonly backfill: boolean;
}

export interface CorrelationEstimateConfig {
  readonly func: string;
  readonly pool_instruments: boolean;
  readonly frequency: string;
  readonly interval_frequency: string;
  readonly date_method: DateMethod;
  readonly rollyears: number;
  readonly using_exponent: boolean;
  readonly ew_lookback: number;
  readonly min_periods: number;
  readonly cleaning: boolean;
  readonly floor_at_zero: boolean;
  readonly forward_fill_data: boolean;
  readonly forward_fill_price_index: boolean;
  readonly offdiag: number;
  readonly clip: number;
  /** With `using_exponent`. */
  readonly shrinkage_parameter: number;
  /** Without `using_exponent`. */
  readonly shrinkage: number;
}

export interface MomentEstimateConfig {
  readonly func: string;
  readonly using_exponent: boolean;
  readonly ew_lookback: number;
  readonly min_periods: number;
}

export interface WeightEstimateConfig {
  readonly func: string;
  readonly method: WeightMethod;
  readonly frequency: string;
  readonly interval_frequency: string;
  readonly date_method: DateMethod;
  readonly rollyears: number;
  readonly pool_gross_returns: boolean;
  readonly equalise_gross: boolean;
  readonly cost_multiplier: number;
  readonly apply_cost_weight: boolean;
  readonly ceiling_cost_SR: number;
  readonly cleaning: boolean;
  readonly equalise_SR: boolean;
  readonly ann_target_SR: number;
  readonly equalise_vols: boolean;
  readonly shrinkage_SR: number;
  readonly shrinkage_corr: number;
  readonly monte_runs: number;
  readonly bootstrap_length: number;
  readonly bootstrap_seed: number;
  readonly correlation_estimate: Optional<CorrelationEstimateConfig>;
  readonly mean_estimate: Optional<MomentEstimateConfig>;
  readonly vol_estimate: Optional<MomentEstimateConfig>;
  /** Only speed: not read. */
  readonly n_threads: number;
}

export interface DiversificationEstimateConfig {
  readonly func: string;
  readonly ewma_span: number;
  readonly dm_max: number;
}

export interface ForecastMappingConfig {
  readonly threshold: number;
  readonly a_param: number;
  readonly b_param: number;
}

/** All four are needed. Risk is a fraction of the risk that is aimed at, but for leverage. */
export interface RiskOverlayConfig {
  readonly max_risk_fraction_normal_risk: number;
  readonly max_risk_fraction_stdev_risk: number;
  readonly max_risk_limit_sum_abs_risk: number;
  readonly max_risk_leverage: number;
}

export interface SmallSystemConfig {
  readonly shadow_cost: number;
  readonly cost_multiplier: number;
  readonly tracking_error_buffer: number;
  readonly shrink_instrument_returns_correlation: number;
}

interface Settings {
  readonly start_date: TimeLike;
  readonly instruments: readonly InstrumentCode[];
  readonly duplicate_instruments: Optional<{
    include: Readonly<Record<string, unknown>>;
    exclude: Readonly<Record<string, InstrumentCode | readonly InstrumentCode[]>>;
  }>;
  readonly exclude_instrument_lists: Optional<{
    ignore_instruments: readonly InstrumentCode[];
    trading_restrictions: readonly InstrumentCode[];
    bad_markets: readonly InstrumentCode[];
  }>;
  readonly allocate_zero_instrument_weights_to_these_instruments: readonly InstrumentCode[];
  readonly long_only_instruments: readonly InstrumentCode[];
  readonly long_only_instruments_DO_ONLY: readonly InstrumentCode[];
  readonly volatility_calculation: Optional<VolatilityConfig>;
  readonly trading_rules: Readonly<Record<string, TradingRule | string | TradingRuleBlock>>;
  readonly forecast_scalar: number;
  readonly forecast_scalars: WeightsConfig;
  readonly use_forecast_scale_estimates: boolean;
  readonly forecast_scalar_estimate: Optional<ForecastScalarEstimateConfig>;
  readonly forecast_cap: number;
  readonly forecast_floor: number;
  readonly average_absolute_forecast: number;
  readonly use_attenuation: readonly string[];
  /** The same for all instruments, by instrument, or grouped. */
  readonly forecast_weights:
    | WeightsConfig
    | Readonly<Record<InstrumentCode, WeightsConfig>>
    | GroupedWeightsConfig;
  readonly rule_variations: readonly string[] | Readonly<Record<InstrumentCode, readonly string[]>>;
  readonly use_forecast_weight_estimates: boolean;
  readonly forecast_weight_estimate: Optional<WeightEstimateConfig>;
  readonly forecast_cost_estimates: Optional<{ use_pooled_costs: boolean; use_pooled_turnover: boolean }>;
  readonly forecast_weight_ewma_span: number;
  readonly forecast_post_ceiling_cost_SR: number;
  readonly forecast_div_multiplier: number | Readonly<Record<InstrumentCode, number>>;
  readonly use_forecast_div_mult_estimates: boolean;
  readonly forecast_correlation_estimate: Optional<CorrelationEstimateConfig>;
  readonly forecast_div_mult_estimate: Optional<DiversificationEstimateConfig>;
  readonly forecast_mapping: Readonly<Record<InstrumentCode, ForecastMappingConfig>>;
  readonly percentage_vol_target: number;
  readonly notional_trading_capital: number;
  readonly base_currency: CurrencyCode;
  readonly capital_multiplier: Optional<{ func: string }>;
  readonly instrument_weights: WeightsConfig | GroupedWeightsConfig;
  readonly use_instrument_weight_estimates: boolean;
  readonly instrument_weight_estimate: Optional<WeightEstimateConfig>;
  readonly instrument_weight_ewma_span: number;
  readonly instrument_div_multiplier: number;
  readonly use_instrument_div_mult_estimates: boolean;
  readonly instrument_correlation_estimate: Optional<CorrelationEstimateConfig>;
  readonly instrument_div_mult_estimate: Optional<DiversificationEstimateConfig>;
  readonly buffer_method: "forecast" | "position" | "none";
  readonly buffer_size: number;
  readonly buffer_trade_to_edge: boolean;
  readonly use_SR_costs: boolean;
  readonly vol_normalise_currency_costs: boolean;
  readonly multiply_roll_costs_by: number;
  readonly risk_overlay: RiskOverlayConfig;
  readonly instrument_returns_correlation: Optional<CorrelationEstimateConfig>;
  readonly small_system: Optional<SmallSystemConfig>;
}

/**
 * The configuration of a backtest, with the names that pysystemtrade's YAML files have. Only `trading_rules` is needed;
 * what else is left out has a default.
 *
 * @example
 * const config: BacktestConfig = {
 *   trading_rules: {
 *     trend: { function: "ewmac", other_args: { fast: 16, slow: 64 }, forecast_scalar: 3.75 },
 *   },
 *   instrument_weights: { CORN: 0.5, US10: 0.5 },
 * };
 */
export type BacktestConfig = Optional<Settings> & { readonly [Key in ToleratedSetting]?: unknown };

/** The name of a setting that a backtest reads. */
export type BacktestSetting = keyof Settings;
