import type { TradingRule } from "../backtest/rules/rule.js";
import type { Config } from "../config/config.js";
import type { InstrumentCode, StrategyName } from "../instruments/codes.js";
import type { Logger } from "../log/logger.js";
import type { Repositories } from "../storage/repositories/repositories.js";
import type { Storage } from "../storage/storage.js";
import type { BacktestStates } from "./backtestStates.js";

/** How far a launcher is. */
export interface LauncherProgress {
  readonly strategy: StrategyName;
  readonly step: "load" | "backtest";
  readonly instrument: InstrumentCode;
  /** Instruments that are done, this one included, of so many. */
  readonly done: number;
  readonly total: number;
}

/** What a launcher needs of a desk. */
export interface LauncherDesk {
  readonly config: Config;
  readonly storage: Storage;
  /** `repositories(storage)`. */
  readonly data: Repositories;
  /** The wall time of now, in epoch milliseconds, as stored times carry it. */
  now(): number;
  /** Where backtests are kept. */
  readonly states: BacktestStates;
  /** Trading rules of your own, by the name that a backtest's configuration calls them. */
  readonly rules?: Readonly<Record<string, TradingRule>>;
  readonly log?: Pick<Logger, "msg" | "warn">;
  progress?(progress: LauncherProgress): void;
}
