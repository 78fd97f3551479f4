import { ContangoError, type ErrorDetails } from "../errors/contangoError.js";
import { floatColumn, type StringColumn } from "../series/column.js";
import { Frame, type FrameMeta } from "../series/frame.js";
import { formatTime } from "../time/text.js";

/**
 * The three price columns of multiple prices: PRICE of the contract we hold, FORWARD of the one we roll into,
 * CARRY of the one that carry is measured against.
 */
export const PRICE_COLUMNS = ["PRICE", "CARRY", "FORWARD"] as const;
export type PriceColumn = (typeof PRICE_COLUMNS)[number];

/** Columns of a multiple-prices frame, in the order in which they are stored. */
export const MULTIPLE_PRICE_COLUMNS = [
  "CARRY",
  "CARRY_CONTRACT",
  "PRICE",
  "PRICE_CONTRACT",
  "FORWARD",
  "FORWARD_CONTRACT",
] as const;

/**
 * Multiple prices as arrays, one entry a row: prices in the instrument's price units (NaN = missing), labels as
 * dictionary-coded contract dates.
 */
export interface MultiplePrices {
  readonly time: Float64Array;
  readonly PRICE: Float64Array;
  readonly CARRY: Float64Array;
  readonly FORWARD: Float64Array;
  readonly PRICE_CONTRACT: StringColumn;
  readonly CARRY_CONTRACT: StringColumn;
  readonly FORWARD_CONTRACT: StringColumn;
}

/**
 * The columns of a multiple-prices frame, without a copy; labels as `contractLabels` gives them.
 *
 * @throws ContangoError `COLUMN_MISSING` or `COLUMN_KIND` where one of the six is absent or of another kind.
 */
export function multiplePrices(frame: Frame): MultiplePrices {
  return {
    time: frame.time,
    PRICE: frame.floats("PRICE"),
    CARRY: frame.floats("CARRY"),
    FORWARD: frame.floats("FORWARD"),
    PRICE_CONTRACT: contractLabels(frame.strings("PRICE_CONTRACT")),
    CARRY_CONTRACT: contractLabels(frame.strings("CARRY_CONTRACT")),
    FORWARD_CONTRACT: contractLabels(frame.strings("FORWARD_CONTRACT")),
  };
}

const MONTH = /^\d{6}$/;

/** Contract labels with months of six digits as `YYYYMM00`; other texts, and a column without any such, stay as they are. */
export function contractLabels(column: StringColumn): StringColumn {
  const { dictionary } = column;
  if (!dictionary.some((text) => MONTH.test(text))) return column;
  return { ...column, dictionary: dictionary.map((text) => (MONTH.test(text) ? `${text}00` : text)) };
}

/** A frame in the stored column order. */
export function multiplePricesFrame(prices: MultiplePrices, meta: FrameMeta = {}): Frame {
  return new Frame(
    prices.time,
    {
      CARRY: floatColumn(prices.CARRY),
      CARRY_CONTRACT: prices.CARRY_CONTRACT,
      PRICE: floatColumn(prices.PRICE),
      PRICE_CONTRACT: prices.PRICE_CONTRACT,
      FORWARD: floatColumn(prices.FORWARD),
      FORWARD_CONTRACT: prices.FORWARD_CONTRACT,
    },
    meta,
  );
}

/** "multiple prices of CORN", or without the name where none was given. */
export const whose = (instrument: string | undefined): string =>
  instrument === undefined ? "multiple prices" : `multiple prices of ${instrument}`;

/** Refuses an empty set of prices; `details` name the instrument, and what else is known. @throws ContangoError `PRICES_EMPTY`. */
export function requireRows(rows: number, what: string, details: ErrorDetails): void {
  if (rows === 0) throw pricesEmpty(`there are no rows in ${what}`, details);
}

/** The error for prices that are not there. */
export function pricesEmpty(problem: string, details: ErrorDetails): ContangoError {
  return new ContangoError("PRICES_EMPTY", "prices", `${problem}; load prices first`, { details });
}

/** The error for a row that lacks a contract label; `remedy` ends its sentence. */
export function missingLabel(
  column: string,
  row: number,
  at: number,
  instrument: string | undefined,
  remedy = "fill the label in",
): ContangoError {
  const time = formatTime(at);
  return new ContangoError(
    "CONTRACT_LABELS",
    "prices",
    `${whose(instrument)} have no ${column} in row ${row} (${time}); ${remedy}`,
    { details: { instrument, time, row, column } },
  );
}
