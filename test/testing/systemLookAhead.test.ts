import { describe, expect, it } from "vitest";
import type { Account } from "../../src/backtest/accounts/account.js";
import type { BacktestConfig } from "../../src/backtest/config/backtestConfig.js";
import type { BacktestData } from "../../src/backtest/data.js";
import { type ClassicSystem, classicSystem } from "../../src/backtest/system/classicSystem.js";
import { shift } from "../../src/series/change.js";
import type { Series } from "../../src/series/series.js";
import { backtestDataOf, instrumentData } from "../../src/testing/backtestInstruments.js";
import { fxRate, gappingPrice, rangingPrice, trendingPrice } from "../../src/testing/backtestPrices.js";
import { findLookAhead } from "../../src/testing/lookAhead.js";
import type { LookAheadReport } from "../../src/testing/lookAheadReport.js";
import { systemOutputs } from "../../src/testing/systemOutputs.js";
import type { TimeLike } from "../../src/time/text.js";
import { backtestData } from "../support/backtestData.js";
import { CHAPTER_15 } from "../support/chapter15.js";

const costs = { pointSize: 50, spreadCost: 0.02, commission: { perBlock: 1 } };
const missing = [50, 51, 400, 900];
const data = backtestDataOf(
  [
    instrumentData({
      code: "CORN",
      ...costs,
      adjustedPrice: trendingPrice({ days: 1300, drift: 0.02, noise: 0.6, missing }),
    }),
    instrumentData({
      code: "BUND",
      ...costs,
      currency: "EUR",
      adjustedPrice: gappingPrice({ days: 1200, from: "2020-04-15", drift: 0.03, seed: 2 }),
    }),
    instrumentData({
      code: "V2X",
      ...costs,
      currency: "EUR",
      rollsPerYear: 12,
      adjustedPrice: rangingPrice({ days: 1300, start: 60, seed: 3 }),
    }),
  ],
  { EURUSD: fxRate({ days: 1320, from: "2019-12-01", start: 1.1, noise: 0.005, seed: 4 }) },
);

const config: BacktestConfig = {
  trading_rules: {
    trend: { function: "ewmac", other_args: { fast: 8, slow: 32 }, forecast_scalar: 5.3 },
    carry: { function: "carry", other_args: { smoothDays: 90 }, forecast_scalar: 30 },
    breakout: { function: "breakout", other_args: { lookback: 40 }, forecast_scalar: 1 },
  },
  forecast_weights: { trend: 0.4, carry: 0.3, breakout: 0.3 },
  forecast_div_multiplier: 1.2,
  instrument_weights: { CORN: 0.4, BUND: 0.4, V2X: 0.2 },
  instrument_div_multiplier: 1.4,
  percentage_vol_target: 20,
  notional_trading_capital: 1_000_000,
  base_currency: "USD",
};

const accountOutputs = (name: string, account: Account): Readonly<Record<string, Series>> => ({
  [`${name} gross`]: account.gross,
  [`${name} costs`]: account.costs,
  [`${name} net`]: account.net,
});
const pandl = (system: ClassicSystem): Readonly<Record<string, Series>> => ({
  ...Object.assign({}, ...system.instruments.map((code) => accountOutputs(code, system.account(code)))),
  ...accountOutputs("portfolio", system.portfolio()),
});

/** The outputs in which a system with some settings of its own knew the future. */
function lookAhead(
  own: BacktestConfig,
  outputs: (system: ClassicSystem) => Readonly<Record<string, Series>>,
  known: BacktestData = data,
  cuts: readonly TimeLike[] | number = 8,
): readonly string[] {
  const report: LookAheadReport = findLookAhead(
    (part) => outputs(classicSystem(part, { ...config, ...own })),
    known,
    { cuts },
  );
  return report.status === "clean" ? [] : report.findings.map(({ output }) => output);
}

const NAMES = ["BUND", "CORN", "V2X", "portfolio"];
const of = (...kinds: string[]): string[] => NAMES.flatMap((name) => kinds.map((kind) => `${name} ${kind}`));

