import { ContangoError } from "../errors/contangoError.js";
import type { StrategyName } from "../instruments/codes.js";
import type { BacktestRun, BacktestStateId } from "./backtestStates.js";
import type { LauncherDesk } from "./desk.js";
import { type LauncherProblem, problemOf } from "./outcome.js";

/** What became of a backtest that was to be kept. */
export interface KeptBacktest {
  /** Undefined where it could not be kept. */
  readonly state: BacktestStateId | undefined;
  readonly problems: readonly LauncherProblem[];
}

/**
 * Keeps a run for inspection. Positions are stored by then, so that whatever goes wrong is a problem to report, not an error.
 *
 * @param run makes what is kept.
 * @example
 * const { state, problems } = await keepBacktest(desk, strategy, () => ({ time, snapshot: snapshotOf({ CORN: { forecast } }), config: args }));
 */
export async function keepBacktest(
  { states }: Pick<LauncherDesk, "states">,
  strategy: StrategyName,
  run: () => BacktestRun,
): Promise<KeptBacktest> {
  try {
    return { state: await states.save(strategy, run()), problems: [] };
  } catch (error) {
    const { code, message } = problemOf(asContangoError(error));
    return { state: undefined, problems: [{ code, message: `the backtest is not kept: ${message}` }] };
  }
}

function asContangoError(error: unknown): ContangoError {
  if (error instanceof ContangoError) return error;
  return new ContangoError("BACKTEST_STATE", "launchers", String(error), { cause: error });
}
