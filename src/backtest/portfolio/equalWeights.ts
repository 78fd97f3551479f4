import { floatColumn } from "../../series/column.js";
import type { Frame } from "../../series/frame.js";
import type { Weights } from "../config/settings.js";

/** The same weight for every name, 1 in all. */
export function equalWeights(names: readonly string[]): Weights {
  return Object.fromEntries(names.map((name) => [name, 1 / names.length]));
}

/** A frame of weights with a column of zeros at the end for each name that it does not have. */
export function extendWithZero(weights: Frame, names: readonly string[]): Frame {
  const zero = floatColumn(new Float64Array(weights.length));
  const missing = names.filter((name) => !weights.columns.has(name));
  return weights.with(Object.fromEntries(missing.map((name) => [name, zero])));
}