describe("a system with fixed parameters", () => {
  it("knows nothing of tomorrow in its forecasts and positions", () => {
    expect(lookAhead({}, systemOutputs)).toEqual([]);
    expect(Object.keys(systemOutputs(classicSystem(data, config)))).toHaveLength(3 * 9);
  });

  it.each<[string, BacktestConfig]>([
    ["buffers of the position", { buffer_method: "position" }],
    ["no buffers", { buffer_method: "none" }],
    ["trades to the middle", { buffer_trade_to_edge: false }],
    ["no weights", { forecast_weights: null, instrument_weights: null, instruments: ["CORN", "BUND"] }],
    ["robust volatility", { volatility_calculation: { func: "robust_vol_calc" } }],
    ["forecast mapping", { forecast_mapping: { CORN: { threshold: 5, a_param: 1.5, b_param: 2 } } }],
    ["a long-only instrument", { long_only_instruments: ["CORN"] }],
  ])("nor with %s", (_, own) => {
    expect(lookAhead(own, systemOutputs)).toEqual([]);
  });

  it("knows the last volatility in its cash costs, and nothing in its gross profit and loss", () => {
    expect(lookAhead({}, pandl)).toEqual(of("costs", "net"));
  });

  it("knows nothing in its cash costs where they are not scaled by volatility", () => {
    expect(lookAhead({ vol_normalise_currency_costs: false }, pandl)).toEqual([]);
  });

  it("knows the last year's prices in its Sharpe-ratio costs", () => {
    expect(lookAhead({ use_SR_costs: true }, systemOutputs)).toEqual([]);
    expect(lookAhead({ use_SR_costs: true }, pandl)).toEqual(of("costs", "net"));
  });

  it("knows nothing of tomorrow on real prices, several a day and on Sundays", () => {
    const real = backtestData(["CORN", "EUROSTX", "MXP", "SOFR", "US10", "V2X"]);
    const run = (known: BacktestData) => systemOutputs(classicSystem(known, CHAPTER_15));
    const report = findLookAhead(run, real);
    expect(report.status, String(report)).toBe("clean");
    expect(report.cuts).toHaveLength(8);
  });

  it("is caught where one of its rules peeks", () => {
    const trading_rules = {
      ...config.trading_rules,
      trend: {
        function: ({ dailyPrice }: { readonly dailyPrice: Series }) => shift(dailyPrice, -1),
        forecast_scalar: 0.1,
      },
    };
    const found = lookAhead({ trading_rules }, systemOutputs);
    expect(found).toContain("CORN forecast trend");
    expect(found).toContain("CORN notional position");
    expect(found).not.toContain("CORN forecast carry");
  });
});

describe("estimated forecast scalars", () => {
  const estimate = (backfill: boolean): BacktestConfig => ({
    use_forecast_scale_estimates: true,
    forecast_scalar_estimate: { backfill, min_periods: 500 },
  });

  it("know the future in their first values, which are filled backward", () => {
    // After the first cut there are 500 forecasts, so that only an earlier cut sees another scalar.
    const early = (part: BacktestData) =>
      systemOutputs(classicSystem(part, { ...config, ...estimate(true) }));
    const report = findLookAhead(early, data, { cuts: ["2021-06-30"] });
    expect(report.status === "look-ahead" && report.findings.map(({ output }) => output)).toEqual(
      expect.arrayContaining(["CORN forecast trend", "CORN combined forecast", "CORN notional position"]),
    );
  });

  it("know nothing without", () => {
    expect(
      lookAhead(estimate(false), systemOutputs, data, ["2022-01-31", "2022-12-15", "2024-06-28"]),
    ).toEqual([]);
  });

  it("give no weight to an instrument that never had a position: known before the first one, in its buffer", () => {
    const found = lookAhead(estimate(false), systemOutputs, data, ["2021-03-01"]);
    expect(found).toEqual(
      ["BUND", "CORN", "V2X"].flatMap((code) => [`${code} buffer lower`, `${code} buffer upper`]),
    );
  });
});

describe("what is refitted on dates that count back from the last day", () => {
  const riskOverlay = {
    max_risk_fraction_normal_risk: 1.4,
    max_risk_fraction_stdev_risk: 3.6,
    max_risk_limit_sum_abs_risk: 3.4,
    max_risk_leverage: 13,
  };
  it.each<[string, BacktestConfig, string, string]>([
    ["forecast weights", { use_forecast_weight_estimates: true }, "combined forecast", "forecast trend"],
    ["FDM", { use_forecast_div_mult_estimates: true }, "combined forecast", "forecast trend"],
    [
      "instrument weights",
      { use_instrument_weight_estimates: true },
      "notional position",
      "subsystem position",
    ],
    ["IDM", { use_instrument_div_mult_estimates: true }, "notional position", "subsystem position"],
    ["risk overlay", { risk_overlay: riskOverlay }, "notional position", "subsystem position"],
  ])("changes with that day: %s, and nothing before it", (_, own, first, before) => {
    const found = lookAhead(own, systemOutputs);
    expect(found).toContain(`CORN ${first}`);
    expect(found).not.toContain(`CORN ${before}`);
  });
});

describe("compounded capital", () => {
  it("knows the last volatility through its costs, in positions for the capital there is", () => {
    const positions = (system: ClassicSystem) => ({ CORN: system.actualPosition("CORN") });
    const capital_multiplier = { func: "full" };
    expect(lookAhead({ capital_multiplier }, positions)).toEqual(["CORN"]);
    expect(lookAhead({ capital_multiplier, vol_normalise_currency_costs: false }, positions)).toEqual([]);
  });
});
