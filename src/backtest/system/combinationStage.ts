import type { InstrumentCode } from "../../instruments/codes.js";
import { Frame } from "../../series/frame.js";
import type { Series } from "../../series/series.js";
import type { Weights } from "../config/settings.js";
import { type BinnedReturns, binReturns, stackedNetReturns } from "../estimation/binnedReturns.js";
import { forecastCorrelationData } from "../estimation/correlationData.js";
import { correlationEstimates } from "../estimation/correlationEstimates.js";
import type { PeriodCorrelation } from "../estimation/correlationMatrix.js";
import { diversificationMultiplier } from "../estimation/diversification.js";
import { estimateWeights } from "../estimation/estimateWeights.js";
import type { AssetReturns } from "../estimation/grossReturns.js";
import { affordableRules, keepAffordable } from "../forecasts/affordableRules.js";
import { alignForecasts } from "../forecasts/alignForecasts.js";
import { combineForecasts, multiplyByDiversification } from "../forecasts/combineForecasts.js";
import { mapForecast } from "../forecasts/mapForecast.js";
import { capForecast } from "../forecasts/scaleForecast.js";
import { equalWeights } from "../portfolio/equalWeights.js";
import { groupedWeights } from "../portfolio/groupedWeights.js";
import { weightsInTime } from "../portfolio/weightsInTime.js";
import { constantSeries } from "./constantSeries.js";
import type { SystemContext } from "./context.js";
import type { CostStage } from "./costStage.js";
import type { ForecastStage } from "./forecastStage.js";

/** The forecasts of an instrument's rules made into one. */
export interface CombinationStage {
  forecastWeights(instrument: InstrumentCode): Frame;
  forecastDiversificationMultiplier(instrument: InstrumentCode): Series;
  combinedForecast(instrument: InstrumentCode): Series;
}

/** A ceiling of costs from which on nothing is too dear, so that costs need not be found. */
const NO_CEILING = 999;

