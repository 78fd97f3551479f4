/** Beyond this a value is not drawn, nor is one that is not finite. */
const LARGEST = 1e300;

/** True for a value that can be drawn. */
export const isDrawn = (value: number): boolean => Math.abs(value) < LARGEST;

/**
 * The rows to draw, as runs between which the line breaks. Where there are more than four a column, each of `columns` equal
 * spans of time keeps its first, lowest, highest and last value, which draws the same pixels as all of them (the M4
 * aggregation of Jugel et al., 2014). A missing value breaks the line unless both its neighbours fall in one column.
 */
export function drawnRuns(time: Float64Array, values: Float64Array, columns: number): number[][] {
  const length = time.length;
  const from = time[0] ?? 0;
  const span = (time[length - 1] ?? 0) - from;
  const all = length <= 4 * columns;
  const scale = span > 0 ? columns / span : 0;
  const runs: number[][] = [];
  let run: number[] = [];
  let column = -1;
  let first = -1;
  let lowest = -1;
  let highest = -1;
  let last = -1;
  let broken = false;
  const closeColumn = (): void => {
    if (first < 0) return;
    const inner = lowest < highest ? [lowest, highest] : [highest, lowest];
    let previous = -1;
    for (const row of [first, ...inner, last]) {
      if (row > previous) run.push(row);
      previous = Math.max(previous, row);
    }
    first = -1;
  };
  const closeRun = (): void => {
    closeColumn();
    if (run.length > 0) runs.push(run);
    run = [];
  };
  for (let row = 0; row < length; row++) {
    const value = values[row]!;
    if (!isDrawn(value)) {
      broken = true;
      continue;
    }
    const at = all ? row : Math.min(columns - 1, Math.floor((time[row]! - from) * scale));
    if (at !== column) {
      if (broken) closeRun();
      else closeColumn();
      column = at;
    }
    broken = false;
    if (first < 0) {
      first = lowest = highest = row;
    } else {
      if (value < values[lowest]!) lowest = row;
      if (value > values[highest]!) highest = row;
    }
    last = row;
  }
  closeRun();
  return runs;
}
