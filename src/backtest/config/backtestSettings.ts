import { DAY } from "../../time/civil.js";
import { type TimeLike, toTime } from "../../time/text.js";
import type { TradingRule } from "../rules/rule.js";
import type { BacktestConfig, RiskOverlayConfig, SmallSystemConfig } from "./backtestConfig.js";
import { DEFAULT_BACKTEST_CONFIG } from "./defaultBacktestConfig.js";
import { overDefaults } from "./overDefaults.js";
import { type Place, type PlaceOf, placeAt, refusedSetting, refusedValue } from "./place.js";
import {
  readCorrelationEstimate,
  readDiversificationEstimate,
  readForecastScalarEstimate,
  readWeightEstimate,
} from "./readEstimates.js";
import {
  readForecastDiversification,
  readForecastLimits,
  readForecastMapping,
  readForecastScalars,
  readRuleList,
  readRuleVariations,
} from "./readForecastSettings.js";
import { readInstrumentLists, readInstruments } from "./readInstruments.js";
import { forecastScalar, readRules, requireRule } from "./readRules.js";
import { codes, flag, isBlock, number, oneOf, openBlock, text, textFlag, wordFor } from "./readValues.js";
import { readVolatility } from "./readVolatility.js";
import { readForecastWeights, readInstrumentWeights } from "./readWeights.js";
import { BACKTEST_SETTING_NAMES, TOLERATED_SETTINGS } from "./settingNames.js";
import type { BacktestSettings, RiskOverlay, SmallSystem } from "./settings.js";

export interface BacktestSettingsOptions {
  /** Rules of your own, by the names that `trading_rules` gives as their `function`. */
  readonly rules?: Readonly<Record<string, TradingRule>>;
  /** Where a setting was written, so that errors can say so. */
  readonly placeOf?: PlaceOf;
}

const TOLERATED: ReadonlySet<string> = new Set(TOLERATED_SETTINGS);
const positive = number({ above: 0 });
const notNegative = number({ from: 0 });
const span = number({ from: 1 });
const capitalMethod = wordFor({
  fixed: "fixed",
  full: "full",
  half: "half",
  fixed_capital: "fixed",
  full_compounding: "full",
  half_compounding: "half",
});

/**
 * Reads the configuration of a backtest: checks every setting, fills in the defaults, and finds the rules.
 *
 * @throws ContangoError `BACKTEST_CONFIG` for an unknown setting, a value that is not allowed or a rule that does not
 * exist; `details.key` is its path, as `trading_rules.trend.other_args.fast`.
 * @example
 * backtestSettings({ trading_rules: { trend: { function: momentum, other_args: { days: 120 } } }, forecast_cap: 15 });
 */
