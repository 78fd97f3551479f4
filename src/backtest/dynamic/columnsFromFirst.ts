import type { Frame } from "../../series/frame.js";
import { rowsAsOf } from "../../series/reindex.js";
import { takeFloats } from "../../series/takeRows.js";

/**
 * Columns of a frame as of other times, those before its first row with the first row; NaN throughout for a name that
 * the frame does not have.
 */
export function columnsFromFirst(
  frame: Frame,
  names: readonly string[],
  time: Float64Array,
): readonly Float64Array[] {
  const rows = rowsAsOf(frame.time, time);
  if (frame.length > 0) for (let row = 0; row < rows.length && rows[row]! < 0; row++) rows[row] = 0;
  return names.map((name) =>
    frame.columns.has(name)
      ? takeFloats(frame.floats(name), rows)
      : new Float64Array(time.length).fill(Number.NaN),
  );
}
