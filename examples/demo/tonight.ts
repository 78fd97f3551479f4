import {
  type BacktestStates,
  type ClassicSystem,
  classicLauncher,
  classicSystem,
  configOf,
  DAY,
  type LauncherDesk,
  type LauncherOutcome,
  launcherRegistry,
  runLauncher,
} from "contango";
import { BASE_CURRENCY, type Demo, STRATEGY } from "./context.js";
import { progress, progressDone } from "./print.js";

/** A night's run: what was stored, and the system that it came from. */
export interface Tonight {
  readonly outcome: LauncherOutcome;
  readonly system: ClassicSystem;
  /** Of the whole launcher, and of its part until prices were in memory. */
  readonly seconds: number;
  readonly secondsToLoad: number;
}

/** Runs the strategy's launcher as a desk does at night, on the evening of the last price. */
export async function runTonight(demo: Demo, backtestFile: string, states: BacktestStates): Promise<Tonight> {
  const { storage, data } = demo;
  const evening = await lastEvening(demo);
  const desk: LauncherDesk = {
    config: configOf({
      base_currency: BASE_CURRENCY,
      strategy_list: {
        [STRATEGY]: {
          overnight_launcher: { function: "runClassicSystem", backtest_config_filename: backtestFile },
        },
      },
    }),
    storage,
    data,
    states,
    now: () => evening,
    progress: ({ step, instrument, done, total }) => progress(`${step} ${instrument}: ${done} of ${total}`),
  };
  // The built-in launcher, but one that hands over its system: nothing needs to be computed again to look at it.
  const built: { system?: ClassicSystem; at?: number } = {};
  const registry = launcherRegistry({
    runClassicSystem: classicLauncher((prices, settings) => {
      built.at = performance.now();
      built.system = classicSystem(prices, settings);
      return built.system;
    }),
  });
  const started = performance.now();
  const outcome = await runLauncher(STRATEGY, desk, registry);
  const seconds = (performance.now() - started) / 1000;
  progressDone();
  if (built.system === undefined) throw new Error(String(outcome));
  return { outcome, system: built.system, seconds, secondsToLoad: (built.at! - started) / 1000 };
}

/** Five past eleven on the day of the last price. */
async function lastEvening({ data, instruments }: Demo): Promise<number> {
  let last = Number.NEGATIVE_INFINITY;
  for (const { code } of instruments)
    last = Math.max(last, (await data.adjustedPrices.get(code, { last: 1 })).timeAt(-1));
  return Math.floor(last / DAY) * DAY + EVENING;
}

const EVENING = (23 + 5 / 60) * 3_600_000;
