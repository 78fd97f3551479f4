import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { BacktestConfig } from "../../../src/backtest/config/backtestConfig.js";
import { fixedConfigurationYaml } from "../../../src/backtest/estimation/fixedConfigurationYaml.js";
import { type ClassicSystem, classicSystem } from "../../../src/backtest/system/classicSystem.js";
import { exportEstimates } from "../../../src/backtest/system/exportEstimates.js";
import { lastValue, max, min } from "../../../src/series/reduce.js";
import { backtestDataOf, instrumentData } from "../../../src/testing/backtestInstruments.js";
import { trendingPrice } from "../../../src/testing/backtestPrices.js";

const instrument = (code: string, spreadCost: number) =>
  instrumentData({
    code,
    spreadCost,
    pointSize: 10,
    adjustedPrice: trendingPrice({ seed: code, days: 1500 }),
  });
const data = backtestDataOf([instrument("CORN", 0.01), instrument("DEAR", 5), instrument("US10", 0.01)]);

const CONFIG = {
  trading_rules: {
    fast: { function: "ewmac", other_args: { fast: 8, slow: 32 } },
    slow: { function: "ewmac", other_args: { fast: 32, slow: 128 } },
  },
  use_forecast_scale_estimates: true,
  use_forecast_weight_estimates: true,
  use_forecast_div_mult_estimates: true,
  use_instrument_weight_estimates: true,
  use_instrument_div_mult_estimates: true,
  notional_trading_capital: 10_000_000,
} as const satisfies BacktestConfig;

/** The system of the exported estimates, by way of a file. */
function fixed(system: ClassicSystem): ClassicSystem {
  const text = fixedConfigurationYaml(exportEstimates(system));
  return classicSystem(data, { ...CONFIG, ...(parse(text) as BacktestConfig) });
}

const lastPositions = (system: ClassicSystem): number[] =>
  system.instruments.map((code) => lastValue(system.notionalPosition(code)));

describe("estimates taken over as fixed settings [row 10]", () => {
  it("are refused for a setting that is not exported", () => {
    const misspelt = ["forecast_scalar"] as unknown as readonly ["forecast_scalars"];
    expect(() => exportEstimates(classicSystem(data, CONFIG), misspelt)).toThrow(
      "forecast_scalar: is not exported; give some of forecast_scalars,",
    );
  });

  it.each([
    [{}, ["fast", "slow"]],
    [{ method: "one_period", date_method: "rolling", rollyears: 2 }, ["fast", "slow"]],
    [{ method: "bootstrap", apply_cost_weight: true }, ["fast", "slow"]],
    [{ pool_gross_returns: false, equalise_gross: true, frequency: "M" }, ["fast", "slow"]],
  ] as const)("with %o give the same last positions", (estimate, rules) => {
    const system = classicSystem(data, { ...CONFIG, forecast_weight_estimate: estimate });
    expect(system.forecastWeights("CORN").names).toEqual(rules);
    const [now, then] = [lastPositions(fixed(system)), lastPositions(system)];
    for (const [at, position] of then.entries()) {
      expect(position).not.toBe(0);
      // The smoothing of weights has died away.
      expect(Math.abs(now[at]! / position - 1)).toBeLessThan(1e-9);
    }
  });

  it.each([{ forecast_weight_estimate: { ceiling_cost_SR: 0.5 } }, { forecast_post_ceiling_cost_SR: 0.5 }])(
    "with %o leave an instrument alone for which every rule is too dear",
    (ceiling) => {
      const system = classicSystem(data, { ...CONFIG, ...ceiling });
      const forecast = system.combinedForecast("DEAR");
      expect(max(forecast)).toBe(0);
      expect(min(forecast) + 0).toBe(0);
      expect(lastValue(system.forecastDiversificationMultiplier("DEAR"))).toBe(1);
      const weights = system.instrumentWeights();
      expect(lastValue(weights.series("DEAR"))).toBe(0);
      expect(lastValue(weights.series("CORN")) + lastValue(weights.series("US10"))).toBeCloseTo(1, 12);
      const [now, then] = [lastPositions(fixed(system)), lastPositions(system)];
      expect(now[1]! + 0).toBe(0);
      for (const at of [0, 2]) expect(Math.abs(now[at]! / then[at]! - 1)).toBeLessThan(1e-9);
    },
  );
});
