import type { Instrument, Repositories, Storage } from "contango";

export const STRATEGY = "chapter15";
export const BASE_CURRENCY = "USD";

/** What every step of the demo works on. */
export interface Demo {
  readonly storage: Storage;
  readonly data: Repositories;
  readonly instruments: readonly TradedInstrument[];
}

/** An instrument with everything that a backtest needs. */
export interface TradedInstrument {
  readonly code: string;
  readonly instrument: Instrument;
}
