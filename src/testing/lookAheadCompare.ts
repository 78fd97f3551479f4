import { ContangoError } from "../errors/contangoError.js";
import { upperBound } from "../series/search.js";
import { Series } from "../series/series.js";
import { formatTime } from "../time/text.js";

/** What a run gives: any series by name, such as forecasts, positions and P&L. */
export type RunOutputs = Readonly<Record<string, Series>>;

/** An output that knew the future, with the earliest of its values that did. */
export interface LookAhead {
  readonly output: string;
  /** Of the value, and of the end of the data with which it came out otherwise: epoch milliseconds of wall time. */
  readonly time: number;
  readonly cut: number;
  /** The value as it was known at the cut, and as it is with all the data; undefined where there is no such row. */
  readonly before: number | undefined;
  readonly after: number | undefined;
  /** How many rows of the output changed after a cut. */
  readonly count: number;
}

/** What several cuts showed. */
export interface Comparison {
  readonly outputs: number;
  /** How many values were compared, those left out that are missing both times. */
  readonly compared: number;
  readonly findings: readonly LookAhead[];
}

/**
 * Compares what `runUntil` gives at each cut with the same rows of a run on all the data.
 *
 * @throws ContangoError `LOOK_AHEAD` where a run fails, gives something else than series, or no value can be compared.
 */
export function compareRuns(
  runAll: () => RunOutputs,
  runUntil: (cut: number) => RunOutputs,
  cuts: readonly number[],
  tolerance: number,
): Comparison {
  if (!(tolerance >= 0 && tolerance < 1)) {
    throw lookAheadError(`the tolerance was ${tolerance}; give a fraction from 0 to 1`);
  }
  const whole = checkedRun(runAll, "all the data");
  const found = new Map<string, Changes>();
  let compared = 0;
  for (const cut of cuts) {
    const then = checkedRun(() => runUntil(cut), `the data until ${formatTime(cut)}`);
    for (const output of new Set([...Object.keys(whole), ...Object.keys(then)])) {
      const changes = found.get(output) ?? { rows: new Set(), first: undefined };
      found.set(output, changes);
      compared += compareUntil(cut, then[output] ?? NOTHING, whole[output] ?? NOTHING, tolerance, changes);
    }
  }
  if (compared === 0) {
    throw lookAheadError("no value lies before a cut; cut where the data has begun, and run something on it");
  }
  const findings = [...found].flatMap(([output, { rows, first }]): LookAhead[] =>
    first === undefined ? [] : [{ output, ...first, count: rows.size }],
  );
  return { outputs: Object.keys(whole).length, compared, findings };
}

/** The changes of one output: the times of its rows, and the earliest of them. */
interface Changes {
  readonly rows: Set<number>;
  first: Pick<LookAhead, "time" | "cut" | "before" | "after"> | undefined;
}

const NOTHING = new Series(new Float64Array(0), new Float64Array(0));

/** Adds the rows up to a cut in which two series differ to `changes`; gives how many values were compared. */
function compareUntil(cut: number, then: Series, whole: Series, tolerance: number, changes: Changes): number {
  const [thenRows, wholeRows] = [upperBound(then.time, cut), upperBound(whole.time, cut)];
  let compared = 0;
  let [a, b] = [0, 0];
  while (a < thenRows || b < wholeRows) {
    const thenTime = a < thenRows ? then.time[a]! : Number.POSITIVE_INFINITY;
    const wholeTime = b < wholeRows ? whole.time[b]! : Number.POSITIVE_INFINITY;
    const time = Math.min(thenTime, wholeTime);
    const before = thenTime === time ? then.values[a++] : undefined;
    const after = wholeTime === time ? whole.values[b++] : undefined;
    if (!(isMissing(before) && isMissing(after))) compared++;
    if (before !== undefined && after !== undefined && areEqual(before, after, tolerance)) continue;
    changes.rows.add(time);
    if (changes.first === undefined || time < changes.first.time)
      changes.first = { time, cut, before, after };
  }
  return compared;
}

const isMissing = (value: number | undefined): boolean => value === undefined || Number.isNaN(value);

function areEqual(a: number, b: number, tolerance: number): boolean {
  if (a === b || (Number.isNaN(a) && Number.isNaN(b))) return true;
  const largest = Math.max(Math.abs(a), Math.abs(b));
  return Number.isFinite(largest) && Math.abs(a - b) <= tolerance * largest;
}

function checkedRun(run: () => RunOutputs, onWhat: string): RunOutputs {
  let outputs: RunOutputs;
  try {
    outputs = run();
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw lookAheadError(`the run on ${onWhat} failed: ${why}`, cause);
  }
  if (typeof outputs !== "object" || outputs === null || outputs instanceof Promise) {
    const what = outputs instanceof Promise ? "a Promise (runs are synchronous)" : String(outputs);
    throw lookAheadError(`the run on ${onWhat} gave ${what}; give an object of named Series`);
  }
  for (const [name, output] of Object.entries(outputs)) {
    if (!(output instanceof Series)) {
      throw lookAheadError(`output "${name}" of the run on ${onWhat} is ${typeof output}; give a Series`);
    }
  }
  return outputs;
}

/** The error for a check that cannot be made. */
export const lookAheadError = (message: string, cause?: unknown): ContangoError =>
  new ContangoError("LOOK_AHEAD", "testing", message, cause === undefined ? {} : { cause });
