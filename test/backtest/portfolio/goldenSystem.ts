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
import {
  fixedInstrumentWeights,
  instrumentsNeverHeld,
} from "../../../src/backtest/portfolio/instrumentWeights.js";
import { notionalPosition } from "../../../src/backtest/portfolio/notionalPosition.js";
import { positionBuffers } from "../../../src/backtest/portfolio/positionBuffers.js";
import {
  averagePosition,
  dailyCashVolatilityTarget,
  subsystemPosition,
} from "../../../src/backtest/portfolio/subsystemPosition.js";
import { weightsInTime } from "../../../src/backtest/portfolio/weightsInTime.js";
import type { PositionBuffers } from "../../../src/backtest/system/classicSystem.js";
import { abs, add, divide, map, multiply, subtract } from "../../../src/series/arithmetic.js";
import { diff } from "../../../src/series/change.js";
import { ewmMean, ewmStandardDeviation } from "../../../src/series/ewm.js";
import { forwardFill } from "../../../src/series/fill.js";
import type { Frame } from "../../../src/series/frame.js";
import { reindex } from "../../../src/series/reindex.js";
import { resampleBusinessDays } from "../../../src/series/resample.js";
import { Series } from "../../../src/series/series.js";
import { toFrame } from "../../../src/series/toFrame.js";
import { backtestData } from "../../support/backtestData.js";
import type { GoldenSeries } from "../../support/goldenSeries.js";

/** A golden file of a whole system with fixed weights, as far as it is compared here. */
export interface GoldenSystem {
  readonly config: {
    readonly instrument_weights: Readonly<Record<string, number>>;
    readonly instrument_div_multiplier: number;
    readonly overrides: Partial<Settings>;
  };
  readonly instruments: Readonly<Record<string, GoldenInstrument>>;
}

export interface GoldenInstrument {
  readonly capped_forecast: Readonly<Record<string, GoldenSeries>>;
  readonly forecast_weights: Readonly<Record<string, GoldenSeries>>;
  readonly combined_forecast: GoldenSeries;
  readonly fx_rate: GoldenSeries;
  readonly instrument_value_vol: GoldenSeries;
  readonly average_position_at_subsystem_level: GoldenSeries;
  readonly subsystem_position: GoldenSeries;
  readonly instrument_weight: GoldenSeries;
  readonly notional_position: GoldenSeries;
  readonly buffer_top: GoldenSeries;
  readonly buffer_bottom: GoldenSeries;
}

interface Settings {
  readonly buffer_method: "forecast" | "position" | "none";
  readonly buffer_size: number;
  readonly forecast_cap: number;
  readonly forecast_div_multiplier: number;
  readonly percentage_vol_target: number;
  readonly notional_trading_capital: number;
  readonly base_currency: string;
}

/** What the golden files leave out: the system of chapter 15. */
const SETTINGS: Settings = {
  buffer_method: "forecast",
  buffer_size: 0.1,
  forecast_cap: 20,
  forecast_div_multiplier: 1.31,
  percentage_vol_target: 20,
  notional_trading_capital: 250_000,
  base_currency: "USD",
};
const SCALARS: Readonly<Record<string, number>> = {
  ewmac2_8: 10.6,
  ewmac4_16: 7.5,
  ewmac8_32: 5.3,
  ewmac16_64: 3.75,
  ewmac32_128: 2.65,
  ewmac64_256: 1.87,
  carry: 30,
};
const FORECAST_WEIGHTS = { ewmac16_64: 0.21, ewmac32_128: 0.08, ewmac64_256: 0.21, carry: 0.5 };
const SPAN = 125;

export interface SystemInstrument {
  /** Time of the last price. */
  readonly until: number;
  readonly forecasts: ReadonlyMap<string, Series>;
  readonly aligned: Frame;
  readonly forecastWeights: Frame;
  readonly combined: Series;
  readonly fx: Series;
  readonly valueVolatility: Series;
  readonly average: Series;
  readonly subsystem: Series;
}

