import type { InstrumentCode, StrategyName } from "../../instruments/codes.js";
import type { BacktestState, BacktestStateId } from "../../launchers/backtestStates.js";
import type { Desk } from "../../production/desk.js";
import { checkOptions } from "../../production/processOptions.js";
import { type WallTime, wallTimeOption } from "../../production/wallTimeOption.js";
import { indexAtOrBefore } from "../../series/search.js";
import { numberText, type Series } from "../../series/series.js";
import { formatTime } from "../../time/text.js";
import { type Listing, listing } from "./listing.js";

/** One night's backtest that is kept. */
export interface KeptState {
  readonly strategy: StrategyName;
  /** When it ran: `YYYYMMDD_HHMMSS`. */
  readonly id: BacktestStateId;
}

/**
 * Backtests that are kept, the oldest first: of one strategy, or of all that configuration or stored positions name.
 *
 * @example
 * await listBacktests(desk, "trend");
 */
export async function listBacktests(desk: Desk, strategy?: StrategyName): Promise<Listing<KeptState>> {
  const strategies = strategy === undefined ? await knownStrategies(desk) : [strategy];
  const kept = await Promise.all(
    strategies.map(async (name) => (await desk.states.list(name)).map((id) => ({ strategy: name, id }))),
  );
  return listing("backtests", kept.flat(), [
    { name: "strategy", text: (state) => state.strategy },
    { name: "id", text: ({ id }) => id },
  ]);
}

/** Strategies that configuration, stored capital or stored positions name, sorted. */
export async function knownStrategies({ config, data }: Desk): Promise<readonly StrategyName[]> {
  const [capital, optimal, held] = await Promise.all([
    data.strategyCapital.list(),
    data.optimalPositions.list(),
    data.strategyPositions.list(),
  ]);
  const named = [...optimal, ...held].map(({ strategy }) => strategy);
  return [...new Set([...Object.keys(config.get("strategy_list")), ...capital, ...named])].sort();
}

/**
 * A night's backtest, opened: its instruments, its series by name, its configuration.
 *
 * @param id as {@link listBacktests} gives it; default: the last.
 * @throws ContangoError `BACKTEST_STATE`.
 * @example
 * const night = await openBacktest(desk, "trend");
 * night.series("CORN", "combinedForecast");
 */
export function openBacktest(
  { states }: Desk,
  strategy: StrategyName,
  id?: BacktestStateId,
): Promise<BacktestState> {
  return states.load(strategy, id);
}

/** What one series of a backtest was at a moment. */
export interface StateValue {
  readonly name: string;
  /** NaN where it was missing. */
  readonly value: number;
  /** When that value is from, wall time. */
  readonly time: number;
}

export interface ExplainStateOptions {
  /** Wall time; default: the end of each series. */
  readonly at?: WallTime;
}

/**
 * Every series of an instrument in a kept backtest, as it stood on the night or at an earlier moment: prices, volatility,
 * each rule's forecast, weights, positions, buffers. Without an instrument: those of the portfolio.
 *
 * @throws ContangoError `INSTRUMENT_MISSING`; `TIME_TEXT`, `TIME_VALUE`; `PROCESS_OPTION` for an option that it does not have.
 * @example
 * explainState(await openBacktest(desk, "trend"), "CORN");
 */
export function explainState(
  state: BacktestState,
  instrument?: InstrumentCode,
  options: ExplainStateOptions = {},
): Listing<StateValue> {
  checkOptions({ name: "explainState", takes: ["at"] }, options);
  const at = options.at === undefined ? undefined : wallTimeOption("explainState", "at", options.at);
  const series = instrument === undefined ? state.portfolio : state.seriesOf(instrument);
  const values = [...series].map(([name, values]) => valueAt(name, values, at));
  return listing("series", values, [
    { name: instrument ?? "portfolio", text: ({ name }) => name },
    { name: "value", text: ({ value }) => numberText(value), right: true },
    { name: "on", text: ({ time }) => formatTime(time) },
  ]);
}

function valueAt(name: string, series: Series, at: number | undefined): StateValue {
  const row = at === undefined ? series.length - 1 : indexAtOrBefore(series, at);
  return row < 0
    ? { name, value: Number.NaN, time: Number.NaN }
    : { name, value: series.at(row), time: series.timeAt(row) };
}
