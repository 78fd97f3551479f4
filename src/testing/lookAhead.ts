import type { BacktestData } from "../backtest/data.js";
import { formatTime, type TimeLike, toTimeEnd } from "../time/text.js";
import { compareRuns, lookAheadError, type RunOutputs } from "./lookAheadCompare.js";
import { dataUntil, lastTime, usualCuts } from "./lookAheadCuts.js";
import { type LookAheadReport, lookAheadReport } from "./lookAheadReport.js";

export interface LookAheadOptions {
  /**
   * Where the data is cut, a date meaning its end; or how many cuts to spread from when all instruments have begun to the last
   * business day but one (default 8).
   */
  readonly cuts?: readonly TimeLike[] | number;
  /** Values that differ by so small a fraction are equal (default 1e-9). */
  readonly tolerance?: number;
}

/**
 * Looks for values that knew the future: runs once on all the data, then on the data as it was known at some times
 * ({@link dataUntil}), and reports every output of which a row at or before such a cut has another value, or is there in only one
 * of the two runs. The default cuts lie at the ends of business days; a cut inside a day, or on a Friday where there are rows of
 * the weekend, shows that day's bin half filled, which is no look-ahead.
 *
 * @throws ContangoError `LOOK_AHEAD` where a run fails (its error is the cause), gives something else than series, or nothing can
 * be compared; `TIME_TEXT`, `TIME_VALUE`.
 * @example
 * findLookAhead((data) => systemOutputs(classicSystem(data, settings)), data);
 */
export function findLookAhead(
  run: (data: BacktestData) => RunOutputs,
  data: BacktestData,
  options: LookAheadOptions = {},
): LookAheadReport {
  const { tolerance = 1e-9, cuts: asked = 8 } = options;
  const cuts =
    typeof asked === "number"
      ? usualCuts(data, wholeCount(asked))
      : asked.map(toTimeEnd).sort((a, b) => a - b);
  if (cuts.length === 0)
    throw lookAheadError("there is no cut; give times, or data of two business days or more");
  const end = lastTime(data);
  if (cuts[0]! >= end) {
    const cut = formatTime(cuts[0]!);
    throw lookAheadError(
      `the first cut, ${cut}, leaves nothing out: the data ends at ${formatTime(end)}; cut before that`,
    );
  }
  const comparison = compareRuns(
    () => run(data),
    (cut) => run(dataUntil(data, cut)),
    cuts,
    tolerance,
  );
  return lookAheadReport(comparison, cuts);
}

function wholeCount(count: number): number {
  if (Number.isSafeInteger(count) && count >= 1 && count <= 10_000) return count;
  throw lookAheadError(`${count} cuts were asked for; give a whole number from 1 to 10,000, or times`);
}
