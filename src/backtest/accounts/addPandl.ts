import { unionTimes } from "../../series/joinTimes.js";
import { Series } from "../../series/series.js";

/**
 * Two series of profit and loss together, on every time of either; missing counts as 0 where the other is not missing.
 */
export function addPandl(a: Series, b: Series): Series {
  const time = unionTimes(a.time, b.time);
  const out = new Float64Array(time.length).fill(Number.NaN);
  addRows(out, time, a);
  addRows(out, time, b);
  return new Series(time, out, "net");
}

/** Adds the values of a series, whose times are all in `time`, to the rows of the same time; NaN adds nothing. */
export function addRows(out: Float64Array, time: Float64Array, { time: own, values }: Series): void {
  const shared = own === time;
  let at = 0;
  for (let row = 0; row < own.length; row++) {
    if (shared) at = row;
    else while (time[at]! < own[row]!) at++;
    const value = values[row]!;
    if (!Number.isNaN(value)) out[at] = Number.isNaN(out[at]!) ? value : out[at]! + value;
  }
}
