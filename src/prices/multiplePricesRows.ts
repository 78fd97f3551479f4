import type { ContractId } from "../contracts/contractId.js";
import { type Column, floatColumn, type StringColumn } from "../series/column.js";
import { Frame } from "../series/frame.js";
import { MULTIPLE_PRICE_COLUMNS, multiplePrices, PRICE_COLUMNS } from "./multiplePrices.js";

/** One row of multiple prices; a price left out is missing. */
export interface MultiplePricesRow {
  /** Epoch milliseconds of wall time. */
  readonly time: number;
  readonly PRICE?: number;
  readonly CARRY?: number;
  readonly FORWARD?: number;
  readonly PRICE_CONTRACT: ContractId;
  readonly CARRY_CONTRACT: ContractId;
  readonly FORWARD_CONTRACT: ContractId;
}

/**
 * Multiple prices with rows added at the end; columns beside the six are left out.
 *
 * @throws ContangoError `SERIES_UNSORTED_TIME`, `SERIES_DUPLICATE_TIME` where a row is not later than the one
 * before; `COLUMN_MISSING`, `COLUMN_KIND`.
 */
export function appendMultiplePrices(multiple: Frame, rows: readonly MultiplePricesRow[]): Frame {
  const prices = multiplePrices(multiple);
  const columns: Record<string, Column> = {};
  for (const name of PRICE_COLUMNS) {
    const label = `${name}_CONTRACT` as const;
    const values = rows.map((row) => row[name] ?? Number.NaN);
    columns[name] = floatColumn(appendNumbers(prices[name], values));
    columns[label] = appendTexts(
      prices[label],
      rows.map((row) => row[label]),
    );
  }
  const times = rows.map((row) => row.time);
  return new Frame(appendNumbers(prices.time, times), columns, multiple.meta).select(MULTIPLE_PRICE_COLUMNS);
}

/** Multiple prices up to their last row with a PRICE, CARRY or FORWARD. */
export function dropTrailingMissing(multiple: Frame): Frame {
  const prices = multiplePrices(multiple);
  let rows = multiple.length;
  while (rows > 0 && PRICE_COLUMNS.every((column) => Number.isNaN(prices[column][rows - 1]!))) rows--;
  return rows === multiple.length ? multiple : multiple.rows(0, rows);
}

/** True where two rows of {@link multiplePrices} labels have the same: texts are compared, as a dictionary may hold one twice. */
export function sameLabel({ values, dictionary }: StringColumn, row: number, other: number): boolean {
  const code = values[row]!;
  const otherCode = values[other]!;
  return code === otherCode || (code >= 0 && dictionary[code] === dictionary[otherCode]);
}

function appendNumbers(values: Float64Array, added: readonly number[]): Float64Array {
  const longer = new Float64Array(values.length + added.length);
  longer.set(values);
  longer.set(added, values.length);
  return longer;
}

function appendTexts(column: StringColumn, added: readonly string[]): StringColumn {
  const dictionary = [...column.dictionary];
  const values = new Int32Array(column.values.length + added.length);
  values.set(column.values);
  added.forEach((text, at) => {
    const known = dictionary.indexOf(text);
    values[column.values.length + at] = known >= 0 ? known : dictionary.push(text) - 1;
  });
  return { kind: "string", values, dictionary };
}
