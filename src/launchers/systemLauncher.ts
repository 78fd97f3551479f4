import type { BacktestSettings } from "../backtest/config/settings.js";
import { systemInstruments } from "../backtest/config/systemInstruments.js";
import type { BacktestData } from "../backtest/data.js";
import type { ClassicSystem } from "../backtest/system/classicSystem.js";
import { sizeInstruments } from "../backtest/system/runBacktest.js";
import { backtestSnapshot } from "../backtest/system/snapshot.js";
import type { StrategyName } from "../instruments/codes.js";
import { backtestOfLauncher } from "./backtestOfLauncher.js";
import type { LauncherDesk } from "./desk.js";
import { type KeptBacktest, keepBacktest } from "./keepBacktest.js";
import type { Launcher } from "./launcher.js";
import { loadBacktestData } from "./loadBacktestData.js";
import { type InstrumentOutcome, type LauncherProblem, launcherOutcome } from "./outcome.js";
import { strategyCapital } from "./strategyCapital.js";

/** Makes a system of trading rules on some data. */
export type BuildSystem = (data: BacktestData, settings: BacktestSettings) => ClassicSystem;

/** One night's run of a system. */
export interface SystemRun {
  readonly strategy: StrategyName;
  readonly desk: LauncherDesk;
  /** Wall time of the run, with which everything is stored. */
  readonly time: number;
  readonly system: ClassicSystem;
}

/** Stores what a system wants, all or nothing, and says what became of each instrument. */
export type StoreWanted = (run: SystemRun) => Promise<{
  readonly instruments: readonly InstrumentOutcome[];
  readonly problems?: readonly LauncherProblem[];
}>;

/**
 * A launcher that runs a system with the strategy's capital, stores what it wants, and keeps the backtest. A strategy without
 * capital is refused. A backtest of which no position is stored is not kept, so that those that are kept are of positions that
 * were wanted. A backtest that cannot be kept is a problem in the outcome: the positions are stored all the same.
 */
export function systemLauncher(build: BuildSystem, store: StoreWanted): Launcher {
  return async (strategy, desk, args) => {
    const time = desk.now();
    const { capital, problem } = await strategyCapital(desk, strategy);
    if (problem !== undefined) {
      desk.log?.warn(problem.message, { strategy_name: strategy });
      return launcherOutcome({ strategy, time, problems: [problem] });
    }
    const { config, settings, keepsRules } = await backtestOfLauncher(desk, strategy, args, capital);
    const system = build(await loadData(desk, strategy, settings), settings);
    sizeInstruments(system);
    const { instruments, problems = [] } = await store({ strategy, desk, time, system });
    const kept = instruments.every(({ status }) => status === "refused")
      ? NOTHING_STORED
      : await keepBacktest(desk, strategy, () => ({
          time,
          snapshot: backtestSnapshot(system, { rules: keepsRules }),
          config,
        }));
    const outcome = launcherOutcome({
      strategy,
      time,
      capital,
      instruments,
      state: kept.state,
      problems: [...problems, ...kept.problems],
    });
    desk.log?.msg(String(outcome), { strategy_name: strategy });
    return outcome;
  };
}

const NOTHING_STORED: KeptBacktest = {
  state: undefined,
  problems: [{ code: "BACKTEST_STATE", message: "the backtest is not kept: every position is refused" }],
};

async function loadData(
  desk: LauncherDesk,
  strategy: StrategyName,
  settings: BacktestSettings,
): Promise<BacktestData> {
  const instruments = systemInstruments(settings, await desk.data.adjustedPrices.list());
  return loadBacktestData(desk.data, instruments, settings.baseCurrency, {
    progress: (instrument, done, total) =>
      desk.progress?.({ strategy, step: "load", instrument, done, total }),
  });
}