export function combinationStage(
  context: SystemContext,
  forecasts: ForecastStage,
  costs: CostStage,
): CombinationStage {
  const { settings, instruments, cache } = context;

  const frameOf = (instrument: InstrumentCode, rules: readonly string[]): Frame =>
    alignForecasts(new Map(rules.map((rule) => [rule, forecasts.forecast(instrument, rule)])));

  const forecastFrame = (instrument: InstrumentCode): Frame =>
    cache.once(instrument, "forecastFrame", () => frameOf(instrument, forecasts.rules(instrument)));

  function affordable(instrument: InstrumentCode, ceiling: number): readonly string[] {
    const rules = forecasts.rules(instrument);
    if (ceiling >= NO_CEILING) return rules;
    const cost = rules.map((rule) => [rule, costs.forecastCost(instrument, rule)] as const);
    return affordableRules(Object.fromEntries(cost), ceiling);
  }

  /** The rules that weights are estimated of; none where all are too dear, and then there is no forecast. */
  const cheapRules = (instrument: InstrumentCode): readonly string[] =>
    cache.once(instrument, "cheapRules", () =>
      settings.estimateForecastWeights
        ? affordable(instrument, settings.forecastWeightEstimate.ceilingCostSharpe)
        : forecasts.rules(instrument),
    );

  const poolOf = (instrument: InstrumentCode): readonly InstrumentCode[] => {
    const list = cheapRules(instrument).join();
    return instruments.filter((other) => cheapRules(other).join() === list);
  };

  function fixedWeights(instrument: InstrumentCode): Weights {
    const weights = settings.forecastWeights;
    switch (weights.kind) {
      case "equal":
        return equalWeights(forecasts.rules(instrument));
      case "flat":
        return weights.weights;
      case "byInstrument":
        return weights.weights[instrument]!;
      case "grouped": {
        const { grouping } = weights;
        if (!grouping.costCeilingFirst) return groupedWeights(grouping);
        const kept = new Set(affordable(instrument, settings.forecastCostCeiling));
        const rules = forecasts.rules(instrument);
        const dear = rules.filter((rule) => !kept.has(rule));
        return kept.size > 0
          ? groupedWeights(grouping, new Set(dear))
          : Object.fromEntries(rules.map((rule) => [rule, 0]));
      }
    }
  }

  const returnsOf = (instrument: InstrumentCode): AssetReturns =>
    new Map(
      cheapRules(instrument).map((rule) => {
        const { gross, costs: paid } = costs.forecastAccount(instrument, rule);
        return [rule, { gross, costs: paid, turnover: costs.forecastTurnover(instrument, rule) }];
      }),
    );

  /** Kept, as it serves every instrument of the pool. */
  const binnedReturns = (instrument: InstrumentCode): BinnedReturns =>
    cache.once(instrument, "binnedReturns", () =>
      binReturns(returnsOf(instrument), settings.forecastWeightEstimate.frequency),
    );

  function estimatedWeights(instrument: InstrumentCode): Weights | Frame {
    const estimate = settings.forecastWeightEstimate;
    if (cheapRules(instrument).length === 0) {
      return keepAffordable<Weights>(equalWeights(forecasts.rules(instrument)), []);
    }
    const pool = new Map(poolOf(instrument).map((member) => [member, binnedReturns(member)]));
    const returns = stackedNetReturns(pool, instrument, {
      poolGross: estimate.poolGrossReturns,
      equaliseGross: estimate.equaliseGross,
      poolCosts: settings.poolForecastCosts,
      poolTurnover: settings.poolForecastTurnover,
      costMultiplier: estimate.costMultiplier,
    });
    const { summaries } = binnedReturns(instrument);
    return estimateWeights(returns, estimate, {
      key: "forecast_weight_estimate",
      costs: new Map([...summaries].map(([rule, { cost }]) => [rule, cost])),
    });
  }

  const forecastWeights = (instrument: InstrumentCode): Frame =>
    cache.once(instrument, "forecastWeights", () => {
      const raw = settings.estimateForecastWeights ? estimatedWeights(instrument) : fixedWeights(instrument);
      const ceiling = settings.forecastCostCeiling;
      const kept =
        ceiling >= NO_CEILING ? raw : keepAffordable<Weights | Frame>(raw, affordable(instrument, ceiling));
      const names = (kept instanceof Frame ? kept.names : Object.keys(kept)).sort();
      const available = forecastFrame(instrument).select(names);
      return weightsInTime(kept, available, settings.forecastWeightSpan);
    });

  function correlations(instrument: InstrumentCode): readonly PeriodCorrelation[] {
    const estimate = settings.forecastCorrelationEstimate;
    const rules = cheapRules(instrument);
    if (rules.length === 0) return [];
    const correlate = (pool: readonly InstrumentCode[]): readonly PeriodCorrelation[] =>
      correlationEstimates(
        forecastCorrelationData(
          pool.map((member) => frameOf(member, rules)),
          estimate,
        ),
        estimate,
        "forecast_correlation_estimate",
      );
    return estimate.poolInstruments
      ? cache.once(undefined, `forecastCorrelations ${rules.join()}`, () => correlate(poolOf(instrument)))
      : correlate([instrument]);
  }

  /** Fixed, or estimated. */
  function multiplier(instrument: InstrumentCode): number | Series {
    if (settings.estimateForecastDiversification) {
      return cache.once(instrument, "forecastDiversificationMultiplier", () =>
        diversificationMultiplier(
          correlations(instrument),
          forecastWeights(instrument),
          settings.forecastDiversificationEstimate,
          forecastFrame(instrument),
        ),
      );
    }
    const fixed = settings.forecastDiversificationMultiplier;
    return typeof fixed === "number" ? fixed : fixed[instrument]!;
  }

  /** Before the cap, or the mapping. */
  const uncappedForecast = (instrument: InstrumentCode): Series =>
    multiplyByDiversification(
      combineForecasts(forecastFrame(instrument), forecastWeights(instrument)),
      multiplier(instrument),
    );

  return {
    forecastWeights,
    forecastDiversificationMultiplier(instrument) {
      const value = multiplier(instrument);
      const name = "forecast diversification multiplier";
      return typeof value === "number"
        ? constantSeries(forecastFrame(instrument).time, value, name)
        : value.named(name);
    },
    combinedForecast: (instrument) =>
      cache.once(instrument, "combinedForecast", () => {
        const forecast = uncappedForecast(instrument);
        const { forecastMapping, forecastCap: cap, forecastFloor: floor } = settings;
        const mapping = Object.hasOwn(forecastMapping, instrument) ? forecastMapping[instrument] : undefined;
        const limited =
          mapping === undefined
            ? capForecast(forecast, { cap, floor })
            : mapForecast(forecast, { ...mapping, cap });
        return limited.named("combined forecast");
      }),
  };
}
