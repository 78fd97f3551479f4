import { type RollingWindow, windowRows } from "./rollingWindow.js";
import { Series } from "./series.js";

/**
 * The skewness of the values in the window that ends with each row, corrected for bias:
 * √(n(n − 1)) / (n − 2) · m₃ / m₂^1.5 with central moments m; NaN below three values, 0 where all are the same. As pandas
 * rolling(...).skew(), without its loss of digits, and without its NaN where the variance is below 1e-14. O(n).
 *
 * @throws ContangoError `SERIES_PARAMETER`.
 * @example
 * rollingSkew(returns, { days: 365 });
 */
export function rollingSkew(series: Series, options: RollingWindow): Series {
  return rolling(series, options, ({ n, m2, m3 }) => {
    if (n < 3) return Number.NaN;
    return m2 <= 0 ? 0 : ((Math.sqrt(n * (n - 1)) / (n - 2)) * m3) / (m2 * Math.sqrt(m2));
  });
}

/**
 * The excess kurtosis of the values in the window that ends with each row, corrected for bias:
 * (n − 1) / ((n − 2)(n − 3)) · ((n + 1) m₄ / m₂² − 3(n − 1)) with central moments m; NaN below four values, −3 where all
 * are the same. As pandas rolling(...).kurt(), without its loss of digits, and without its NaN where the variance is below
 * 1e-14. O(n).
 *
 * @throws ContangoError `SERIES_PARAMETER`.
 */
export function rollingKurtosis(series: Series, options: RollingWindow): Series {
  return rolling(series, options, ({ n, m2, m4 }) => {
    if (n < 4) return Number.NaN;
    return m2 <= 0 ? -3 : ((n - 1) / ((n - 2) * (n - 3))) * (((n + 1) * m4) / (m2 * m2) - 3 * (n - 1));
  });
}

/** Count and central moments. */
interface Moments {
  n: number;
  m2: number;
  m3: number;
  m4: number;
}

/**
 * Walks the windows with a queue of two stacks, as the rolling standard deviation does: sums only ever grow, so that no
 * error drifts along. Of the window's old rows (`start` to `split`), the sums of powers from each row to the split are laid
 * down in advance; its new rows (from `split` on) have running sums. When the last old row has left, the new rows become
 * old. Powers are of the distance from the last old value, which stays in the window until then: so the mean is at most √n
 * deviations away from it, and moving the sums to the mean costs at most a factor n of precision.
 */
function rolling(
  series: Series,
  options: RollingWindow,
  finish: (moments: Readonly<Moments>) => number,
): Series {
  const { starts, longest, minPeriods } = windowRows(series.time, options);
  const { values } = series;
  const out = new Float64Array(values.length);
  const oldCount = new Int32Array(longest);
  const old1 = new Float64Array(longest);
  const old2 = new Float64Array(longest);
  const old3 = new Float64Array(longest);
  const old4 = new Float64Array(longest);
  const moments: Moments = { n: 0, m2: 0, m3: 0, m4: 0 };
  let base = 0;
  let split = 0;
  let centre = Number.NaN;
  let count = 0;
  let sum1 = 0;
  let sum2 = 0;
  let sum3 = 0;
  let sum4 = 0;
  const put = (value: number): void => {
    const distance = value - centre;
    const square = distance * distance;
    count++;
    sum1 += distance;
    sum2 += square;
    sum3 += square * distance;
    sum4 += square * square;
  };
  const clear = (): void => {
    count = sum1 = sum2 = sum3 = sum4 = 0;
  };
  for (let row = 0; row < out.length; row++) {
    const start = starts[row]!;
    if (start >= split) {
      let last = row;
      while (last >= start && !Number.isFinite(values[last]!)) last--;
      centre = last < start ? Number.NaN : values[last]!;
      base = start;
      split = last < start ? row + 1 : last + 1;
      clear();
      for (let old = split - 1; old >= start; old--) {
        if (Number.isFinite(values[old]!)) put(values[old]!);
        oldCount[old - base] = count;
        old1[old - base] = sum1;
        old2[old - base] = sum2;
        old3[old - base] = sum3;
        old4[old - base] = sum4;
      }
      clear();
    } else if (Number.isFinite(values[row]!)) {
      if (Number.isNaN(centre)) centre = values[row]!;
      put(values[row]!);
    }
    const old = start - base;
    const n = count + oldCount[old]!;
    const mean = (sum1 + old1[old]!) / n;
    const second = (sum2 + old2[old]!) / n;
    const third = (sum3 + old3[old]!) / n;
    const fourth = (sum4 + old4[old]!) / n;
    const square = mean * mean;
    moments.n = n;
    moments.m2 = second - square;
    moments.m3 = third - 3 * mean * second + 2 * mean * square;
    moments.m4 = fourth - 4 * mean * third + 6 * square * second - 3 * square * square;
    out[row] = n >= minPeriods ? finish(moments) : Number.NaN;
  }
  return new Series(series.time, out, series.name);
}
