import { roundHalfEven } from "../../series/rounding.js";
import { Series } from "../../series/series.js";

export interface FillOptions {
  /** True where a position that is decided on one row is filled on the next. Default true. */
  readonly delayFill?: boolean;
  /** True for whole contracts. Default true. */
  readonly round?: boolean;
}

/** What is held on each row, given what is wanted at its close, in contracts. */
export function heldPosition(position: Series, { delayFill = true, round = true }: FillOptions = {}): Series {
  const lag = delayFill ? 1 : 0;
  const { time, values } = position;
  const out = new Float64Array(values.length).fill(Number.NaN);
  for (let row = lag; row < out.length; row++) {
    const wanted = values[row - lag]!;
    out[row] = round ? roundHalfEven(wanted) : wanted;
  }
  return new Series(time, out, "held position");
}
