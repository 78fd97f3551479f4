import type { StrategyName } from "../../instruments/codes.js";
import type { BacktestStateId } from "../backtestStates.js";
import { stateError } from "../stateError.js";
import { stateTime } from "../stateId.js";

const STATE = "_backtest.state";
const CONFIG = "_config.yaml";
/** What the name of a file ends with until all of it is written. */
export const PARTIAL = ".partial";

export const stateName = (id: BacktestStateId): string => `${id}${STATE}`;
export const configName = (id: BacktestStateId): string => `${id}${CONFIG}`;

/** The ids of the states among the files of a folder, the oldest first. */
export function stateIds(files: readonly string[]): readonly BacktestStateId[] {
  return files
    .filter((name) => name.endsWith(STATE) && stateTime(name.slice(0, -STATE.length)) !== undefined)
    .map((name) => name.slice(0, -STATE.length))
    .sort();
}

/** Files of ours that belong to no state and are from before a moment: what runs that ended early left behind. */
export function leftovers(files: readonly string[], before: number): readonly string[] {
  const states = new Set(stateIds(files));
  return files.filter((name) => {
    const match = /^(\d{8}_\d{6})_(?:config\.yaml|config\.yaml\.partial|backtest\.state\.partial)$/.exec(
      name,
    );
    const [, id = ""] = match ?? [];
    const time = stateTime(id);
    return time !== undefined && time < before && (name.endsWith(PARTIAL) || !states.has(id));
  });
}

/**
 * The folder of a strategy's states.
 *
 * @throws ContangoError `BACKTEST_STATE` for a name that cannot be one.
 */
export function strategyFolder(root: string, strategy: StrategyName): string {
  if (/^(?!\.)[^/\\:\p{Cc}]+$/u.test(strategy)) return `${root}/${strategy}`;
  throw stateError(
    `"${strategy}" cannot be the name of a folder, in which the states of a strategy are kept; take out / \\ : and a point at its start`,
    { strategy },
  );
}
