import type { Collection } from "./recordStore.js";

/**
 * Kinds of data that can be routed to an engine of their own, so that several systems share prices and keep
 * capital apart.
 */
export type DataKind = "instruments" | "contracts" | "prices" | "fx" | "capital" | "positions" | "state";

/** Libraries of series: the names under which pysystemtrade stores them. */
export const LIBRARIES = {
  contractPrices: "futures_contract_prices",
  multiplePrices: "futures_multiple_prices",
  adjustedPrices: "futures_adjusted_prices",
  fxPrices: "spotfx_prices",
  capital: "capital",
  contractPositions: "contract_positions",
  strategyPositions: "strategy_positions",
  optimalPositions: "optimal_positions",
  rollCalendars: "roll_calendars",
} as const;

/** Collections of records used so far; our own names start with `contango_`. */
export const COLLECTIONS = {
  instruments: { name: "contango_instruments", key: ["instrument_code"] },
  /** The finer classes of instruments; it may name some that have no configuration. */
  instrumentClasses: { name: "contango_instrument_classes", key: ["instrument_code"] },
  rollParameters: { name: "contango_roll_parameters", key: ["instrument_code"] },
  spreadCosts: { name: "spread_costs", key: ["instrument_code"] },
  journal: { name: "contango_journal", key: ["name"] },
  leases: { name: "contango_leases", key: ["name"] },
} as const satisfies Record<string, Collection>;

const KIND_BY_NAME: Readonly<Record<string, DataKind>> = {
  [LIBRARIES.contractPrices]: "prices",
  [LIBRARIES.multiplePrices]: "prices",
  [LIBRARIES.adjustedPrices]: "prices",
  [LIBRARIES.rollCalendars]: "prices",
  [LIBRARIES.fxPrices]: "fx",
  [LIBRARIES.capital]: "capital",
  [LIBRARIES.contractPositions]: "positions",
  [LIBRARIES.strategyPositions]: "positions",
  [LIBRARIES.optimalPositions]: "positions",
  [COLLECTIONS.instruments.name]: "instruments",
  [COLLECTIONS.instrumentClasses.name]: "instruments",
  [COLLECTIONS.rollParameters.name]: "instruments",
  [COLLECTIONS.spreadCosts.name]: "instruments",
};

/** The kind of data that a library or collection holds; what is not listed is `state`. */
export function dataKind(name: string): DataKind {
  return KIND_BY_NAME[name] ?? "state";
}
