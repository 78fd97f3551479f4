import type { InstrumentCode, StrategyName } from "../instruments/codes.js";
import type { BacktestStateId } from "./backtestStates.js";

/**
 * The file of a backtest state, in the order in which it is written: `MAGIC`, version (uint32), blocks, header (JSON), length
 * of the header (uint32), SHA-256 of everything before it. Header and blocks are compressed with brotli, numbers are
 * little-endian. There is one block for each instrument, one for the portfolio, both with the values of their series, and a
 * last one with the time columns, each once.
 */
export const MAGIC = "CONTANGO";
export const FORMAT_VERSION = 1;
/** Bytes before the blocks, of the length of the header, and of the checksum at the end. */
export const PREFIX_BYTES = MAGIC.length + 4;
export const HEADER_LENGTH_BYTES = 4;
export const CHECKSUM_BYTES = 32;

export interface StateHeader {
  readonly strategy: StrategyName;
  readonly id: BacktestStateId;
  /** Wall time of the run. */
  readonly time: number;
  /** Compressed bytes of each block: of the instruments, of the portfolio, of the time columns. */
  readonly bytes: readonly number[];
  readonly instruments: readonly (SeriesBlock & { readonly code: InstrumentCode })[];
  readonly portfolio: SeriesBlock;
  /** Lengths of the time columns. */
  readonly times: readonly number[];
}

/** What is in a block of series. */
export interface SeriesBlock {
  /** Lengths of its columns of values. */
  readonly columns: readonly number[];
  /** Each series: its name, and the positions of its time column and of its values; one value stands for all of them. */
  readonly series: readonly (readonly [name: string, time: number, column: number])[];
}
