import { ContangoError } from "../../errors/contangoError.js";
import { didYouMean } from "../../errors/nearestName.js";
import type { InstrumentCode } from "../../instruments/codes.js";
import { storedFxPairs } from "../../prices/fxPrices.js";
import { Series } from "../../series/series.js";
import { formatTime } from "../../time/text.js";
import type { BacktestData, InstrumentData } from "../data.js";
import { DATA_REFERENCES } from "../rawdata/dataReferences.js";
import { isRawDataName, RAW_DATA } from "../rawdata/names.js";
import { builtInRule } from "./findRule.js";
import { instrumentRules, ofInstrument } from "./instrumentRules.js";
import type { BacktestSettings, RuleVariation } from "./settings.js";
import { instrumentsKey, notTradedInstruments, systemInstruments } from "./systemInstruments.js";

/** The instruments of a system, checked against the data. */
export interface CheckedInstruments {
  /** In alphabetical order. */
  readonly instruments: readonly InstrumentCode[];
  /** Those of them that are bad or restricted markets and have a weight all the same: worth a warning. */
  readonly notTraded: readonly InstrumentCode[];
}

/**
 * Checks that the data holds what the settings ask for.
 *
 * @throws ContangoError `BACKTEST_CONFIG` where no instrument is left, one has no data, or a setting by instrument lacks
 * one or names one that is not there; `BACKTEST_DATA` where prices, FX prices or a series that a rule reads are missing.
 * `details.key` is the setting, `details.instrument` the instrument.
 */
export function checkAgainstData(settings: BacktestSettings, data: BacktestData): CheckedInstruments {
  const available = [...data.instruments.keys()];
  const instruments = systemInstruments(settings, available);
  const list = instrumentsKey(settings);
  if (instruments.length === 0) {
    const key = list ?? "instruments";
    throw configError(
      key,
      undefined,
      "leaves no instrument to trade; give one that has data and is not excluded",
    );
  }
  for (const code of instruments) {
    const held = data.instruments.get(code);
    const key = list === undefined ? "instruments" : `${list}.${code}`;
    if (held === undefined)
      throw configError(key, code, `has no data${didYouMean(code, available)}; load it, or take it out`);
    requirePrices(settings, code, held, key);
    requireFx(settings, code, held, data);
    if (
      !settings.estimateForecastDiversification &&
      typeof settings.forecastDiversificationMultiplier !== "number"
    ) {
      ofInstrument(settings.forecastDiversificationMultiplier, code, "forecast_div_multiplier");
    }
    for (const rule of instrumentRules(settings, code)) requireInputs(settings.rules.get(rule)!, code, held);
  }
  for (const code of Object.keys(settings.forecastMapping)) {
    if (data.instruments.has(code)) continue;
    throw configError(
      `forecast_mapping.${code}`,
      code,
      `is of no instrument in the data${didYouMean(code, available)}`,
    );
  }
  const zero = new Set(settings.zeroWeight);
  const notTraded = notTradedInstruments(settings, available).filter((code) => !zero.has(code));
  return { instruments, notTraded };
}

function requirePrices(
  { startDate }: BacktestSettings,
  code: InstrumentCode,
  { adjustedPrice, multiplePrices }: InstrumentData,
  listedAt: string,
): void {
  requireSeries(adjustedPrice, `the adjusted prices of ${code}`, listedAt, code);
  if (hasValue(adjustedPrice, startDate)) {
    if (multiplePrices === undefined || hasValue(multiplePrices.series("PRICE"), startDate)) return;
    const what = `the multiple prices of ${code} have no PRICE from the start on, which positions are sized by`;
    throw dataError(listedAt, code, `${what}; load them, or give ${code} none`);
  }
  if (hasValue(adjustedPrice, Number.NEGATIVE_INFINITY)) {
    throw dataError(
      "start_date",
      code,
      `${code} has no adjusted prices since then; take it out, or start earlier`,
    );
  }
  throw dataError(listedAt, code, `${code} has no adjusted prices; load them, or take it out`);
}

