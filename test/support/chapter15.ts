import { readdirSync } from "node:fs";
/** The chapter-15 configuration of the golden files, with the keys of pysystemtrade, and what each file changes in it. */
import type { BacktestConfig, TradingRuleBlock } from "../../src/backtest/config/backtestConfig.js";
import { GOLDEN } from "./folders.js";
import { golden } from "./golden.js";
import type { GoldenSeries } from "./goldenSeries.js";

const ewmac = (fast: number, slow: number, forecast_scalar: number): TradingRuleBlock => ({
  function: "systems.provided.rules.ewmac.ewmac",
  data: ["rawdata.get_daily_prices", "rawdata.daily_returns_volatility"],
  other_args: { Lfast: fast, Lslow: slow },
  forecast_scalar,
});

const TRADING_RULES = {
  ewmac2_8: ewmac(2, 8, 10.6),
  ewmac4_16: ewmac(4, 16, 7.5),
  ewmac8_32: ewmac(8, 32, 5.3),
  ewmac16_64: ewmac(16, 64, 3.75),
  ewmac32_128: ewmac(32, 128, 2.65),
  ewmac64_256: ewmac(64, 256, 1.87),
  carry: {
    function: "systems.provided.rules.carry.carry",
    data: ["rawdata.raw_carry"],
    other_args: { smooth_days: 90 },
    forecast_scalar: 30,
  },
};

/** Fixed weights and multipliers; instrument weights and their multiplier are for the caller to add. */
export const CHAPTER_15: BacktestConfig = {
  trading_rules: TRADING_RULES,
  forecast_weights: { ewmac16_64: 0.21, ewmac32_128: 0.08, ewmac64_256: 0.21, carry: 0.5 },
  forecast_div_multiplier: 1.31,
  percentage_vol_target: 20,
  notional_trading_capital: 250_000,
  base_currency: "USD",
};

/** The estimated variant: scalars, weights and multipliers from the data. */
export const CHAPTER_15_ESTIMATED: BacktestConfig = {
  trading_rules: TRADING_RULES,
  rule_variations: ["ewmac16_64", "ewmac32_128", "ewmac64_256", "carry"],
  instruments: ["CORN", "EUROSTX", "MXP", "SOFR", "US10", "V2X"],
  use_forecast_scale_estimates: true,
  use_forecast_weight_estimates: true,
  use_forecast_div_mult_estimates: true,
  use_instrument_weight_estimates: true,
  use_instrument_div_mult_estimates: true,
  percentage_vol_target: 20,
  notional_trading_capital: 250_000,
  base_currency: "USD",
};

type ByRule = Readonly<Record<string, GoldenSeries>>;

/** Every intermediate series of one instrument. */
export interface GoldenInstrument {
  readonly daily_prices: GoldenSeries;
  readonly daily_returns_volatility: GoldenSeries;
  readonly daily_percentage_volatility: GoldenSeries;
  readonly raw_carry: GoldenSeries;
  readonly raw_forecast: ByRule;
  readonly capped_forecast: ByRule;
  readonly forecast_weights: ByRule;
  readonly combined_forecast: GoldenSeries;
  readonly fx_rate: GoldenSeries;
  readonly instrument_value_vol: GoldenSeries;
  readonly average_position_at_subsystem_level: GoldenSeries;
  readonly subsystem_position: GoldenSeries;
  readonly instrument_weight: GoldenSeries;
  readonly notional_position: GoldenSeries;
  readonly buffer_top: GoldenSeries;
  readonly buffer_bottom: GoldenSeries;
  readonly buffered_position: GoldenSeries;
  readonly pandl_net_percent: GoldenSeries;
  readonly pandl_gross_percent: GoldenSeries;
  readonly pandl_costs_percent: GoldenSeries;
}

/** A golden file of a system with fixed weights. */
export interface GoldenSystem {
  readonly config: {
    readonly instrument_weights: Readonly<Record<string, number>>;
    readonly instrument_div_multiplier: number;
    readonly overrides: Readonly<Record<string, unknown>>;
  };
  readonly instruments: Readonly<Record<string, GoldenInstrument>>;
  readonly portfolio_net_percent: GoldenSeries;
  readonly portfolio_gross_percent: GoldenSeries;
  readonly portfolio_costs_percent: GoldenSeries;
  readonly stats: Readonly<Record<string, string>>;
  readonly annual: Readonly<Record<string, number>>;
  readonly seconds: number;
}

/** The golden files of systems with fixed weights: those that hold a configuration. */
export const goldenSystemFiles = (): readonly string[] =>
  readdirSync(GOLDEN).filter((file) => /^system_.*\.json$/.test(file) && "config" in golden<object>(file));

/** A golden file of a system with fixed weights, and the configuration that it was made with. */
export function goldenSystem(file: string): {
  readonly expected: GoldenSystem;
  readonly config: BacktestConfig;
} {
  const expected = golden<GoldenSystem>(file);
  const { instrument_weights, instrument_div_multiplier, overrides } = expected.config;
  return {
    expected,
    config: { ...CHAPTER_15, instrument_weights, instrument_div_multiplier, ...overrides },
  };
}
