import { describe, expect, it } from "vitest";
import { BACKTEST_SETTING_NAMES, TOLERATED_SETTINGS } from "../../../src/backtest/config/settingNames.js";
import { ewmac } from "../../../src/backtest/rules/ewmac.js";
import { toTime } from "../../../src/time/text.js";
import { settingsOf } from "./support.js";

const settings = settingsOf({
  trading_rules: { trend: { function: ewmac, other_args: { fast: 2, slow: 8 } } },
});
const FITTING = { frequency: "W", intervalFrequency: "12M", dateMethod: "expanding", rollYears: 20 };
const CORRELATION = {
  ...FITTING,
  poolInstruments: false,
  usingExponent: true,
  minPeriods: 20,
  cleaning: true,
  floorAtZero: true,
  forwardFill: true,
  offDiagonal: 0.99,
  clip: Number.NaN,
  shrinkage: 0,
};
const MOMENT = { usingExponent: true, lookback: 50_000, minPeriods: 5 };
const WEIGHTS = {
  ...FITTING,
  method: "handcraft",
  equaliseGross: false,
  applyCostWeight: false,
  ceilingCostSharpe: 9999,
  cleaning: true,
  annualTargetSharpe: 0.5,
  equaliseVolatilities: true,
  shrinkageSharpe: 0.9,
  shrinkageCorrelation: 0.5,
  bootstrapRuns: 100,
  bootstrapLength: 50,
  bootstrapSeed: 1,
  mean: MOMENT,
  volatility: MOMENT,
};
const INNER = { ...CORRELATION, minPeriods: 10, cleaning: false, forwardFill: false };

describe("the defaults of a backtest", () => {
  it("are those of pysystemtrade", () => {
    expect(settings).toEqual({
      startDate: toTime("1900-01-01"),
      instruments: undefined,
      excluded: [],
      notTraded: [],
      zeroWeight: [],
      longOnly: [],
      longOnlyDynamic: [],
      volatility: {
        method: "mixed",
        days: 35,
        minPeriods: 10,
        slowYears: 10,
        proportionOfSlow: 0.3,
        floor: 1e-10,
        multiplierToDaily: 1,
        backfill: false,
        floorQuantile: 0.05,
        floorDays: 500,
        floorMinPeriods: 100,
      },
      returnsForVolatility: "daily_returns",
      rules: new Map([
        [
          "trend",
          { name: "trend", rule: ewmac, args: { fast: 2, slow: 8 }, inputs: {}, forecastScalar: Number.NaN },
        ],
      ]),
      forecastScalars: {},
      forecastScalar: 1,
      estimateForecastScalars: false,
      forecastScalarEstimate: { poolInstruments: true, window: 250_000, minPeriods: 500, backfill: true },
      forecastCap: 20,
      forecastFloor: -20,
      averageAbsoluteForecast: 10,
      attenuatedRules: [],
      forecastWeights: { kind: "equal" },
      ruleVariations: undefined,
      estimateForecastWeights: false,
      forecastWeightEstimate: {
        ...WEIGHTS,
        poolGrossReturns: true,
        costMultiplier: 2,
        equaliseSharpe: false,
        correlation: { ...INNER, lookback: 50_000, floorAtZero: false },
      },
      poolForecastCosts: false,
      poolForecastTurnover: true,
      forecastWeightSpan: 125,
      forecastCostCeiling: 999,
      forecastDiversificationMultiplier: 1,
      estimateForecastDiversification: false,
      forecastCorrelationEstimate: { ...CORRELATION, poolInstruments: true, lookback: 250 },
      forecastDiversificationEstimate: { span: 125, maximum: 2.5 },
      forecastMapping: {},
      percentageVolatilityTarget: 16,
      notionalCapital: 1_000_000,
      baseCurrency: "USD",
      capitalMultiplier: "fixed",
      instrumentWeights: { kind: "equal" },
      estimateInstrumentWeights: false,
      instrumentWeightEstimate: {
        ...WEIGHTS,
        poolGrossReturns: false,
        costMultiplier: 1,
        equaliseSharpe: true,
        correlation: { ...INNER, lookback: 500_000, floorAtZero: true },
      },
      instrumentWeightSpan: 125,
      instrumentDiversificationMultiplier: 1,
      estimateInstrumentDiversification: false,
      instrumentCorrelationEstimate: { ...CORRELATION, lookback: 25 },
      instrumentDiversificationEstimate: { span: 125, maximum: 2.5 },
      bufferMethod: "forecast",
      bufferSize: 0.1,
      tradeToEdge: true,
      sharpeCosts: false,
      normaliseCostsByVolatility: true,
      rollCostMultiplier: 0.5,
      riskOverlay: undefined,
      returnsCorrelationEstimate: {
        ...CORRELATION,
        frequency: "7D",
        intervalFrequency: "W",
        dateMethod: "rolling",
        rollYears: 5,
        lookback: 75,
        minPeriods: 10,
        floorAtZero: false,
        offDiagonal: 0,
        clip: 0.99,
      },
      smallSystem: { shadowCost: 50, costMultiplier: 1, trackingErrorBuffer: 0.0125, shrinkCorrelation: 0.5 },
    });
  });

  it("hold wherever a setting is null", () => {
    const nothing = Object.fromEntries(
      [...BACKTEST_SETTING_NAMES, ...TOLERATED_SETTINGS].map((name) => [name, null]),
    );
    const { trading_rules } = {
      trading_rules: { trend: { function: ewmac, other_args: { fast: 2, slow: 8 } } },
    };
    expect(settingsOf({ ...nothing, trading_rules })).toEqual(settings);
    const inner = {
      volatility_calculation: { days: null, func: null },
      forecast_weight_estimate: { mean_estimate: null },
    };
    expect(settingsOf({ ...inner, trading_rules })).toEqual(settings);
  });

  it("stay where a block sets other keys", () => {
    const changed = settingsOf({
      trading_rules: { trend: { function: ewmac, other_args: { fast: 2, slow: 8 } } },
      volatility_calculation: { days: 20 },
      forecast_weight_estimate: { correlation_estimate: { floor_at_zero: "T" }, rollyears: 3 },
    });
    expect(changed.volatility).toEqual({ ...settings.volatility, days: 20 });
    const { correlation } = changed.forecastWeightEstimate;
    expect(correlation).toEqual({
      ...settings.forecastWeightEstimate.correlation,
      rollYears: 3,
      floorAtZero: true,
    });
  });
});
