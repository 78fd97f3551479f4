import { COLLECTIONS } from "../libraries.js";
import type { Collection } from "../recordStore.js";

/** A file that has one line for each document of a collection. */
export interface RecordTable {
  readonly collection: Collection;
  readonly folder: string;
  readonly file: string;
  /** The first column, and what a person calls what it names. */
  readonly key: { readonly column: string; readonly what: string };
  /** Columns after the first, in the order of a new file. */
  readonly columns: readonly TableColumn[];
}

export interface TableColumn {
  readonly name: string;
  /** The field of the document; the column's name where this is absent. */
  readonly field?: string;
  /** `time`: an instant, as ISO 8601 in UTC. */
  readonly kind: "text" | "number" | "time";
  /** True: numbers are written with a point even where they are whole. */
  readonly point?: true;
  /** True: where nothing stands the document lacks the field; else an empty number is `null`, an empty text is one. */
  readonly optional?: true;
}

const text = (name: string): TableColumn => ({ name, kind: "text" });
const number = (name: string): TableColumn => ({ name, kind: "number" });

const CONFIGURATION = {
  folder: "csvconfig",
  key: { column: "Instrument", what: "instrument" },
} as const;

/** Pysystemtrade's `csvconfig`, its table of roll states, and our fills. */
export const RECORD_TABLES: readonly RecordTable[] = [
  {
    ...CONFIGURATION,
    collection: COLLECTIONS.instruments,
    file: "instrumentconfig.csv",
    columns: [
      text("Description"),
      number("Pointsize"),
      text("Currency"),
      text("AssetClass"),
      number("PerBlock"),
      number("Percentage"),
      number("PerTrade"),
      text("Region"),
    ],
  },
  {
    ...CONFIGURATION,
    collection: COLLECTIONS.instrumentClasses,
    file: "moreinstrumentinfo.csv",
    columns: [
      text("AssetClass"),
      text("SubClass"),
      text("SubSubClass"),
      text("Style"),
      text("Country"),
      number("Duration"),
      text("Description"),
    ],
  },
  {
    ...CONFIGURATION,
    collection: COLLECTIONS.rollParameters,
    file: "rollconfig.csv",
    columns: [
      text("HoldRollCycle"),
      number("RollOffsetDays"),
      number("CarryOffset"),
      text("PricedRollCycle"),
      number("ExpiryOffset"),
    ],
  },
  {
    ...CONFIGURATION,
    collection: COLLECTIONS.spreadCosts,
    file: "spreadcosts.csv",
    columns: [{ name: "SpreadCost", field: "cost_price_units", kind: "number", point: true }],
  },
  {
    collection: COLLECTIONS.rollStates,
    folder: "roll_state",
    file: "roll_state.csv",
    key: { column: "instrument_code", what: "instrument" },
    columns: [text("roll_state")],
  },
  {
    collection: COLLECTIONS.fills,
    folder: "fills",
    file: "fills.csv",
    key: { column: "id", what: "id" },
    columns: [
      { name: "time", kind: "time" },
      text("instrument_code"),
      text("contract_date"),
      text("strategy_name"),
      number("quantity"),
      number("price"),
      { name: "commission", kind: "number", optional: true },
      { name: "currency", kind: "text", optional: true },
      { name: "account", kind: "text", optional: true },
      { name: "reference", kind: "text", optional: true },
      { name: "execution", kind: "text", optional: true },
      text("source"),
    ],
  },
];
