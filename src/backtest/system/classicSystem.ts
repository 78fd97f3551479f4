import { ContangoError } from "../../errors/contangoError.js";
import type { InstrumentCode } from "../../instruments/codes.js";
import type { Frame } from "../../series/frame.js";
import type { Series } from "../../series/series.js";
import type { Account, GroupAccount } from "../accounts/account.js";
import type { RuleWeights } from "../accounts/ruleWeights.js";
import { createCache } from "../cache.js";
import type { BacktestConfig } from "../config/backtestConfig.js";
import { type BacktestSettingsOptions, backtestSettings } from "../config/backtestSettings.js";
import { checkAgainstData } from "../config/checkAgainstData.js";
import type { BacktestSettings } from "../config/settings.js";
import type { BacktestData } from "../data.js";
import type { PeriodCorrelation } from "../estimation/correlationMatrix.js";
import type { PositionBuffers } from "../portfolio/positionBuffers.js";
import { createRawData } from "../rawdata/createRawData.js";
import type { InputArguments } from "../rawdata/inputArguments.js";
import { accountStage, subsystemAccounts } from "./accountStage.js";
import { combinationStage } from "./combinationStage.js";
import type { SystemContext } from "./context.js";
import { costStage } from "./costStage.js";
import { type Explanation, explain } from "./explain.js";
import { forecastStage } from "./forecastStage.js";
import { portfolioStage } from "./portfolioStage.js";
import { sizingStage } from "./sizingStage.js";

export type { PositionBuffers } from "../portfolio/positionBuffers.js";

const INSPECT = Symbol.for("nodejs.util.inspect.custom");

/**
 * A system of trading rules on some data. Every value is computed when it is first asked for, once; all series are by
 * business day. An instrument or rule that the system does not have is refused (`INSTRUMENT_MISSING`, `RULE_MISSING`).
 */
export interface ClassicSystem {
  readonly data: BacktestData;
  readonly settings: BacktestSettings;
  /** In alphabetical order. */
  readonly instruments: readonly InstrumentCode[];
  /** Those of them that are bad markets or restricted: they have weights all the same. */
  readonly notTraded: readonly InstrumentCode[];
  /** Names of the instrument's rules, in alphabetical order. */
  rules(instrument: InstrumentCode): readonly string[];

  dailyPrice(instrument: InstrumentCode): Series;
  /** Daily standard deviation, in price units. */
  volatility(instrument: InstrumentCode): Series;
  /** Daily standard deviation, in percent of the current contract's price. */
  percentageVolatility(instrument: InstrumentCode): Series;
  /** The annualised roll over annualised volatility. */
  rawCarry(instrument: InstrumentCode): Series;
  /** Any series that rules may read, by its name in `RAW_DATA` or in the instrument's own series. */
  input(instrument: InstrumentCode, name: string, args?: InputArguments): Series;

  /** What the rule says, unscaled. */
  rawForecast(instrument: InstrumentCode, rule: string): Series;
  forecastScalar(instrument: InstrumentCode, rule: string): Series;
  /** The rule's forecast, scaled and capped. */
  forecast(instrument: InstrumentCode, rule: string): Series;
  /** What one trade costs, as a share of a contract's annual standard deviation. */
  costPerTrade(instrument: InstrumentCode): number;
  /** Times a year that the forecast trades its average size. */
  forecastTurnover(instrument: InstrumentCode, rule: string): number;
  /** What trading the forecast costs, as a Sharpe ratio a year. */
  forecastCost(instrument: InstrumentCode, rule: string): number;
  /** A column for each rule; rows add to 1. */
  forecastWeights(instrument: InstrumentCode): Frame;
  forecastDiversificationMultiplier(instrument: InstrumentCode): Series;
  combinedForecast(instrument: InstrumentCode): Series;

