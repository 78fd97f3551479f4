import type { StrategyName } from "../instruments/codes.js";
import { requireWhole } from "../series/parameters.js";
import { DAY } from "../time/civil.js";
import { formatTime, type TimeLike, toTime } from "../time/text.js";
import type { BacktestStateId } from "./backtestStates.js";
import { stateError } from "./stateError.js";

/** The id of a run of that moment: its second. */
export function stateId(time: TimeLike): BacktestStateId {
  return formatTime(toTime(time)).slice(0, 19).replaceAll(/[-:]/g, "").replace(" ", "_");
}

/** When the run of an id was; undefined where the text is no id. */
export function stateTime(id: string): number | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)_(\d\d)(\d\d)(\d\d)$/.exec(id);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second] = match;
  try {
    return toTime(`${year}-${month}-${day} ${hour}:${minute}:${second}`);
  } catch {
    return undefined;
  }
}

/** The moment before which runs are old. @throws ContangoError `SERIES_PARAMETER` unless `days` is whole, from 0. */
export function cutOff(days: number, now: TimeLike): number {
  requireWhole("days", days, 0);
  return toTime(now) - days * DAY;
}

/** The ids, sorted, of runs before a moment, but for the last one. */
export function oldStates(ids: readonly BacktestStateId[], before: number): readonly BacktestStateId[] {
  return ids.slice(0, -1).filter((id) => stateTime(id)! < before);
}

/** The id asked for, or the last. @throws ContangoError `BACKTEST_STATE` where it is not among those that are kept. */
export function chosenState(
  strategy: StrategyName,
  kept: readonly BacktestStateId[],
  wanted: BacktestStateId | undefined,
): BacktestStateId {
  const id = wanted ?? kept.at(-1);
  if (id !== undefined && kept.includes(id)) return id;
  const what = id === undefined ? "no backtest" : `no backtest ${id}`;
  const known =
    kept.length === 0
      ? "run its launcher first"
      : `there are ${kept.length}, from ${kept[0]} to ${kept.at(-1)}`;
  throw stateError(`${what} of strategy "${strategy}" is kept; ${known}`, { strategy, id });
}
