import { ContangoError } from "../errors/contangoError.js";
import { Series } from "../series/series.js";
import { formatTime } from "../time/text.js";
import type { Fill } from "./fill.js";

/** A change of a position: contracts bought (below zero for sold) at a wall time. */
export interface PositionChange extends Pick<Fill, "quantity"> {
  /** Wall time in epoch milliseconds. */
  readonly time: number;
}

/**
 * The history of a position with changes taken in, so that each row is what was there before contango kept fills, plus all
 * fills up to it. A change later than the last row adds a row; one at the time of a row changes that row; an earlier one is
 * put where it belongs. The rows after a change move by its quantity.
 *
 * @param history positions from their time on; undefined where there never was one, which counts as zero.
 * @throws ContangoError `POSITION_HISTORY` where a stored position is no whole number, as nothing can be added to it.
 * @example
 * applyFills(series(["2024-03-26", "2024-03-28"], [2, 5]), [{ time: toTime("2024-03-27"), quantity: -1 }]); // 2, 1, 4
 */
export function applyFills(history: Series | undefined, changes: readonly PositionChange[]): Series {
  const before = history ?? new Series(new Float64Array(), new Float64Array());
  requireWhole(before);
  const sorted = [...changes].sort((a, b) => a.time - b.time);
  const time = Float64Array.from(new Set([...before.time, ...sorted.map((change) => change.time)])).sort();
  let row = -1;
  let taken = 0;
  let sum = 0;
  const values = time.map((at) => {
    while (before.time[row + 1]! <= at) row++;
    for (; taken < sorted.length && sorted[taken]!.time <= at; taken++) sum += sorted[taken]!.quantity;
    return (before.values[row] ?? 0) + sum;
  });
  return new Series(time, values, "position");
}

/**
 * The position that a history ends with; zero where it is empty.
 *
 * @throws ContangoError `POSITION_HISTORY` where it is no whole number.
 */
export function lastPosition(history: Series | undefined): number {
  if (history === undefined || history.length === 0) return 0;
  requireWhole(history.rows(-1));
  return history.at(-1);
}

function requireWhole({ time, values }: Series): void {
  const row = values.findIndex((value) => !Number.isSafeInteger(value));
  if (row < 0) return;
  const at = formatTime(time[row]!);
  throw new ContangoError(
    "POSITION_HISTORY",
    "positions",
    `the position at ${at} is stored as ${values[row]}; positions are whole contracts: correct the stored history`,
    { details: { time: at } },
  );
}
