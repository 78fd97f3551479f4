import { map } from "../../series/arithmetic.js";
import { ewmMean } from "../../series/ewm.js";
import type { Frame } from "../../series/frame.js";
import { asOf, type TimeIndex } from "../../series/reindex.js";
import { upperBound } from "../../series/search.js";
import { Series } from "../../series/series.js";
import { trustTimeIndex } from "../../series/timeIndex.js";
import { type CorrelationMatrix, isCorrelated, type PeriodCorrelation } from "./correlationMatrix.js";

/** Portfolios of less risk than this are not scaled up. */
const LEAST_RISK = 1e-7;

/**
 * By how much a portfolio may be levered because its assets do not move together: 1 over the standard deviation that it
 * has when each asset's is 1, at most `maximum`. Assets without a weight or correlations are left out; 1 where there is
 * no risk or it is not known.
 *
 * @param weights In the order of the matrix's names; NaN is no weight.
 * @example
 * diversificationOf({ names: ["a", "b"], matrix: Float64Array.of(1, 0, 0, 1) }, [0.5, 0.5]); // 1.414…
 */
export function diversificationOf(
  correlations: CorrelationMatrix,
  weights: ArrayLike<number>,
  maximum = 2.5,
): number {
  const size = correlations.names.length;
  const used = correlations.names
    .map((_, asset) => asset)
    .filter((asset) => !Number.isNaN(weights[asset]!) && isCorrelated(correlations, asset));
  let variance = 0;
  for (const i of used) {
    for (const j of used) variance += weights[i]! * weights[j]! * correlations.matrix[i * size + j]!;
  }
  const risk = Math.sqrt(variance);
  return risk >= LEAST_RISK ? Math.min(1 / risk, maximum) : 1;
}

export interface DiversificationOptions {
  /** The most that a multiplier may be. Default 2.5. */
  readonly maximum?: number;
  /** Span of the smoothing, in rows of the index. Default 125. */
  readonly span?: number;
}

/**
 * The diversification multiplier over time: that of each period's correlations with the weights in use when it starts,
 * smoothed.
 *
 * @param weights A column for each asset; one that the correlations do not have is ignored, one that is missing weighs 0.
 * @param index The times of the result; usually those of the weights.
 * @throws ContangoError `SERIES_PARAMETER`.
 */
export function diversificationMultiplier(
  correlations: readonly PeriodCorrelation[],
  weights: Frame,
  options: DiversificationOptions = {},
  index: TimeIndex = weights,
): Series {
  const { maximum = 2.5, span = 125 } = options;
  const multipliers = correlations.map((estimate) => {
    const row = upperBound(weights.time, estimate.period.useStart) - 1;
    if (row < 0) return 1;
    const held = estimate.names.map((name) => (weights.columns.has(name) ? weights.floats(name)[row]! : 0));
    return diversificationOf(estimate, held, maximum);
  });
  const starts = trustTimeIndex(Float64Array.from(correlations, ({ period }) => period.useStart));
  const stepped = asOf(
    new Series(starts, Float64Array.from(multipliers), "diversification multiplier"),
    index,
  );
  return ewmMean(
    map(stepped, (value) => (Number.isNaN(value) ? 1 : value)),
    { span },
  );
}
