import type { StrategyName } from "../instruments/codes.js";
import { formatTime } from "../time/text.js";
import type { LauncherDesk } from "./desk.js";
import type { LauncherProblem } from "./outcome.js";

/** Capital of a strategy, in the base currency; or why there is none to trade with. */
export type StrategyCapital =
  | { readonly capital: number; readonly problem?: undefined }
  | { readonly capital?: undefined; readonly problem: LauncherProblem };

/**
 * The last capital of a strategy. None, or none above 0, is a problem, not an error.
 *
 * @example
 * const { capital, problem } = await strategyCapital(desk, "trend");
 */
export async function strategyCapital(
  { data }: Pick<LauncherDesk, "data">,
  strategy: StrategyName,
): Promise<StrategyCapital> {
  const stored = await data.strategyCapital.read(strategy, { last: 1 });
  const capital = stored?.at(-1);
  if (capital !== undefined && capital > 0 && capital < Number.POSITIVE_INFINITY) return { capital };
  const what =
    stored === undefined || stored.length === 0
      ? `strategy "${strategy}" has no capital`
      : `the capital of strategy "${strategy}" is ${capital} as of ${formatTime(stored.timeAt(-1))}`;
  return {
    problem: {
      code: "CAPITAL_MISSING",
      message: `${what}; allocate capital to it (strategy_capital_allocation) before its launcher runs`,
    },
  };
}
