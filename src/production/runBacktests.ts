import type { StrategyName } from "../instruments/codes.js";
import type { InstrumentOutcome, LauncherOutcome } from "../launchers/outcome.js";
import { runLauncher } from "../launchers/runLauncher.js";
import { stateId } from "../launchers/stateId.js";
import type { Logger } from "../log/logger.js";
import type { Desk } from "./desk.js";
import type { OutcomeItem, Severity } from "./outcome.js";
import { defineProcess, type ProcessOptions } from "./process.js";
import type { Work } from "./work.js";

export interface RunBacktestsOptions extends ProcessOptions {
  /** Default: every strategy of `strategy_list`. */
  readonly strategies?: readonly StrategyName[];
}

/** What the launcher of one strategy did. */
export interface BacktestItem extends OutcomeItem {
  readonly status: LauncherOutcome["status"];
  /** In full. */
  readonly launcher: LauncherOutcome;
}

/**
 * Runs the launcher of each strategy with its capital, which stores what the strategy wants to hold and keeps the backtest.
 * Every strategy's rows carry the time of this run's start. A strategy that fails does not keep the others from running.
 *
 * @example
 * await runBacktests(desk, { strategies: ["trend"] });
 */
export const runBacktests = defineProcess<BacktestItem, RunBacktestsOptions>({
  name: "runBacktests",
  title: "Backtests",
  options: ["strategies"],
  reads: [
    "instruments",
    "instrumentClasses",
    "spreadCosts",
    "rollParameters",
    "contractPrices",
    "multiplePrices",
    "adjustedPrices",
    "fxPrices",
    "capital",
    "strategyPositions",
    "optimalPositions",
  ],
  writes: ["optimalPositions"],
  run: async (work, { strategies }) => ({
    items: await work.each(
      strategies ?? Object.keys(work.desk.config.get("strategy_list")),
      async (strategy, log) => {
        const { launchers } = work.desk;
        return backtestItem(await runLauncher(strategy, launcherDesk(work, log), launchers));
      },
      { label: (strategy) => ({ strategy_name: strategy }) },
    ),
    complete: strategies === undefined,
  }),
});

/** The desk with the time of the run; what a launcher commits is under the lease of the run, and on a dry run nothing is kept. */
function launcherDesk(work: Work, log: Logger): Desk {
  const { desk, dryRun, time } = work;
  const dryStates: Desk["states"] = { ...desk.states, save: async (_, run) => stateId(run.time) };
  return {
    ...desk,
    storage: {
      ...desk.storage,
      atomically: (fn, options) => (options ? desk.storage.atomically(fn, options) : work.commit(fn)),
    },
    states: dryRun ? dryStates : desk.states,
    log: { ...desk.log, msg: log.msg, warn: log.warn },
    now: () => time,
  };
}

const SEVERITY: Readonly<Record<LauncherOutcome["status"], Severity>> = {
  stored: "ok",
  unchanged: "ok",
  partly: "attention",
  refused: "attention",
};

function backtestItem(launcher: LauncherOutcome): BacktestItem {
  const { strategy, status, instruments, problems, state } = launcher;
  const refused = instruments.filter((one) => one.status === "refused");
  const troubles = [
    ...problems.map(({ message }) => message),
    ...refused.map(({ instrument, message }) => `${instrument}: ${message}`),
  ];
  const notes = instruments.flatMap((one) =>
    one.status === "refused" || one.note === undefined ? [] : `${one.instrument}: ${one.note}`,
  );
  const kept = state === undefined ? "" : `, backtest ${state}`;
  const message = [`${instrumentCounts(instruments)}${kept}`, ...troubles, ...notes].join("; ");
  const severity = problems.length > 0 ? "attention" : SEVERITY[status];
  return { name: strategy, status, severity, message, subject: `Backtest of ${strategy}`, launcher };
}

/** `12 stored, 1 refused`. */
function instrumentCounts(instruments: readonly InstrumentOutcome[]): string {
  const counts = new Map<string, number>();
  for (const { status } of instruments) counts.set(status, (counts.get(status) ?? 0) + 1);
  return [...counts].map(([status, count]) => `${count} ${status}`).join(", ") || "no instruments";
}
