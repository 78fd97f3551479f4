import type { Desk, Instrument, Repositories } from "contango";

export const STRATEGY = "chapter15";
export const BASE_CURRENCY = "USD";
/** What is in the account at first, in the base currency. */
export const CAPITAL = 500_000;

/** What the first half of the demo works on: real prices, on their last evening. */
export interface Demo {
  readonly desk: Desk;
  /** The CSV files of the data folder, as they are. */
  readonly shipped: Repositories;
  readonly instruments: readonly TradedInstrument[];
}

/** An instrument with everything that a backtest needs. */
export interface TradedInstrument {
  readonly code: string;
  readonly instrument: Instrument;
}
