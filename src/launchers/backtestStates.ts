import type { BacktestSnapshot } from "../backtest/system/snapshot.js";
import type { InstrumentCode, StrategyName } from "../instruments/codes.js";
import type { Series } from "../series/series.js";
import type { TimeLike } from "../time/text.js";

/** One night's backtest, to be kept for inspection. */
export interface BacktestRun {
  /** Wall time of the run. */
  readonly time: TimeLike;
  readonly snapshot: BacktestSnapshot;
  /** The configuration that it ran with; secrets in it are left out of what is kept. */
  readonly config: Readonly<Record<string, unknown>>;
}

/** A backtest that was kept, opened again. */
export interface BacktestState extends BacktestSnapshot {
  readonly strategy: StrategyName;
  readonly id: BacktestStateId;
  /** Wall time of the run. */
  readonly time: number;
  /** The configuration that it ran with, as YAML without secrets; undefined where it is gone. */
  readonly config: string | undefined;
  /** Names of the series of an instrument; without one, of the portfolio. @throws ContangoError `INSTRUMENT_MISSING`. */
  names(instrument?: InstrumentCode): readonly string[];
  /**
   * One series of an instrument.
   *
   * @throws ContangoError `INSTRUMENT_MISSING`, `BACKTEST_STATE` where the instrument has no series of that name.
   * @example
   * state.series("CORN", "combinedForecast");
   */
  series(instrument: InstrumentCode, name: string): Series;
}

/** When a run was: `YYYYMMDD_HHMMSS`. Later ids sort after earlier ones. */
export type BacktestStateId = string;

export interface DeletedState {
  readonly strategy: StrategyName;
  readonly id: BacktestStateId;
}

/**
 * Where the backtests of past nights are kept.
 *
 * Errors: `BACKTEST_STATE` for a state that is not there, or cannot be read; `STORE_IO` (retryable) where the disk fails.
 */
export interface BacktestStates {
  /** Keeps a run, whole or not at all; a run of the same strategy and second is replaced. */
  save(strategy: StrategyName, run: BacktestRun): Promise<BacktestStateId>;
  /** Ids of what is kept of a strategy, the oldest first. */
  list(strategy: StrategyName): Promise<readonly BacktestStateId[]>;
  /** Opens a run; without an id, the last one. */
  load(strategy: StrategyName, id?: BacktestStateId): Promise<BacktestState>;
  /** Deletes runs from more than so many days before `now`, but never the last one of a strategy. */
  deleteOlderThan(days: number, now: TimeLike): Promise<readonly DeletedState[]>;
}

/** For how many days runs are kept, unless told otherwise. */
export const DAYS_TO_KEEP_STATES = 30;
