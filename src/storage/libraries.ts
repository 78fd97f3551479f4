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
  contracts: { name: "futures_contracts", key: ["contract_key"] },
  rollStates: { name: "futures_roll_status", key: ["instrument_code"] },
  clientIds: { name: "IBClientTracker", key: ["client_id"] },
  mailControl: { name: "EMAIL_CONTROL", key: ["subject", "type"] },
  /** Mails that were not sent: held back by the throttle, or refused by the server. */
  mails: { name: "contango_mails", key: ["id"] },
  fills: { name: "contango_fills", key: ["id"] },
  /** Trades that were handed to the broker by a program. */
  sentTrades: { name: "contango_sent_trades", key: ["id"] },
  /** Margin by strategy, one field for each date. */
  margin: { name: "margin", key: ["strategy_name"] },
  logs: { name: "contango_logs", key: ["id"] },
  /** One document for each run of a process. */
  runs: { name: "contango_runs", key: ["id"] },
  /** What a person has to see to: one document for each process and item. */
  attention: { name: "contango_attention", key: ["process", "item"] },
  /** What a person decided in an interactive tool. */
  audit: { name: "contango_audit", key: ["id"] },
  /** What holds for the store as a whole: its time zone. */
  desk: { name: "contango_desk", key: ["name"] },
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
  [COLLECTIONS.contracts.name]: "contracts",
  [COLLECTIONS.fills.name]: "positions",
  [COLLECTIONS.sentTrades.name]: "positions",
  [COLLECTIONS.margin.name]: "capital",
};

/** The kind of data that a library or collection holds; what is not listed is `state`. */
export function dataKind(name: string): DataKind {
  return KIND_BY_NAME[name] ?? "state";
}
