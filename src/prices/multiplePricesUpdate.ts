import { type ContractId, contractId } from "../contracts/contractId.js";
import { locateContract } from "../contracts/locateContract.js";
import type { StringColumn } from "../series/column.js";
import { dropMissing } from "../series/dropMissing.js";
import { forwardFill } from "../series/fill.js";
import type { Frame } from "../series/frame.js";
import { joinAll, unionTimes } from "../series/joinTimes.js";
import { rowsAsOf, rowsAt } from "../series/reindex.js";
import { lowerBound } from "../series/search.js";
import { Series } from "../series/series.js";
import { takeFloats } from "../series/takeRows.js";
import { formatTime } from "../time/text.js";
import type { ContractPriceSet } from "./contractPriceSet.js";
import {
  contractLabels,
  type MultiplePrices,
  missingLabel,
  multiplePrices,
  multiplePricesFrame,
  PRICE_COLUMNS,
  type PriceColumn,
  requireRows,
  whose,
} from "./multiplePrices.js";
import { sameLabel } from "./multiplePricesRows.js";

/** What an update did with the prices of one column's contract. */
export type ColumnUpdate =
  | {
      readonly kind: "merged";
      readonly contract: ContractId;
      /** Missing stored prices that now have a value. */
      readonly filled: number;
      /** Prices at times that this column did not have. */
      readonly added: number;
    }
  /** There are no prices of the contract. */
  | { readonly kind: "no-prices"; readonly contract: ContractId }
  /** They all lie after the last stored row, so no stored label says that they belong to this column. */
  | { readonly kind: "no-overlap"; readonly contract: ContractId; readonly first: number };

/** Multiple prices after an update, and what it changed. */
export interface MultiplePricesUpdate {
  readonly status: "updated" | "unchanged";
  /** The frame that was given where nothing changed. */
  readonly prices: Frame;
  readonly rowsAdded: number;
  readonly valuesFilled: number;
  readonly columns: Readonly<Record<PriceColumn, ColumnUpdate>>;
}

/**
 * Brings multiple prices up to date with the prices of the contracts in their last row. Each column takes the
 * prices of its contract from the first row since the last change of its label on: new times become rows (between
 * stored rows too), missing values are filled, stored values are never altered. New prices that are missing are
 * passed over. Labels take the value of the row before.
 *
 * @throws ContangoError `PRICES_EMPTY`; `CONTRACT_LABELS` where the last row lacks a label, with instrument and
 * time; `CONTRACT_ID`.
 * @example
 * const { status, prices, rowsAdded } = updateMultiplePrices(stored, contractPrices, { instrument: "CORN" });
 */
export function updateMultiplePrices(
  multiple: Frame,
  contractPrices: ContractPriceSet,
  options: { readonly instrument?: string } = {},
): MultiplePricesUpdate {
  requireRows(multiple.length, whose(options.instrument), { instrument: options.instrument });
  const stored = multiplePrices(multiple);
  const fresh = perColumn((name) => newPrices(stored, name, contractPrices, options.instrument));
  const times = PRICE_COLUMNS.map((name) => fresh[name].usable.time);
  const time = joinAll([stored.time, ...times], unionTimes);
  const rows = rowsAt(stored.time, time);
  const merged = perColumn((name) => mergeColumn(stored[name], rows, fresh[name].usable, time));
  const valuesFilled = PRICE_COLUMNS.reduce((sum, name) => sum + merged[name].filled, 0);
  const rowsAdded = time.length - stored.time.length;
  const changed = rowsAdded > 0 || valuesFilled > 0;
  return {
    status: changed ? "updated" : "unchanged",
    prices: changed ? updatedFrame(multiple, time, merged) : multiple,
    rowsAdded,
    valuesFilled,
    columns: perColumn((name) => columnUpdate(fresh[name], merged[name])),
  };
}

const perColumn = <T>(make: (name: PriceColumn) => T): Record<PriceColumn, T> => ({
  PRICE: make("PRICE"),
  CARRY: make("CARRY"),
  FORWARD: make("FORWARD"),
});