export function backtestSettings(
  config: BacktestConfig,
  { rules: registered = {}, placeOf = () => undefined }: BacktestSettingsOptions = {},
): BacktestSettings {
  const given: Place = { value: config, path: [], placeOf };
  if (!isBlock(config)) throw refusedValue(given, "a block of settings");
  const base = placeAt(given, "base_config");
  if (base.value !== undefined)
    throw refusedSetting(base, "is for files; read them with loadBacktestConfig", "key");
  openBlock(given, BACKTEST_SETTING_NAMES, TOLERATED);
  const whole: Place = { ...given, value: overDefaults(config, DEFAULT_BACKTEST_CONFIG) };
  const at = openBlock(whole, BACKTEST_SETTING_NAMES, TOLERATED);
  const rules = readRules(at("trading_rules"), registered);
  const costs = openBlock(at("forecast_cost_estimates"), ["use_pooled_costs", "use_pooled_turnover"]);
  return {
    startDate: readStartDate(at("start_date")),
    instruments: readInstruments(at("instruments")),
    ...readInstrumentLists(at("duplicate_instruments"), at("exclude_instrument_lists")),
    zeroWeight: codes(at("allocate_zero_instrument_weights_to_these_instruments")),
    longOnly: codes(at("long_only_instruments")),
    longOnlyDynamic: codes(at("long_only_instruments_DO_ONLY")),
    ...readVolatility(at("volatility_calculation")),
    rules,
    forecastScalars: readForecastScalars(at("forecast_scalars"), rules),
    forecastScalar: forecastScalar(at("forecast_scalar")),
    estimateForecastScalars: textFlag(at("use_forecast_scale_estimates")),
    forecastScalarEstimate: readForecastScalarEstimate(at("forecast_scalar_estimate")),
    ...readForecastLimits(at("forecast_cap"), at("forecast_floor")),
    averageAbsoluteForecast: positive(at("average_absolute_forecast")),
    attenuatedRules: readRuleList(at("use_attenuation"), rules),
    forecastWeights: readForecastWeights(at("forecast_weights"), requireRule(rules)),
    ruleVariations: readRuleVariations(at("rule_variations"), rules),
    estimateForecastWeights: textFlag(at("use_forecast_weight_estimates")),
    forecastWeightEstimate: readWeightEstimate(at("forecast_weight_estimate")),
    poolForecastCosts: textFlag(costs("use_pooled_costs")),
    poolForecastTurnover: textFlag(costs("use_pooled_turnover")),
    forecastWeightSpan: span(at("forecast_weight_ewma_span")),
    forecastCostCeiling: notNegative(at("forecast_post_ceiling_cost_SR")),
    forecastDiversificationMultiplier: readForecastDiversification(at("forecast_div_multiplier")),
    estimateForecastDiversification: textFlag(at("use_forecast_div_mult_estimates")),
    forecastCorrelationEstimate: readCorrelationEstimate(at("forecast_correlation_estimate"), [
      "pool_instruments",
      "forward_fill_data",
    ]),
    forecastDiversificationEstimate: readDiversificationEstimate(at("forecast_div_mult_estimate")),
    forecastMapping: readForecastMapping(at("forecast_mapping")),
    percentageVolatilityTarget: number({ above: 0, to: 1000 })(at("percentage_vol_target")),
    notionalCapital: positive(at("notional_trading_capital")),
    baseCurrency: readCurrency(at("base_currency")),
    capitalMultiplier: capitalMethod(openBlock(at("capital_multiplier"), ["func"])("func")),
    instrumentWeights: readInstrumentWeights(at("instrument_weights")),
    estimateInstrumentWeights: textFlag(at("use_instrument_weight_estimates")),
    instrumentWeightEstimate: readWeightEstimate(at("instrument_weight_estimate")),
    instrumentWeightSpan: span(at("instrument_weight_ewma_span")),
    instrumentDiversificationMultiplier: positive(at("instrument_div_multiplier")),
    estimateInstrumentDiversification: textFlag(at("use_instrument_div_mult_estimates")),
    instrumentCorrelationEstimate: readCorrelationEstimate(at("instrument_correlation_estimate"), [
      "forward_fill_price_index",
    ]),
    instrumentDiversificationEstimate: readDiversificationEstimate(at("instrument_div_mult_estimate")),
    bufferMethod: oneOf(["forecast", "position", "none"])(at("buffer_method")),
    bufferSize: number({ from: 0, to: 1 })(at("buffer_size")),
    tradeToEdge: flag(at("buffer_trade_to_edge")),
    sharpeCosts: textFlag(at("use_SR_costs")),
    normaliseCostsByVolatility: flag(at("vol_normalise_currency_costs")),
    rollCostMultiplier: notNegative(at("multiply_roll_costs_by")),
    riskOverlay: readRiskOverlay(at("risk_overlay")),
    returnsCorrelationEstimate: readCorrelationEstimate(at("instrument_returns_correlation"), [
      "forward_fill_price_index",
    ]),
    smallSystem: readSmallSystem(at("small_system")),
  };
}

/** Numbers up to this are dates without their dashes: as times they would lie within a day or two of 1970. */
const LARGEST_DATE_NUMBER = 99_991_231;

function readStartDate(place: Place): number {
  const { value } = place;
  if (value === Number.NEGATIVE_INFINITY) return value;
  if (typeof value === "number" && value > 0 && value <= LARGEST_DATE_NUMBER) {
    throw refusedValue(place, "a date with dashes, as in 1990-01-01");
  }
  try {
    const time = toTime(value as TimeLike);
    return time - (((time % DAY) + DAY) % DAY);
  } catch {
    throw refusedValue(place, "a date, as in 1990-01-01");
  }
}

function readCurrency(place: Place): string {
  const currency = text(place);
  if (!/^[A-Z]{3}$/.test(currency)) throw refusedValue(place, "three capital letters, as in USD");
  return currency;
}

function readRiskOverlay(place: Place): RiskOverlay | undefined {
  if (place.value === undefined) return undefined;
  const at = openBlock<keyof RiskOverlayConfig>(place, [
    "max_risk_fraction_normal_risk",
    "max_risk_fraction_stdev_risk",
    "max_risk_limit_sum_abs_risk",
    "max_risk_leverage",
  ]);
  return {
    maxRiskNormal: positive(at("max_risk_fraction_normal_risk")),
    maxRiskShocked: positive(at("max_risk_fraction_stdev_risk")),
    maxSumAbsoluteRisk: positive(at("max_risk_limit_sum_abs_risk")),
    maxLeverage: positive(at("max_risk_leverage")),
  };
}

function readSmallSystem(place: Place): SmallSystem {
  const at = openBlock<keyof SmallSystemConfig>(place, [
    "shadow_cost",
    "cost_multiplier",
    "tracking_error_buffer",
    "shrink_instrument_returns_correlation",
  ]);
  return {
    shadowCost: notNegative(at("shadow_cost")),
    costMultiplier: notNegative(at("cost_multiplier")),
    trackingErrorBuffer: notNegative(at("tracking_error_buffer")),
    shrinkCorrelation: number({ from: 0, to: 1 })(at("shrink_instrument_returns_correlation")),
  };
}
