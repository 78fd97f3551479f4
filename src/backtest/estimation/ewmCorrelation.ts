import type { Frame } from "../../series/frame.js";
import { parameterError, requireWhole } from "../../series/parameters.js";

export interface EwmCorrelationOptions {
  /** α = 2 / (span + 1), by rows in which both of a pair have a value; at least 1. Infinity: every row weighs the same. */
  readonly span: number;
  /** Rows in which both have a value that a result needs. Default 0 (which acts as 1). */
  readonly minPeriods?: number;
}

/**
 * The exponentially weighted correlations of each pair of columns, after each of some numbers of rows. A pair's rows are
 * those in which both have a (finite) value; others do not age it. As pandas ewm(ignore_na=True).corr(pairwise=True). One
 * pass: O(rows × pairs).
 *
 * @param frame Float64 columns.
 * @param lengths After how many rows a matrix is wanted, never descending.
 * @yields One matrix for each of `lengths`, row by row; the caller may keep it.
 * @throws ContangoError `SERIES_PARAMETER`, `COLUMN_MISSING`, `COLUMN_KIND`.
 */
export function* ewmCorrelations(
  frame: Frame,
  options: EwmCorrelationOptions,
  lengths: Iterable<number>,
): Generator<Float64Array> {
  const columns = frame.names.map((name) => frame.floats(name));
  const pairs = pairStates(columns.length, options);
  let row = 0;
  for (const length of lengths) {
    for (; row < length && row < frame.length; row++) pairs.observe(columns, row);
    yield pairs.matrix();
  }
}

/** Means, variances and covariance of every pair over its own rows; the pair (i, j ≤ i) is at i(i + 1)/2 + j. */
function pairStates(size: number, { span, minPeriods = 0 }: EwmCorrelationOptions) {
  if (!(span >= 1)) {
    throw parameterError(`span is ${span}; give a number of at least 1`);
  }
  const needed = Math.max(1, requireWhole("minPeriods", minPeriods, 0));
  const decay = 1 - 2 / (span + 1);
  const count = (size * (size + 1)) / 2;
  const [meanX, meanY, varianceX, varianceY] = [0, 1, 2, 3].map(() => new Float64Array(count)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const covariance = new Float64Array(count);
  const weight = new Float64Array(count);
  const seen = new Int32Array(count);
  const present = new Int32Array(size);
  const values = new Float64Array(size);

  return {
    observe(columns: readonly Float64Array[], row: number): void {
      let found = 0;
      for (let i = 0; i < size; i++) {
        const value = columns[i]![row]!;
        if (!Number.isFinite(value)) continue;
        present[found] = i;
        values[found++] = value;
      }
      for (let a = 0; a < found; a++) {
        const x = values[a]!;
        const first = (present[a]! * (present[a]! + 1)) / 2;
        for (let b = 0; b <= a; b++) {
          const pair = first + present[b]!;
          const y = values[b]!;
          if (seen[pair]!++ === 0) {
            meanX[pair] = x;
            meanY[pair] = y;
            weight[pair] = 1;
            continue;
          }
          const old = weight[pair]! * decay;
          const total = old + 1;
          const [beforeX, beforeY] = [meanX[pair]!, meanY[pair]!];
          // A constant keeps a variance of exactly 0.
          const afterX = beforeX === x ? x : (old * beforeX + x) / total;
          const afterY = beforeY === y ? y : (old * beforeY + y) / total;
          const [stepX, stepY] = [beforeX - afterX, beforeY - afterY];
          const [restX, restY] = [x - afterX, y - afterY];
          covariance[pair] = (old * (covariance[pair]! + stepX * stepY) + restX * restY) / total;
          varianceX[pair] = (old * (varianceX[pair]! + stepX * stepX) + restX * restX) / total;
          varianceY[pair] = (old * (varianceY[pair]! + stepY * stepY) + restY * restY) / total;
          meanX[pair] = afterX;
          meanY[pair] = afterY;
          weight[pair] = total;
        }
      }
    },
    matrix(): Float64Array {
      const out = new Float64Array(size * size);
      for (let i = 0, pair = 0; i < size; i++) {
        for (let j = 0; j <= i; j++, pair++) {
          const spread = Math.sqrt(varianceX[pair]! * varianceY[pair]!);
          const correlation = seen[pair]! >= needed ? covariance[pair]! / spread : Number.NaN;
          out[i * size + j] = correlation;
          out[j * size + i] = correlation;
        }
      }
      return out;
    },
  };
}
