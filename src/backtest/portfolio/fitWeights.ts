import { type FloatColumn, floatColumn } from "../../series/column.js";
import { Frame } from "../../series/frame.js";
import { asOf } from "../../series/reindex.js";
import type { Weights } from "../config/settings.js";
import { configError } from "./configError.js";

/**
 * Weights on the times of what they weigh (forecasts, positions), those of a column 0 up to its first value; before
 * any column has one, all weights are as they are given. The columns are those of `available`; weights of other names
 * are left out. Weights in a frame are looked up as of each row. Rows need not add to 1.
 *
 * @throws ContangoError `BACKTEST_CONFIG` where `available` has no columns, a column has no weight, or a weight that
 * is the same at all times is not a finite number.
 * @example
 * fitWeights({ CORN: 0.6, US10: 0.4 }, positions);
 */
export function fitWeights(raw: Weights | Frame, available: Frame): Frame {
  const { names, starts, first } = availability(available);
  const { time } = available;
  const columns = new Map<string, FloatColumn>();
  if (raw instanceof Frame) {
    const weights = asOf(raw.select(names.map((name) => weighed(name, raw.columns.has(name)))), time);
    for (const [at, name] of names.entries()) {
      const values = weights.floats(name).slice();
      columns.set(name, floatColumn(values.fill(0, first, starts[at]!)));
    }
  } else {
    for (const [at, weight] of constantWeights(raw, names).entries()) {
      const values = new Float64Array(time.length).fill(weight);
      columns.set(names[at]!, floatColumn(values.fill(0, first, starts[at]!)));
    }
  }
  return new Frame(time, columns);
}

/** From which row on each column has been seen, and the first of these rows; the row count for never. */
export interface Availability {
  readonly names: readonly string[];
  readonly starts: readonly number[];
  readonly first: number;
}

export function availability(available: Frame): Availability {
  const { names, length } = available;
  if (names.length === 0) throw configError("weights", "have nothing to weigh; give at least one column");
  const starts = names.map((name) => {
    const start = available.floats(name).findIndex((value) => !Number.isNaN(value));
    return start < 0 ? length : start;
  });
  return { names, starts, first: Math.min(...starts) };
}

/** The weight of each name, in the order of the names. */
export function constantWeights(raw: Weights, names: readonly string[]): readonly number[] {
  return names.map((name) => {
    const weight = raw[weighed(name, Object.hasOwn(raw, name))]!;
    if (Number.isFinite(weight)) return weight;
    throw configError("weights", `of "${name}" are ${weight}; give a number`, { name });
  });
}

function weighed(name: string, has: boolean): string {
  if (has) return name;
  throw configError("weights", `have none for "${name}"; add it, or take "${name}" away`, { name });
}
