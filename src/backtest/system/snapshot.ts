import { ContangoError } from "../../errors/contangoError.js";
import type { InstrumentCode } from "../../instruments/codes.js";
import type { Series } from "../../series/series.js";
import type { Account } from "../accounts/account.js";
import type { ClassicSystem } from "./classicSystem.js";
import { forgetForecasts } from "./runBacktest.js";

/** What is worth looking at of a backtest, by name. */
export interface BacktestSnapshot {
  readonly instruments: readonly InstrumentCode[];
  /** Series of the whole portfolio. */
  readonly portfolio: ReadonlyMap<string, Series>;
  /** Series of one instrument. @throws ContangoError `INSTRUMENT_MISSING`. */
  seriesOf(instrument: InstrumentCode): ReadonlyMap<string, Series>;
}

/**
 * A snapshot of given series, for a strategy that is no system.
 *
 * @throws ContangoError `INSTRUMENT_MISSING` from `seriesOf` for an instrument that is not there.
 * @example
 * snapshotOf({ CORN: { forecast, position } }, { profit });
 */
export function snapshotOf(
  instruments: Readonly<Record<InstrumentCode, Readonly<Record<string, Series>>>>,
  portfolio: Readonly<Record<string, Series>> = {},
): BacktestSnapshot {
  const codes = Object.keys(instruments).sort();
  return {
    instruments: codes,
    portfolio: present(portfolio),
    seriesOf: (instrument) => {
      if (Object.hasOwn(instruments, instrument)) return present(instruments[instrument]!);
      throw new ContangoError(
        "INSTRUMENT_MISSING",
        "backtest",
        `${instrument} is not in the snapshot; it has ${codes.join(", ") || "none"}`,
        { details: { instrument } },
      );
    },
  };
}

export interface SnapshotOptions {
  /** False: leave out the series of each rule, most of all there are. Default true. */
  readonly rules?: boolean;
}

/**
 * The series of interest of a system: prices, volatility, each rule's forecasts (`forecast.carry`), weights, positions,
 * buffers, and profit and loss where every instrument has a spread cost. An instrument's are computed when they are asked for,
 * and what only it needs is then forgotten.
 *
 * @example
 * backtestSnapshot(system).seriesOf("CORN").get("combinedForecast");
 */
export function backtestSnapshot(
  system: ClassicSystem,
  { rules = true }: SnapshotOptions = {},
): BacktestSnapshot {
  const { instruments, data } = system;
  const hasCosts = instruments.every(
    (code) => !Number.isNaN(data.instruments.get(code)?.instrument.spreadCost),
  );
  return {
    instruments,
    portfolio: present({
      instrumentDiversificationMultiplier: system.instrumentDiversificationMultiplier(),
      riskScalar: system.riskScalar(),
      ...(hasCosts ? accountSeries(system.portfolio()) : {}),
    }),
    seriesOf(instrument) {
      const series = present({
        ...instrumentSeries(system, instrument),
        ...(rules ? ruleSeries(system, instrument) : {}),
        ...(hasCosts ? accountSeries(system.account(instrument)) : {}),
      });
      forgetForecasts(system, instrument);
      return series;
    },
  };
}

function instrumentSeries(
  system: ClassicSystem,
  instrument: InstrumentCode,
): Readonly<Record<string, Series | undefined>> {
  const { lower, upper } = system.buffers(instrument);
  const hasCarry = system.data.instruments.get(instrument)?.multiplePrices !== undefined;
  const instrumentWeights = system.instrumentWeights();
  return {
    dailyPrice: system.dailyPrice(instrument),
    volatility: system.volatility(instrument),
    percentageVolatility: system.percentageVolatility(instrument),
    rawCarry: hasCarry ? system.rawCarry(instrument) : undefined,
    forecastDiversificationMultiplier: system.forecastDiversificationMultiplier(instrument),
    combinedForecast: system.combinedForecast(instrument),
    fxRate: system.fxRate(instrument),
    instrumentValueVolatility: system.instrumentValueVolatility(instrument),
    averagePosition: system.averagePosition(instrument),
    subsystemPosition: system.subsystemPosition(instrument),
    instrumentWeight: instrumentWeights.columns.has(instrument)
      ? instrumentWeights.series(instrument)
      : undefined,
    notionalPosition: system.notionalPosition(instrument),
    lowerBuffer: lower,
    upperBuffer: upper,
    bufferedPosition: system.bufferedPosition(instrument),
  };
}

function ruleSeries(system: ClassicSystem, instrument: InstrumentCode): Readonly<Record<string, Series>> {
  const weights = system.forecastWeights(instrument);
  return Object.fromEntries([
    ...system.rules(instrument).flatMap((rule) => [
      [`rawForecast.${rule}`, system.rawForecast(instrument, rule)],
      [`forecastScalar.${rule}`, system.forecastScalar(instrument, rule)],
      [`forecast.${rule}`, system.forecast(instrument, rule)],
    ]),
    ...weights.names.map((rule) => [`forecastWeight.${rule}`, weights.series(rule)]),
  ]);
}

const accountSeries = ({ gross, costs, net }: Account): Readonly<Record<string, Series>> => ({
  grossPandl: gross,
  costs,
  netPandl: net,
});

const present = (series: Readonly<Record<string, Series | undefined>>): ReadonlyMap<string, Series> =>
  new Map(Object.entries(series).flatMap(([name, one]) => (one === undefined ? [] : [[name, one]])));
