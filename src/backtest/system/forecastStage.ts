import type { InstrumentCode } from "../../instruments/codes.js";
import { asOf } from "../../series/reindex.js";
import type { Series } from "../../series/series.js";
import { instrumentRules } from "../config/instrumentRules.js";
import { estimateForecastScalar } from "../estimation/forecastScalar.js";
import { attenuateForecast, attenuation } from "../forecasts/attenuation.js";
import { scaleAndCap } from "../forecasts/scaleForecast.js";
import { applyRule } from "../rules/applyRule.js";
import { byBusinessDay } from "../rules/byBusinessDay.js";
import { constantSeries } from "./constantSeries.js";
import { instrumentOf, ruleOf, type SystemContext } from "./context.js";

/** The forecasts of single rules. */
export interface ForecastStage {
  rules(instrument: InstrumentCode): readonly string[];
  rawForecast(instrument: InstrumentCode, rule: string): Series;
  forecastScalar(instrument: InstrumentCode, rule: string): Series;
  forecast(instrument: InstrumentCode, rule: string): Series;
}

export function forecastStage(context: SystemContext): ForecastStage {
  const { settings, instruments, cache, raw } = context;

  const rules = (instrument: InstrumentCode): readonly string[] =>
    cache.once(instrument, "rules", () => {
      instrumentOf(context, instrument);
      return instrumentRules(settings, instrument);
    });

  function rawForecast(instrument: InstrumentCode, name: string): Series {
    const { rule, args, inputs } = ruleOf(context, name);
    return cache.once(instrument, `rawForecast ${name}`, () => {
      const forecast = byBusinessDay(
        applyRule(rule, raw.inputs(instrument, inputs), args, name, instrument),
        name,
        instrument,
      );
      return settings.attenuatedRules.includes(name)
        ? attenuateForecast(forecast, attenuationOf(instrument))
        : forecast;
    });
  }

  const attenuationOf = (instrument: InstrumentCode): Series =>
    cache.once(instrument, "attenuation", () => attenuation(raw.percentageVolatility(instrument)));

  /** The configured scalar; undefined where scalars are estimated. */
  function fixedScalar(rule: string): number | undefined {
    if (settings.estimateForecastScalars) return undefined;
    const { forecastScalar } = ruleOf(context, rule);
    if (!Number.isNaN(forecastScalar)) return forecastScalar;
    return Object.hasOwn(settings.forecastScalars, rule)
      ? settings.forecastScalars[rule]!
      : settings.forecastScalar;
  }

  function estimatedScalar(instrument: InstrumentCode, rule: string): Series {
    const { poolInstruments, ...options } = settings.forecastScalarEstimate;
    const estimate = (pool: readonly InstrumentCode[]): Series =>
      estimateForecastScalar(
        pool.map((member) => rawForecast(member, rule)),
        { ...options, target: settings.averageAbsoluteForecast },
      );
    if (!poolInstruments) {
      return cache.once(instrument, `forecastScalar ${rule}`, () => estimate([instrument]));
    }
    return cache.once(undefined, `forecastScalar ${rule}`, () => {
      const using = instruments.filter((member) => rules(member).includes(rule));
      return estimate(using.length > 0 ? using : instruments);
    });
  }

  function forecastScalar(instrument: InstrumentCode, rule: string): Series {
    const forecast = rawForecast(instrument, rule);
    const fixed = fixedScalar(rule);
    if (fixed === undefined) return asOf(estimatedScalar(instrument, rule), forecast);
    return constantSeries(forecast.time, fixed, "forecast scalar");
  }

  const forecast = (instrument: InstrumentCode, rule: string): Series =>
    cache.once(instrument, `forecast ${rule}`, () =>
      scaleAndCap(rawForecast(instrument, rule), {
        scalar: fixedScalar(rule) ?? estimatedScalar(instrument, rule),
        cap: settings.forecastCap,
        floor: settings.forecastFloor,
      }).named(rule),
    );

  return { rules, rawForecast, forecastScalar, forecast };
}
