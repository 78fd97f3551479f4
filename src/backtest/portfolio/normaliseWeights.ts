import { floatColumn } from "../../series/column.js";
import { Frame } from "../../series/frame.js";
import { rowSum } from "../../series/rowReduce.js";

/** Stands for a total of 0, so that a row without weights stays 0. */
const LEAST_TOTAL = 0.0001;

/** The rows of a frame of weights made to add to 1; NaN counts as nothing and stays, a row of zeros stays. */
export function normaliseWeights(weights: Frame): Frame {
  const totals = rowSum(weights).values;
  const columns = weights.names.map((name) => {
    const out = new Float64Array(weights.length);
    const values = weights.floats(name);
    for (let row = 0; row < out.length; row++) out[row] = values[row]! / (totals[row]! || LEAST_TOTAL);
    return [name, floatColumn(out)] as const;
  });
  return new Frame(weights.time, new Map(columns));
}