  /** Value of one unit of the instrument's currency in the base currency. */
  fxRate(instrument: InstrumentCode): Series;
  /** Value of a price move of 1% for one contract, in the instrument's currency. */
  blockValue(instrument: InstrumentCode): Series;
  /** Daily standard deviation of the value of one contract, in the instrument's currency. */
  instrumentCurrencyVolatility(instrument: InstrumentCode): Series;
  /** Daily standard deviation of the value of one contract, in the base currency. */
  instrumentValueVolatility(instrument: InstrumentCode): Series;
  /** Standard deviation to aim at a day, in the base currency. */
  readonly dailyCashVolatilityTarget: number;
  /** The position for the average forecast, with all the capital. */
  averagePosition(instrument: InstrumentCode): Series;
  /** The position for the combined forecast, with all the capital. */
  subsystemPosition(instrument: InstrumentCode): Series;

  /** A column for each instrument; rows add to 1. */
  instrumentWeights(): Frame;
  instrumentDiversificationMultiplier(): Series;
  /** What positions are multiplied with to keep the risk of the portfolio within limits; undefined without `risk_overlay`. */
  riskScalar(): Series | undefined;
  /** The optimal position before the risk overlay, in contracts. */
  positionBeforeOverlay(instrument: InstrumentCode): Series;
  /** The value of one contract as a fraction of capital. */
  valuePerContract(instrument: InstrumentCode): Series;
  /** Annual standard deviations of returns, as fractions, a column an instrument. */
  annualVolatilities(): Frame;
  /** Correlations of the instruments' returns, a matrix for each fitting period, estimated as they are read. */
  returnsCorrelations(): Iterable<PeriodCorrelation>;
  /** The optimal position, fractional, in contracts. */
  notionalPosition(instrument: InstrumentCode): Series;
  buffers(instrument: InstrumentCode): PositionBuffers;
  /** What would have been held: moved only as far as the buffers ask, in whole contracts. */
  bufferedPosition(instrument: InstrumentCode): Series;
  /** The multiple of the notional capital that is at risk: 1, or what profits and losses make of it. */
  capitalMultiplier(): Series;
  /** The optimal position for the capital there is. */
  actualPosition(instrument: InstrumentCode): Series;
  actualBuffers(instrument: InstrumentCode): PositionBuffers;
  /** What would have been held with the capital there is, in whole contracts. */
  actualBufferedPosition(instrument: InstrumentCode): Series;

  /** Of the instrument's buffered position in the portfolio. */
  account(instrument: InstrumentCode): Account;
  /** Of the instrument by itself, with all the capital. */
  subsystemAccount(instrument: InstrumentCode): Account;
  /** Of one rule by itself on the instrument, with all the capital. */
  forecastAccount(instrument: InstrumentCode, rule: string): Account;
  /** How much of the portfolio each rule of each instrument is, by instrument, then rule; they do not add to 1. */
  ruleWeights(): RuleWeights;
  /** Of each rule over all instruments, a member each, with its share of the capital. */
  ruleAccounts(): GroupAccount;
  /** Of all instruments together. */
  portfolio(): GroupAccount;
  /** As {@link portfolio}, with positions that follow the capital multiplier. */
  portfolioWithMultiplier(): GroupAccount;
  /** Times a year that the instrument's position trades its average size in the portfolio. */
  turnover(instrument: InstrumentCode): number;

  /** The chain from price to position on the last day, each number with its name; a REPL prints it as a table. */
  explain(instrument: InstrumentCode): Explanation;
  /** What it is and what it can be asked for, as a REPL prints it. */
  toString(): string;
  /** Forgets what was computed for an instrument, or everything; `keep` says by its name what to hold on to. */
  drop(instrument?: InstrumentCode, keep?: (name: string) => boolean): void;
}

/**
 * A system on some data.
 *
 * @param config the settings of a backtest, as in its YAML file, or as {@link backtestSettings} reads them.
 * @throws ContangoError `BACKTEST_CONFIG` for settings that are wrong, or that the data cannot serve, with the path of the key;
 * `BACKTEST_DATA` where prices or FX rates are missing.
 * @example
 * const system = classicSystem(data, {
 *   trading_rules: { trend: { function: ewmac, other_args: { fast: 16, slow: 64 }, forecast_scalar: 3.75 } },
 * });
 * system.forecast("CORN", "trend");
 * system.explain("CORN");
 */
