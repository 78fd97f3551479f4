import { ContangoError } from "../../errors/contangoError.js";
import { map } from "../../series/arithmetic.js";
import { reindex } from "../../series/reindex.js";
import { roundHalfEven } from "../../series/rounding.js";
import { Series } from "../../series/series.js";
import { formatTime } from "../../time/text.js";

export interface BufferOptions {
  /** True: trade to the edge of the buffer; false: to the optimal position. Default true. */
  readonly tradeToEdge?: boolean;
  /** True for whole contracts: position and bounds are rounded half to even, each by itself. Default true. */
  readonly round?: boolean;
}

/**
 * The position that is held when a trade is made only once the held position lies outside its buffer, in contracts. It
 * starts at the optimal position of the first row (0 where that is NaN), and stays where a bound or the optimal position
 * is missing. Without buffers it is the optimal position itself, rounded, NaN where that is.
 *
 * @param position optimal position; gaps are filled forward, in the bounds too.
 * @throws ContangoError `POSITION_BUFFER` where a lower bound is above its upper one.
 * @example
 * bufferedPosition(position, { lower, upper }, { tradeToEdge: true });
 */
export function bufferedPosition(
  position: Series,
  buffers: { readonly lower: Series; readonly upper: Series } | undefined,
  { tradeToEdge = true, round = true }: BufferOptions = {},
): Series {
  if (buffers === undefined)
    return (round ? map(position, (value) => roundHalfEven(value)) : position).named("buffered position");
  const lower = reindex(buffers.lower, position).values;
  const upper = reindex(buffers.upper, position).values;
  const { time, values } = position;
  const out = new Float64Array(values.length);
  let [optimal, low, high, held] = [Number.NaN, Number.NaN, Number.NaN, Number.NaN];
  for (let row = 0; row < out.length; row++) {
    if (!Number.isNaN(values[row]!)) optimal = round ? roundHalfEven(values[row]!) : values[row]!;
    if (!Number.isNaN(lower[row]!)) low = round ? roundHalfEven(lower[row]!) : lower[row]!;
    if (!Number.isNaN(upper[row]!)) high = round ? roundHalfEven(upper[row]!) : upper[row]!;
    if (low > high) throw crossed(low, high, row, time);
    if (row === 0) held = Number.isNaN(optimal) ? 0 : optimal;
    else if (!Number.isNaN(optimal + low + high)) {
      if (held > high) held = tradeToEdge ? high : optimal;
      else if (held < low) held = tradeToEdge ? low : optimal;
    }
    out[row] = held;
  }
  return new Series(time, out, "buffered position");
}

function crossed(low: number, high: number, row: number, time: Float64Array): ContangoError {
  const at = formatTime(time[row]!);
  return new ContangoError(
    "POSITION_BUFFER",
    "backtest",
    `the buffer of row ${row} (${at}) goes from ${low} to ${high}; give the lower bound as lower`,
    { details: { row, time: at, lower: low, upper: high } },
  );
}
