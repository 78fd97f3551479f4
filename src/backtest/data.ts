import type { FxPair, InstrumentCode } from "../instruments/codes.js";
import type { Instrument } from "../instruments/instrument.js";
import type { Frame } from "../series/frame.js";
import type { Series } from "../series/series.js";

/** What a backtest knows of one instrument. */
export interface InstrumentData {
  readonly instrument: Instrument;
  /** Back-adjusted price, any number of rows a day. */
  readonly adjustedPrice: Series;
  /** Multiple prices (PRICE, CARRY and their contracts are used); without them there is no carry. */
  readonly multiplePrices?: Frame;
  /** How often the held contract is rolled in a year: the number of letters of its roll cycle. */
  readonly rollsPerYear: number;
  /** Further series, for a user's own rules, by names that are not in `RAW_DATA`; a rule sees their times as they are. */
  readonly series?: Readonly<Record<string, Series>>;
}

/** Everything a backtest reads: plain values, so that a run depends on nothing else. */
export interface BacktestData {
  readonly instruments: ReadonlyMap<InstrumentCode, InstrumentData>;
  /** Stored prices of FX pairs against the dollar, by name: `EURUSD`. */
  readonly fxPrices: ReadonlyMap<FxPair, Series>;
}
