import type { Instrument, Repositories, RollParameters, Storage } from "contango";

/** What every step of the demo works on. */
export interface Demo {
  readonly storage: Storage;
  readonly data: Repositories;
  readonly instruments: readonly TradedInstrument[];
}

/** An instrument that has multiple prices, with what configuration says of it. */
export interface TradedInstrument {
  readonly code: string;
  readonly instrument: Instrument;
  readonly rollParameters: RollParameters;
}
