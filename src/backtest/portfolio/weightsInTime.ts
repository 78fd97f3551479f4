import { type FloatColumn, floatColumn } from "../../series/column.js";
import { Frame } from "../../series/frame.js";
import { parameterError } from "../../series/parameters.js";
import { isBusinessDaily } from "../../time/businessDays.js";
import type { Weights } from "../config/settings.js";
import { availability, constantWeights, fitWeights } from "./fitWeights.js";
import { normaliseWeights } from "./normaliseWeights.js";
import { smoothWeights } from "./smoothWeights.js";

/**
 * Weights by business day that pass smoothly from what is there early to what comes later: fitted to what is
 * available, smoothed exponentially over a span of days, and each row made to add to 1
 * (`normaliseWeights(smoothWeights(fitWeights(raw, available), span))`). Weights that are the same at all times cost
 * a few multiplications a cell, and equal columns share their values.
 *
 * @throws ContangoError `BACKTEST_CONFIG` as {@link fitWeights}; `SERIES_PARAMETER` where the span is below 1.
 * @example
 * weightsInTime({ carry: 0.4, ewmac16_64: 0.6 }, alignForecasts(forecasts), 125);
 */
export function weightsInTime(raw: Weights | Frame, available: Frame, span: number): Frame {
  return raw instanceof Frame || !isBusinessDaily(available.time)
    ? normaliseWeights(smoothWeights(fitWeights(raw, available), span))
    : constantWeightsInTime(raw, available, span);
}

/**
 * A smoothed weight is its raw weight times the exponentially weighted sum of when it is there, over a sum that is
 * the same for all columns. As rows are divided by their total, that divisor is left out, and columns that start
 * together share their sum.
 */
function constantWeightsInTime(raw: Weights, available: Frame, span: number): Frame {
  const { names, starts, first } = availability(available);
  const weights = constantWeights(raw, names);
  const sums = new Map(
    [...new Set(starts)].map((start) => [start, presence(start, first, available.length, span)]),
  );
  const totals = new Float64Array(available.length);
  for (const [start, sum] of sums) {
    const weight = weights.reduce((total, each, at) => (starts[at] === start ? total + each : total), 0);
    for (let row = 0; row < totals.length; row++) totals[row]! += weight * sum[row]!;
  }
  const scale = totals.map((total) => (total === 0 ? 0 : 1 / total));
  const columns = new Map<string, FloatColumn>();
  const made = new Map<string, FloatColumn>();
  for (const [at, name] of names.entries()) {
    const key = `${weights[at]} ${starts[at]}`;
    const column = made.get(key) ?? floatColumn(part(weights[at]!, sums.get(starts[at]!)!, scale));
    made.set(key, column);
    columns.set(name, column);
  }
  return new Frame(available.time, columns);
}

/**
 * The exponentially weighted sum of 1 on rows where a column counts as there (before `first`, and from `start` on), 0
 * on others.
 */
function presence(start: number, first: number, length: number, span: number): Float64Array {
  if (!(span >= 1 && span < Number.POSITIVE_INFINITY)) {
    throw parameterError(`span is ${span}; give a number of at least 1`);
  }
  const decay = 1 - 2 / (span + 1);
  const out = new Float64Array(length);
  let sum = 0;
  for (let row = 0; row < length; row++) {
    sum = sum * decay + (row < first || row >= start ? 1 : 0);
    out[row] = sum;
  }
  return out;
}

/** The weighted sum times the scale of its row, which makes rows add to 1. */
function part(weight: number, sum: Float64Array, scale: Float64Array): Float64Array {
  const out = new Float64Array(sum.length);
  for (let row = 0; row < out.length; row++) out[row] = weight * sum[row]! * scale[row]!;
  return out;
}