interface NewPrices {
  readonly contract: ContractId;
  /** Every price of the contract. */
  readonly prices: Series;
  /** Some stored row with the contract's label is not before them. */
  readonly joins: boolean;
  /** Those that belong to the column. */
  readonly usable: Series;
}

const NO_PRICES = new Series(new Float64Array(0), new Float64Array(0));

function newPrices(
  stored: MultiplePrices,
  name: PriceColumn,
  contractPrices: ContractPriceSet,
  instrument: string | undefined,
): NewPrices {
  const labels = stored[`${name}_CONTRACT`];
  const last = stored.time.length - 1;
  const label = labels.dictionary[labels.values[last]!];
  if (label === undefined) throw missingLabel(`${name}_CONTRACT`, last, stored.time[last]!, instrument);
  const at = formatTime(stored.time[last]!);
  const contract = locateContract(
    `${whose(instrument)}, ${name}_CONTRACT in row ${last} (${at})`,
    { instrument, time: at, row: last, column: `${name}_CONTRACT` },
    () => contractId(label),
  );
  const prices = dropMissing(contractPrices.get(contract) ?? NO_PRICES);
  const first = prices.time[0] ?? Number.POSITIVE_INFINITY;
  const join = stored.time[joinRow(labels, lowerBound(stored.time, first))];
  const usable = join === undefined ? NO_PRICES : prices.rows(lowerBound(prices.time, join));
  return { contract, prices, joins: join !== undefined, usable };
}

/**
 * The first row, not before `start`, from which on every label is that of the last row. A missing label is that of
 * the row before, but the first row at or after `start` has none before it.
 */
function joinRow(labels: StringColumn, start: number): number {
  const last = labels.values.length - 1;
  let first = labels.values.length;
  for (let row = last; row >= start; row--) {
    if (sameLabel(labels, row, last)) first = row;
    else if (labels.values[row]! >= 0) break;
  }
  return first;
}

interface MergedColumn {
  readonly values: Float64Array;
  readonly filled: number;
  readonly added: number;
}

/** Stored values at their `rows` of the merged times (-1 = none), new ones where there is no stored value. */
function mergeColumn(
  stored: Float64Array,
  rows: Int32Array,
  fresh: Series,
  time: Float64Array,
): MergedColumn {
  const values = takeFloats(stored, rows);
  let [filled, added] = [0, 0];
  let next = 0;
  for (let row = lowerBound(time, fresh.timeAt(0)); next < fresh.length; row++) {
    if (time[row] !== fresh.time[next]) continue;
    if (Number.isNaN(values[row]!)) {
      values[row] = fresh.values[next]!;
      if (rows[row]! < 0) added++;
      else filled++;
    }
    next++;
  }
  return { values, filled, added };
}

function updatedFrame(
  multiple: Frame,
  time: Float64Array,
  merged: Readonly<Record<PriceColumn, MergedColumn>>,
): Frame {
  const rows = rowsAsOf(multiple.time, time);
  const filled = forwardFill(multiple.select(PRICE_COLUMNS.map((name) => `${name}_CONTRACT`)));
  const labels = (name: PriceColumn): StringColumn => {
    const { values, dictionary } = contractLabels(filled.strings(`${name}_CONTRACT`));
    return { kind: "string", values: rows.map((row) => values[row]!), dictionary };
  };
  return multiplePricesFrame(
    {
      time,
      PRICE: merged.PRICE.values,
      CARRY: merged.CARRY.values,
      FORWARD: merged.FORWARD.values,
      PRICE_CONTRACT: labels("PRICE"),
      CARRY_CONTRACT: labels("CARRY"),
      FORWARD_CONTRACT: labels("FORWARD"),
    },
    multiple.meta,
  );
}

function columnUpdate({ contract, prices, joins }: NewPrices, { filled, added }: MergedColumn): ColumnUpdate {
  if (prices.length === 0) return { kind: "no-prices", contract };
  if (!joins) return { kind: "no-overlap", contract, first: prices.time[0]! };
  return { kind: "merged", contract, filled, added };
}
