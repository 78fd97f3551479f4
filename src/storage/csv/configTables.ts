import { COLLECTIONS } from "../libraries.js";
import type { Collection } from "../recordStore.js";

/** A table of configuration: one line for each instrument. */
export interface ConfigTable {
  readonly collection: Collection;
  readonly file: string;
  /** Columns after that of the instrument, in the order of a new file. */
  readonly columns: readonly ConfigColumn[];
}

export interface ConfigColumn {
  readonly name: string;
  /** The field of the document; the column's name where this is absent. */
  readonly field?: string;
  readonly kind: "text" | "number";
  /** True: numbers are written with a point even where they are whole. */
  readonly point?: true;
}

const text = (name: string): ConfigColumn => ({ name, kind: "text" });
const number = (name: string): ConfigColumn => ({ name, kind: "number" });

/** The column that names the instrument, and its field. */
export const KEY_COLUMN = "Instrument";
export const KEY_FIELD = "instrument_code";

/** The tables of pysystemtrade's `csvconfig` that are served as collections. */
export const CONFIG_TABLES: readonly ConfigTable[] = [
  {
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
    collection: COLLECTIONS.spreadCosts,
    file: "spreadcosts.csv",
    columns: [{ name: "SpreadCost", field: "cost_price_units", kind: "number", point: true }],
  },
];
