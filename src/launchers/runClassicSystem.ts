import { classicSystem } from "../backtest/system/classicSystem.js";
import { eachInstrument } from "./eachInstrument.js";
import type { Launcher } from "./launcher.js";
import { storePositions } from "./storePositions.js";
import { type BuildSystem, systemLauncher } from "./systemLauncher.js";
import { bufferedPosition } from "./systemPositions.js";

/**
 * A launcher of a system whose positions are buffered: it stores for each instrument the last buffers, with the last price of
 * the priced contract and that contract, and keeps the backtest.
 *
 * Arguments: `backtest_config_filename`, a YAML file, or `config`, the same settings as a block; and `backtest_state`, which is
 * `full` or, for large universes, `positions`: the backtest is then kept without the series of single rules. Capital and base
 * currency are the strategy's and the desk's, whatever the configuration of the backtest says.
 *
 * @example
 * const registry = launcherRegistry({ mine: classicLauncher(mySystem) });
 */
export function classicLauncher(build: BuildSystem): Launcher {
  return systemLauncher(build, async (run) => {
    const wanted = eachInstrument(run, (instrument) => bufferedPosition(run, instrument));
    return { instruments: await storePositions(run.desk, run.strategy, run.time, wanted) };
  });
}

/**
 * Runs the classic system of a strategy and stores its buffered positions.
 *
 * @throws ContangoError `LAUNCHER_ARGUMENT`, `BACKTEST_CONFIG`, `BACKTEST_DATA`, and what the system and the store throw;
 * nothing is stored then.
 * @example
 * await runClassicSystem("trend", desk, { backtest_config_filename: "strategies/trend.yaml" });
 */
export const runClassicSystem: Launcher = classicLauncher(classicSystem);