function requireFx(
  { baseCurrency }: BacktestSettings,
  code: InstrumentCode,
  { instrument, adjustedPrice }: InstrumentData,
  { fxPrices }: BacktestData,
): void {
  for (const pair of storedFxPairs(`${instrument.currency}${baseCurrency}`)) {
    const prices = fxPrices.get(pair);
    if (prices !== undefined) {
      requireSeries(prices, `the FX prices ${pair}`, "base_currency", code);
      const row = prices.values.findIndex((value) => value <= 0);
      if (row >= 0) {
        const what = `the FX price ${pair} of ${formatTime(prices.time[row]!)} is ${prices.values[row]}`;
        throw dataError("base_currency", code, `${what}; correct it, or leave the row out`);
      }
    }
    const first = prices?.values.findIndex((value) => !Number.isNaN(value)) ?? -1;
    if (first >= 0 && prices!.time[first]! <= adjustedPrice.timeAt(-1)) continue;
    if (first >= 0) {
      const since = `the FX prices ${pair} begin on ${formatTime(prices!.time[first]!)}`;
      throw dataError("base_currency", code, `${since}, after the last price of ${code}; load earlier ones`);
    }
    const why = `${code} is in ${instrument.currency}, the backtest in ${baseCurrency}`;
    throw dataError("base_currency", code, `there are no FX prices ${pair}, and ${why}; load them`);
  }
}

/** The series that are made of multiple prices, which not every instrument has. */
const CARRY: ReadonlySet<string> = new Set([
  "annualisedRoll",
  "dailyAnnualisedRoll",
  "rawCarry",
  "smoothedCarry",
]);

function requireInputs(rule: RuleVariation, code: InstrumentCode, held: InstrumentData): void {
  const names = builtInRule(rule.rule)?.inputs ?? Object.keys(rule.inputs);
  for (const input of names) {
    const { name } = Object.hasOwn(rule.inputs, input) ? rule.inputs[input]! : { name: input };
    const key = `trading_rules.${rule.name}.data`;
    if (CARRY.has(name) && held.multiplePrices === undefined) {
      const what = `rule ${rule.name} reads ${name}, and ${code} has no multiple prices`;
      throw dataError(key, code, `${what}; load them, or give ${code} forecast_weights without ${rule.name}`);
    }
    if (isRawDataName(name) || (held.series !== undefined && Object.hasOwn(held.series, name))) continue;
    const known = [...Object.keys(RAW_DATA), ...Object.keys(held.series ?? {})];
    const hint = didYouMean(name, [...known, ...Object.keys(DATA_REFERENCES)]);
    throw dataError(
      key,
      code,
      `rule ${rule.name} reads ${name}, and there is no such series of ${code}${hint}; add it to its series`,
    );
  }
}

function requireSeries(series: Series, what: string, key: string, code: InstrumentCode): void {
  if (!(series instanceof Series)) {
    throw dataError(key, code, `${what} are not a Series; make one with series(times, values)`);
  }
  const row = series.values.findIndex(
    (value) => value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY,
  );
  if (row < 0) return;
  throw dataError(
    key,
    code,
    `${what} are infinite on ${formatTime(series.time[row]!)}; correct the row, or leave it out`,
  );
}

function hasValue({ time, values }: Series, from: number): boolean {
  return values.some((value, row) => !Number.isNaN(value) && time[row]! >= from);
}

function configError(key: string, instrument: InstrumentCode | undefined, what: string): ContangoError {
  return new ContangoError("BACKTEST_CONFIG", "backtest", `${key} ${what}`, { details: { key, instrument } });
}

function dataError(key: string, instrument: InstrumentCode, what: string): ContangoError {
  return new ContangoError("BACKTEST_DATA", "backtest", `${key}: ${what}`, { details: { key, instrument } });
}