/** Each instrument of a golden file on its own, from the shipped prices. */
export function systemInstruments({ config }: GoldenSystem): ReadonlyMap<string, SystemInstrument> {
  const settings = { ...SETTINGS, ...config.overrides };
  const codes = Object.keys(config.instrument_weights).sort();
  const data = backtestData(codes, settings.base_currency);
  const target = dailyCashVolatilityTarget(settings.notional_trading_capital, settings.percentage_vol_target);
  const limits = { cap: settings.forecast_cap };
  return new Map(
    codes.map((code) => {
      const { instrument, adjustedPrice, multiplePrices } = data.instruments.get(code)!;
      const price = resampleBusinessDays(adjustedPrice, "last");
      const volatility = volatilityOf(price);
      const denominator = resampleBusinessDays(multiplePrices!.series("PRICE"), "last");
      const percentage = multiply(
        100,
        divide(volatility, abs(forwardFill(reindex(denominator, volatility)))),
      );
      const raw = rawForecasts(price, volatility, multiplePrices!);
      const forecasts = new Map(
        [...raw].map(([rule, forecast]) => [
          rule,
          scaleAndCap(forecast, { scalar: SCALARS[rule]!, ...limits }),
        ]),
      );
      const weighted = Object.keys(FORECAST_WEIGHTS).sort();
      const aligned = alignForecasts(new Map(weighted.map((rule) => [rule, forecasts.get(rule)!])));
      const forecastWeights = weightsInTime(FORECAST_WEIGHTS, aligned, SPAN);
      const together = combineForecasts(aligned, forecastWeights);
      const combined = capForecast(
        multiplyByDiversification(together, settings.forecast_div_multiplier),
        limits,
      );
      const until = price.timeAt(-1);
      const fx = fxRate(data.fxPrices, instrument.currency, settings.base_currency, {
        instrument: code,
        until,
      });
      const risk = instrumentCurrencyVolatility(blockValue(denominator, instrument.pointSize), percentage);
      const valueVolatility = instrumentValueVolatility(risk, fx);
      const average = averagePosition(target, valueVolatility);
      const subsystem = subsystemPosition(average, combined);
      const made = { until, forecasts, aligned, forecastWeights, combined, fx, valueVolatility, average };
      return [code, { ...made, subsystem }];
    }),
  );
}

/** Notional positions and buffers of the instruments together, and their weights. */
export function systemPortfolio(
  { config }: GoldenSystem,
  instruments: ReadonlyMap<string, SystemInstrument>,
): {
  readonly weights: Frame;
  readonly positions: ReadonlyMap<string, { readonly notional: Series; readonly buffers: PositionBuffers }>;
} {
  const settings = { ...SETTINGS, ...config.overrides };
  const idm = config.instrument_div_multiplier;
  const subsystems = new Map([...instruments].map(([code, { subsystem }]) => [code, subsystem]));
  const zero = new Set(instrumentsNeverHeld(subsystems));
  const raw = fixedInstrumentWeights(config.instrument_weights, [...instruments.keys()], zero);
  const weights = weightsInTime(raw, toFrame(subsystems), SPAN);
  const positions = new Map(
    [...instruments].map(([code, { subsystem, average }]) => {
      const weight = weights.series(code);
      const notional = notionalPosition(subsystem, weight, idm);
      const buffers = positionBuffers({
        method: settings.buffer_method,
        size: settings.buffer_size,
        position: notional,
        averagePosition: average,
        weight,
        idm,
      });
      return [code, { notional, buffers }];
    }),
  );
  return { weights, positions };
}

function volatilityOf(price: Series): Series {
  const fast = ewmStandardDeviation(diff(price), { span: 35, minPeriods: 10 });
  return add(multiply(0.3, ewmMean(fast, { span: 2560 })), multiply(0.7, fast));
}

function rawForecasts(price: Series, volatility: Series, multiple: Frame): ReadonlyMap<string, Series> {
  const forecasts = Object.keys(SCALARS).map((rule): [string, Series] => {
    const spans = /^ewmac(\d+)_(\d+)$/.exec(rule)?.slice(1);
    if (spans === undefined) return [rule, ewmMean(rawCarry(volatility, multiple), { centreOfMass: 90 })];
    const [fast, slow] = spans.map((span) => ewmMean(price, { span: Number(span) }));
    return [rule, divide(subtract(fast!, slow!), forwardFill(volatility))];
  });
  return new Map(forecasts.map(([rule, forecast]) => [rule, map(forecast, (value) => value || Number.NaN)]));
}

/** Every instrument here has contracts at least a month apart. */
function rawCarry(volatility: Series, multiple: Frame): Series {
  const yearOf = (contract: string): number =>
    Number(contract.slice(0, 4)) + Number(contract.slice(4)) / 100 / 12;
  const years = (name: string): Float64Array => {
    const { values, dictionary } = multiple.strings(name);
    const numbers = dictionary.map(yearOf);
    return Float64Array.from(values, (code) => numbers[code] ?? Number.NaN);
  };
  const [near, far] = [years("PRICE_CONTRACT"), years("CARRY_CONTRACT")];
  const [price, carry] = [multiple.floats("PRICE"), multiple.floats("CARRY")];
  const annual = price.map((value, row) => (value - carry[row]! || Number.NaN) / (far[row]! - near[row]!));
  const daily = resampleBusinessDays(new Series(multiple.time, annual), "mean");
  return divide(daily, multiply(16, volatility));
}
