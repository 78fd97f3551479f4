import { unionTimes } from "./joinTimes.js";
import { parameterError } from "./parameters.js";
import { rowsAt } from "./reindex.js";
import { Series } from "./series.js";
import { takeFloats } from "./takeRows.js";

/**
 * A side of an operation. Two series meet on the union of their times, where a time that only one of them has
 * gives NaN; a number stands for itself at every time. A result has the name of the first series.
 */
export type Operand = Series | number;

/** Left plus right. @throws ContangoError `SERIES_PARAMETER` where neither is a series. */
export function add(left: Operand, right: Operand): Series {
  const { time, a, b, name } = operands(left, right);
  const out = new Float64Array(time.length);
  for (let row = 0; row < out.length; row++) out[row] = a[row]! + b[row]!;
  return new Series(time, out, name);
}

/** Left minus right. @throws ContangoError `SERIES_PARAMETER` where neither is a series. */
export function subtract(left: Operand, right: Operand): Series {
  const { time, a, b, name } = operands(left, right);
  const out = new Float64Array(time.length);
  for (let row = 0; row < out.length; row++) out[row] = a[row]! - b[row]!;
  return new Series(time, out, name);
}

/** Left times right. @throws ContangoError `SERIES_PARAMETER` where neither is a series. */
export function multiply(left: Operand, right: Operand): Series {
  const { time, a, b, name } = operands(left, right);
  const out = new Float64Array(time.length);
  for (let row = 0; row < out.length; row++) out[row] = a[row]! * b[row]!;
  return new Series(time, out, name);
}

/** Left over right; over zero it is infinite, or NaN for 0/0. @throws ContangoError `SERIES_PARAMETER` where neither is a series. */
export function divide(left: Operand, right: Operand): Series {
  const { time, a, b, name } = operands(left, right);
  const out = new Float64Array(time.length);
  for (let row = 0; row < out.length; row++) out[row] = a[row]! / b[row]!;
  return new Series(time, out, name);
}

/**
 * Any operation of two numbers, row by row, NaN included.
 *
 * @throws ContangoError `SERIES_PARAMETER` where neither side is a series.
 * @example
 * combine(vol, floor, Math.max);
 */
export function combine(
  left: Operand,
  right: Operand,
  operation: (left: number, right: number) => number,
): Series {
  const { time, a, b, name } = operands(left, right);
  const out = new Float64Array(time.length);
  for (let row = 0; row < out.length; row++) out[row] = operation(a[row]!, b[row]!);
  return new Series(time, out, name);
}

/** A function of each value, NaN included. */
export function map(series: Series, transform: (value: number) => number): Series {
  const out = new Float64Array(series.length);
  for (let row = 0; row < out.length; row++) out[row] = transform(series.values[row]!);
  return new Series(series.time, out, series.name);
}

/** The size of each value without its sign. */
export function abs(series: Series): Series {
  return map(series, Math.abs);
}

/**
 * Values below `lower` become `lower`, those above `upper` become `upper`; NaN stays.
 *
 * @throws ContangoError `SERIES_PARAMETER` where a bound is NaN, or `lower` is above `upper`.
 * @example
 * clip(forecast, { lower: -20, upper: 20 });
 */
export function clip(
  series: Series,
  bounds: { readonly lower?: number | undefined; readonly upper?: number | undefined },
): Series {
  const { lower = Number.NEGATIVE_INFINITY, upper = Number.POSITIVE_INFINITY } = bounds;
  if (!(lower <= upper)) {
    throw parameterError(`clip between ${lower} and ${upper}: give numbers, the lower one first`);
  }
  return map(series, (value) => Math.min(Math.max(value, lower), upper));
}

/** Both sides as values on one time index. */
function operands(
  left: Operand,
  right: Operand,
): {
  readonly time: Float64Array;
  readonly a: Float64Array;
  readonly b: Float64Array;
  readonly name: string;
} {
  if (typeof left === "number") {
    if (typeof right === "number")
      throw parameterError(`both ${left} and ${right} are numbers; give a series`);
    const a = new Float64Array(right.length).fill(left);
    return { time: right.time, a, b: right.values, name: right.name };
  }
  if (typeof right === "number") {
    const b = new Float64Array(left.length).fill(right);
    return { time: left.time, a: left.values, b, name: left.name };
  }
  const time = unionTimes(left.time, right.time);
  return { time, a: valuesOn(left, time), b: valuesOn(right, time), name: left.name };
}

const valuesOn = (series: Series, time: Float64Array): Float64Array =>
  series.length === time.length ? series.values : takeFloats(series.values, rowsAt(series.time, time));
