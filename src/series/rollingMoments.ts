import { type RollingWindow, windowRows } from "./rollingWindow.js";
import { Series } from "./series.js";

/**
 * The total of the values in the window that ends with each row (0 for none, where `minPeriods` is 0). As pandas
 * rolling(...).sum(). O(n).
 *
 * @throws ContangoError `SERIES_PARAMETER`.
 */
export function rollingSum(series: Series, options: RollingWindow): Series {
  return rolling(series, options, "zero", (totals) => totals.sum);
}

/**
 * The mean of the values in the window that ends with each row. As pandas rolling(...).mean(). O(n).
 *
 * @throws ContangoError `SERIES_PARAMETER`.
 * @example
 * rollingMean(price, { window: 250, minPeriods: 20 });
 * rollingMean(price, { days: 365 });
 */
export function rollingMean(series: Series, options: RollingWindow): Series {
  return rolling(series, options, "member", ({ centre, count, sum }) => centre + sum / count);
}

/**
 * The sample standard deviation (divisor n − 1) of the values in the window that ends with each row; NaN below two
 * values. As pandas rolling(...).std(), without its loss of digits where values are large beside their spread. O(n).
 *
 * @throws ContangoError `SERIES_PARAMETER`.
 */
export function rollingStandardDeviation(series: Series, options: RollingWindow): Series {
  return rolling(series, options, "member", ({ count, sum, squares }) =>
    count < 2 ? Number.NaN : Math.sqrt(Math.max(0, squares - (sum * sum) / count) / (count - 1)),
  );
}

/** Totals over a window of the values less `centre`. */
interface Totals {
  centre: number;
  count: number;
  sum: number;
  squares: number;
}

/**
 * Walks the windows with a queue of two stacks: totals only ever grow, so that nothing cancels and no error drifts
 * along. Of the window's old rows (`start` to `split`), the totals from each row to the split are laid down in
 * advance; its new rows (from `split` on) have a running total. When the last old row has left, the new rows become old:
 * every row is laid down once. With `from` = `member`, values are taken less one that is in the window.
 */
function rolling(
  series: Series,
  options: RollingWindow,
  from: "zero" | "member",
  finish: (totals: Readonly<Totals>) => number,
): Series {
  const { starts, longest, minPeriods } = windowRows(series.time, options);
  const { values } = series;
  const out = new Float64Array(values.length);
  const oldCount = new Int32Array(longest);
  const oldSum = new Float64Array(longest);
  const oldSquares = new Float64Array(longest);
  const totals: Totals = { centre: 0, count: 0, sum: 0, squares: 0 };
  let base = 0;
  let split = 0;
  let centre = Number.NaN;
  let count = 0;
  let sum = 0;
  let squares = 0;
  for (let row = 0; row < out.length; row++) {
    const start = starts[row]!;
    if (start >= split) {
      let last = row;
      while (last >= start && !Number.isFinite(values[last]!)) last--;
      centre = from === "zero" ? 0 : last < start ? Number.NaN : values[last]!;
      base = start;
      split = last < start ? row + 1 : last + 1;
      count = sum = squares = 0;
      for (let old = split - 1; old >= start; old--) {
        const value = values[old]!;
        if (Number.isFinite(value)) {
          const distance = value - centre;
          count++;
          sum += distance;
          squares += distance * distance;
        }
        oldCount[old - base] = count;
        oldSum[old - base] = sum;
        oldSquares[old - base] = squares;
      }
      count = sum = squares = 0;
    } else if (Number.isFinite(values[row]!)) {
      const value = values[row]!;
      if (Number.isNaN(centre)) centre = value;
      const distance = value - centre;
      count++;
      sum += distance;
      squares += distance * distance;
    }
    const old = start - base;
    totals.centre = centre;
    totals.count = count + oldCount[old]!;
    totals.sum = sum + oldSum[old]!;
    totals.squares = squares + oldSquares[old]!;
    out[row] = totals.count >= minPeriods ? finish(totals) : Number.NaN;
  }
  return new Series(series.time, out, series.name);
}
