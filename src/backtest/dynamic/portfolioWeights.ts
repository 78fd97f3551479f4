import type { InstrumentCode } from "../../instruments/codes.js";
import { multiply } from "../../series/arithmetic.js";
import { forwardFill } from "../../series/fill.js";
import type { Frame } from "../../series/frame.js";
import { asOf } from "../../series/reindex.js";
import type { Series } from "../../series/series.js";
import { toFrame } from "../../series/toFrame.js";
import { optimisationError } from "./optimisationError.js";

/** A series of each instrument. */
export type SeriesByInstrument =
  | ReadonlyMap<InstrumentCode, Series>
  | Readonly<Record<InstrumentCode, Series>>;

/** A series of each instrument, as a map. */
export function byInstrument(series: SeriesByInstrument): ReadonlyMap<InstrumentCode, Series> {
  return series instanceof Map ? series : new Map(Object.entries(series));
}

/**
 * The weights of a portfolio, as fractions of capital: positions in contracts times the last value of one contract
 * ({@link valuePerContract}) at or before each; a column an instrument, on the union of the positions' times, filled forward.
 *
 * @throws ContangoError `OPTIMISATION` where an instrument has a position and no value of a contract.
 */
export function portfolioWeights(
  positions: SeriesByInstrument,
  valuesPerContract: SeriesByInstrument,
): Frame {
  const values = byInstrument(valuesPerContract);
  const weights = new Map<InstrumentCode, Series>();
  for (const [code, position] of byInstrument(positions)) {
    const value = values.get(code);
    if (value === undefined) {
      throw optimisationError(
        `${code} has a position and no value per contract; give one for every instrument`,
        {
          instrument: code,
        },
      );
    }
    weights.set(code, multiply(position, asOf(value, position)));
  }
  return forwardFill(toFrame(weights));
}
