import type { InstrumentCode, StrategyName } from "../instruments/codes.js";
import type { BacktestStateId } from "./backtestStates.js";

/**
 * The file of a backtest state: `MAGIC`, version (uint32), length of the header (uint32), header (JSON), blocks, SHA-256 of
 * everything before it. Header and blocks are compressed with brotli, numbers are little-endian. The first block has the time
 * columns, each once; there is one block for each instrument and one for the portfolio, with the values of their series.
 */
export const MAGIC = "CONTANGO";
export const FORMAT_VERSION = 1;
/** Bytes before the header, and of the checksum at the end. */
export const PREFIX_BYTES = MAGIC.length + 8;
export const CHECKSUM_BYTES = 32;

export interface StateHeader {
  readonly strategy: StrategyName;
  readonly id: BacktestStateId;
  /** Wall time of the run. */
  readonly time: number;
  /** Lengths of the time columns. */
  readonly times: readonly number[];
  /** Compressed bytes of the block of time columns. */
  readonly timeBytes: number;
  readonly portfolio: SeriesBlock;
  readonly instruments: readonly (SeriesBlock & { readonly code: InstrumentCode })[];
}

/** Where the series of one block are. */
export interface SeriesBlock {
  /** Compressed bytes. */
  readonly bytes: number;
  /** Each series: its name, and the position of its time column. Values lie in this order. */
  readonly series: readonly (readonly [name: string, time: number])[];
}
