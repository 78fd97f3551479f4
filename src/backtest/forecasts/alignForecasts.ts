import { floatColumn } from "../../series/column.js";
import { forwardFill } from "../../series/fill.js";
import { Frame } from "../../series/frame.js";
import { joinAll, unionTimes } from "../../series/joinTimes.js";
import { reindex } from "../../series/reindex.js";
import type { Series } from "../../series/series.js";

/**
 * The forecasts of an instrument's rules, a column each, on the union of their times, each going on from its last
 * value where it has none.
 *
 * @example
 * alignForecasts(new Map([["carry", carry], ["ewmac16_64", momentum]]));
 */
export function alignForecasts(forecasts: ReadonlyMap<string, Series>): Frame {
  const times = joinAll(
    [...forecasts.values()].map(({ time }) => time),
    unionTimes,
  );
  return new Frame(
    times,
    new Map(
      [...forecasts].map(([name, forecast]) => {
        const aligned = reindex(forecast, times);
        return [name, floatColumn((hasGaps(aligned.values) ? forwardFill(aligned) : aligned).values)];
      }),
    ),
  );
}

/** True where a value is missing after the first one that is not: otherwise filling changes nothing. */
function hasGaps(values: Float64Array): boolean {
  let row = 0;
  while (row < values.length && Number.isNaN(values[row]!)) row++;
  while (row < values.length && !Number.isNaN(values[row]!)) row++;
  return row < values.length;
}
