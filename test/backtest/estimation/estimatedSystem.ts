import type { Account } from "../../../src/backtest/accounts/account.js";
import { forecastAccount } from "../../../src/backtest/accounts/forecastAccount.js";
import {
  annualSharpeCost,
  pooledByLength,
  sharpeCostPerTrade,
} from "../../../src/backtest/accounts/sharpeCosts.js";
import { subsystemAccount } from "../../../src/backtest/accounts/subsystemAccount.js";
import { turnover } from "../../../src/backtest/accounts/turnover.js";
import { createCache } from "../../../src/backtest/cache.js";
import {
  forecastCorrelationData,
  returnsCorrelationData,
} from "../../../src/backtest/estimation/correlationData.js";
import { correlationEstimates } from "../../../src/backtest/estimation/correlationEstimates.js";
import { diversificationMultiplier } from "../../../src/backtest/estimation/diversification.js";
import { estimateWeights } from "../../../src/backtest/estimation/estimateWeights.js";
import { estimateForecastScalar } from "../../../src/backtest/estimation/forecastScalar.js";
import {
  type AssetReturns,
  netReturns,
  stackedReturns,
} from "../../../src/backtest/estimation/netReturns.js";
import { alignForecasts } from "../../../src/backtest/forecasts/alignForecasts.js";
import {
  combineForecasts,
  multiplyByDiversification,
} from "../../../src/backtest/forecasts/combineForecasts.js";
import { capForecast, scaleAndCap } from "../../../src/backtest/forecasts/scaleForecast.js";
import { fxRate } from "../../../src/backtest/portfolio/fxRate.js";
import {
  blockValue,
  instrumentCurrencyVolatility,
  instrumentValueVolatility,
} from "../../../src/backtest/portfolio/instrumentVolatility.js";
import { positionBuffers } from "../../../src/backtest/portfolio/positionBuffers.js";
import { averagePosition, subsystemPosition } from "../../../src/backtest/portfolio/subsystemPosition.js";
import { weightsInTime } from "../../../src/backtest/portfolio/weightsInTime.js";
import { createRawData } from "../../../src/backtest/rawdata/createRawData.js";
import { applyRule } from "../../../src/backtest/rules/applyRule.js";
import { carry } from "../../../src/backtest/rules/carry.js";
import { ewmac } from "../../../src/backtest/rules/ewmac.js";
import { asOf } from "../../../src/series/reindex.js";
import type { Series } from "../../../src/series/series.js";
import { toFrame } from "../../../src/series/toFrame.js";
import { backtestData } from "../../support/backtestData.js";
import { CORRELATION, WEIGHTS } from "./samples.js";

const CAPITAL = 250_000;
const TARGET = 20;

/**
 * The classic system with everything estimated, as far as the instrument weights: `all` rules are scaled, those of `used` are
 * traded.
 */
