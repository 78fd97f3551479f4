import type { CorrelationMatrix } from "../estimation/correlationMatrix.js";
import type { FittingPeriod } from "../estimation/fittingPeriods.js";
import { requireLength } from "./covariance.js";
import { optimisationError } from "./optimisationError.js";

/** Correlations with the time from which they may be used. */
export interface DatedCorrelation extends CorrelationMatrix {
  readonly period: Pick<FittingPeriod, "useStart">;
}

/**
 * Looks up the matrix to use at a time: the last whose use starts at or before it, undefined before the first. Times must
 * ascend from call to call; matrices are taken from the iterable only as they are needed, so that a long history of large
 * ones need never be held at once.
 *
 * @throws ContangoError `OPTIMISATION` where the matrices do not ascend in time.
 */
export function correlationReader(
  correlations: Iterable<DatedCorrelation>,
): (time: number) => DatedCorrelation | undefined {
  const rest = correlations[Symbol.iterator]();
  let row = 0;
  let current: DatedCorrelation | undefined;
  let next = rest.next();
  return (time) => {
    while (next.done !== true && next.value.period.useStart <= time) {
      const { useStart } = next.value.period;
      if (current !== undefined && useStart < current.period.useStart) {
        throw optimisationError(
          `correlation matrix ${row} starts before the one before it; sort them by useStart`,
          { row },
        );
      }
      current = next.value;
      next = rest.next();
      row++;
    }
    return current;
  };
}

/**
 * Correlations of some assets in the order asked for, row by row: NaN for those that the matrix does not have; without a
 * matrix, none (the identity).
 *
 * @throws ContangoError `OPTIMISATION` where the matrix is not of the size that its names need.
 */
export function correlationsOf(
  correlations: CorrelationMatrix | undefined,
  names: readonly string[],
): Float64Array {
  const n = names.length;
  const out = new Float64Array(n * n);
  if (correlations === undefined) {
    for (let i = 0; i < n; i++) out[i * n + i] = 1;
    return out;
  }
  const size = correlations.names.length;
  requireLength(`the correlation matrix of ${size} names`, correlations.matrix, size * size);
  const rows = new Map(correlations.names.map((name, row) => [name, row]));
  const source = Int32Array.from(names, (name) => rows.get(name) ?? -1);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const known = source[i]! >= 0 && source[j]! >= 0;
      out[i * n + j] = known ? correlations.matrix[source[i]! * size + source[j]!]! : Number.NaN;
    }
  }
  return out;
}