export function classicSystem(
  data: BacktestData,
  config: BacktestConfig | BacktestSettings,
  options: BacktestSettingsOptions = {},
): ClassicSystem {
  requireData(data);
  const settings = isSettings(config) ? config : backtestSettings(config, options);
  const { instruments, notTraded } = checkAgainstData(settings, data);
  const cache = createCache();
  const raw = createRawData({ data, cache, settings, instruments });
  const context: SystemContext = { data, settings, instruments, cache, raw };

  const forecasts = forecastStage(context);
  const sizing = sizingStage(context, (instrument) => combination.combinedForecast(instrument));
  const costs = costStage(context, forecasts, sizing);
  const combination = combinationStage(context, forecasts, costs);
  const subsystemAccount = subsystemAccounts(context, sizing, costs);
  const portfolio = portfolioStage(context, sizing, subsystemAccount);
  const accounts = accountStage(context, sizing, costs, combination, portfolio);

  const system: ClassicSystem = {
    data,
    settings,
    instruments,
    notTraded,
    dailyPrice: raw.dailyPrice,
    volatility: raw.volatility,
    percentageVolatility: raw.percentageVolatility,
    rawCarry: raw.rawCarry,
    input: raw.input,
    ...forecasts,
    costPerTrade: costs.costPerTrade,
    forecastTurnover: costs.forecastTurnover,
    forecastCost: costs.forecastCost,
    forecastAccount: costs.forecastAccount,
    forecastWeights: combination.forecastWeights,
    forecastDiversificationMultiplier: combination.forecastDiversificationMultiplier,
    combinedForecast: combination.combinedForecast,
    ...sizing,
    ...portfolio,
    ...accounts,
    subsystemAccount,
    explain: (instrument) => explain(system, instrument),
    toString: () => systemText(system),
    drop(instrument, keep) {
      if (instrument === undefined) cache.clear();
      else cache.drop(instrument, keep);
    },
  };
  // Not enumerable, so that a copy of the system made by spreading it prints as its own.
  return Object.defineProperty(system, INSPECT, { value: () => systemText(system) });
}

/** What a system is, and what it can be asked for, as a REPL prints it. */
function systemText(system: ClassicSystem): string {
  const { instruments, settings } = system;
  const { notionalCapital, baseCurrency, percentageVolatilityTarget } = settings;
  const questions = Object.keys(system).filter((name) => !["data", "settings", "toString"].includes(name));
  return [
    `system of ${counted(instruments, "instrument")} and ${counted([...settings.rules.keys()], "rule")}`,
    `${notionalCapital} ${baseCurrency} at ${percentageVolatilityTarget}% volatility a year`,
    ...wrapped(`ask for ${questions.join(", ")}`),
  ].join("\n");
}

/** Words in lines of up to a hundred characters. */
function wrapped(text: string): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + word.length < 100) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(line === undefined ? word : `  ${word}`);
  }
  return lines;
}

function counted(names: readonly string[], what: string): string {
  const shown = names.slice(0, 8).join(", ");
  return `${names.length} ${what}${names.length === 1 ? "" : "s"} (${shown}${names.length > 8 ? " …" : ""})`;
}

function requireData(data: BacktestData | undefined): void {
  if (data?.instruments instanceof Map && data.fxPrices instanceof Map) return;
  throw new ContangoError(
    "BACKTEST_DATA",
    "backtest",
    "the data holds no Maps of instruments and fxPrices; give what loadBacktestData() resolves to (await it), or backtestDataOf() makes",
  );
}

const isSettings = (config: BacktestConfig | BacktestSettings): config is BacktestSettings =>
  typeof config === "object" && config !== null && "rules" in config && config.rules instanceof Map;