export function estimatedSystem(codes: readonly string[], all: readonly string[], used: readonly string[]) {
  const data = backtestData(codes);
  const raw = createRawData({
    data,
    cache: createCache(),
    instruments: codes,
    settings: {
      startDate: Number.NEGATIVE_INFINITY,
      returnsForVolatility: "daily_returns",
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
    },
  });

  function rawForecast(code: string, rule: string): Series {
    const [, fast, slow] = /^ewmac(\d+)_(\d+)$/.exec(rule) ?? [];
    if (fast === undefined) return applyRule(carry, raw.inputs(code), {}, rule);
    return applyRule(ewmac, raw.inputs(code), { fast: Number(fast), slow: Number(slow) }, rule);
  }
  const byCode = <T>(make: (code: string) => T): Map<string, T> =>
    new Map(codes.map((code) => [code, make(code)]));
  const byRule = <T>(make: (rule: string) => T): Map<string, T> =>
    new Map(used.map((rule) => [rule, make(rule)]));
  const rawForecasts = new Map(all.map((rule) => [rule, byCode((code) => rawForecast(code, rule))]));
  const scalars = new Map(
    all.map((rule) => [rule, estimateForecastScalar([...rawForecasts.get(rule)!.values()])]),
  );
  const capped = byCode((code) =>
    byRule((rule) =>
      scaleAndCap(rawForecasts.get(rule)!.get(code)!, { scalar: scalars.get(rule)!, cap: 20 }),
    ),
  );
  const instrument = (code: string) => data.instruments.get(code)!.instrument;
  const fx = byCode((code) =>
    fxRate(data.fxPrices, instrument(code).currency, "USD", { instrument: code, until: "2030-01-01" }),
  );
  const traded = (code: string) => ({
    instrument: instrument(code),
    price: raw.dailyPrice(code),
    fxRate: fx.get(code)!,
    capital: CAPITAL,
  });

  const turnovers = byRule((rule) => byCode((code) => turnover(capped.get(code)!.get(rule)!, 10)));
  const returns = byCode((code): AssetReturns => {
    const [dailyPrice, volatility] = [raw.dailyPrice(code), raw.volatility(code)];
    const { rollsPerYear } = data.instruments.get(code)!;
    const costPerTrade = sharpeCostPerTrade({ instrument: instrument(code), dailyPrice, volatility });
    return byRule((rule) => {
      const pooled = pooledByLength(
        codes.map((each) => ({
          value: turnovers.get(rule)!.get(each)!,
          rows: capped.get(each)!.get(rule)!.length,
        })),
      );
      const account = forecastAccount({
        ...traded(code),
        forecast: capped.get(code)!.get(rule)!,
        volatility,
        percentageVolatilityTarget: TARGET,
        annualCost: annualSharpeCost({ costPerTrade, turnover: pooled, rollsPerYear }),
      });
      return { ...account, turnover: turnovers.get(rule)!.get(code)! };
    });
  });
  const forecastCorrelations = correlationEstimates(
    forecastCorrelationData(codes.map((code) => alignForecasts(capped.get(code)!))),
    CORRELATION,
  );
  const combined = byCode((code) => {
    const settings = {
      ...WEIGHTS,
      equaliseSharpe: false,
      correlation: { ...WEIGHTS.correlation, lookback: 50_000, floorAtZero: false },
    };
    const raw = estimateWeights(stackedReturns(netReturns(returns, code, { costMultiplier: 2 })), settings);
    const forecasts = alignForecasts(capped.get(code)!);
    const weights = weightsInTime(raw, forecasts, 125);
    const multiplier = diversificationMultiplier(forecastCorrelations, weights);
    const sum = multiplyByDiversification(combineForecasts(forecasts, weights), multiplier);
    return { weights, multiplier, forecast: capForecast(sum, { cap: 20 }) };
  });

  const subsystems = byCode((code): { readonly position: Series; readonly account: Account } => {
    const value = blockValue(raw.denominatorPrice(code), instrument(code).pointSize);
    const currency = instrumentCurrencyVolatility(value, raw.percentageVolatility(code));
    const average = averagePosition(
      (CAPITAL * TARGET) / 100 / 16,
      instrumentValueVolatility(currency, fx.get(code)!),
    );
    const position = subsystemPosition(average, combined.get(code)!.forecast);
    const account = subsystemAccount({
      ...traded(code),
      position,
      buffers: positionBuffers({ method: "forecast", size: 0.1, position, averagePosition: average }),
      costs: { kind: "cash", rollsPerYear: data.instruments.get(code)!.rollsPerYear },
    });
    return { position, account };
  });
  const accounts = byCode((code) => subsystems.get(code)!.account);
  const instrumentWeights = weightsInTime(
    estimateWeights(stackedReturns(netReturns(new Map([["asset", accounts]]), "asset")), WEIGHTS),
    toFrame(byCode((code) => subsystems.get(code)!.position)),
    125,
  );

  const instrumentCorrelations = correlationEstimates(
    returnsCorrelationData(byCode((code) => accounts.get(code)!.net)),
    { ...CORRELATION, lookback: 25 },
  );
  return {
    /** On the times of the instrument's forecast. */
    scalar: (code: string, rule: string) => asOf(scalars.get(rule)!, rawForecasts.get(rule)!.get(code)!),
    combined,
    instrumentWeights,
    instrumentMultiplier: diversificationMultiplier(instrumentCorrelations, instrumentWeights),
  };
}
