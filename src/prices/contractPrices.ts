import { type Column, floatColumn } from "../series/column.js";
import { Frame, type FrameMeta } from "../series/frame.js";

/** Columns of contract prices, in the order in which they are stored; FINAL is the close or settlement. */
export const CONTRACT_PRICE_COLUMNS = ["OPEN", "HIGH", "LOW", "FINAL", "VOLUME"] as const;

/** Prices of one contract as arrays, one entry a bar: price units and contracts traded, NaN = missing. */
export interface ContractPrices {
  readonly time: Float64Array;
  readonly OPEN: Float64Array;
  readonly HIGH: Float64Array;
  readonly LOW: Float64Array;
  readonly FINAL: Float64Array;
  readonly VOLUME: Float64Array;
}

/**
 * The columns of a contract-prices frame as numbers; float64 columns are not copied.
 *
 * @throws ContangoError `COLUMN_MISSING` or `COLUMN_KIND` where one of the five is absent or holds text.
 */
export function contractPrices(frame: Frame): ContractPrices {
  const values = (name: string): Float64Array => frame.series(name).values;
  return {
    time: frame.time,
    OPEN: values("OPEN"),
    HIGH: values("HIGH"),
    LOW: values("LOW"),
    FINAL: values("FINAL"),
    VOLUME: values("VOLUME"),
  };
}

/** A frame in the stored column order. @throws ContangoError `SERIES_LENGTH`, and as `Frame` for the times. */
export function contractPricesFrame(prices: ContractPrices, meta: FrameMeta = {}): Frame {
  const columns = CONTRACT_PRICE_COLUMNS.map((name): [string, Column] => [name, floatColumn(prices[name])]);
  return new Frame(prices.time, new Map(columns), meta);
}

const none = new Float64Array(0);

/** A frame of contract prices without a bar. */
export const NO_BARS = contractPricesFrame({
  time: none,
  OPEN: none,
  HIGH: none,
  LOW: none,
  FINAL: none,
  VOLUME: none,
});
