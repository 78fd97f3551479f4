import type { ContractPriceSet } from "../../prices/contractPriceSet.js";
import { PRICE_COLUMNS, type PriceColumn } from "../../prices/multiplePrices.js";
import { type ColumnUpdate, updateMultiplePrices } from "../../prices/multiplePricesUpdate.js";
import type { Frame } from "../../series/frame.js";
import { rowsAt } from "../../series/reindex.js";

/** Multiple prices to which nothing more can be added. */
export interface ExtendedPrices {
  readonly prices: Frame;
  readonly rowsAdded: number;
  /** Missing prices of stored rows that have a value now. */
  readonly valuesFilled: number;
  /** True where nothing changed but that rows came after the last stored one, so that they can be appended. */
  readonly onlyLater: boolean;
  /** What became of each column's contract in the end. */
  readonly columns: Readonly<Record<PriceColumn, ColumnUpdate["kind"]>>;
}

/**
 * Brings multiple prices up to date until there is nothing more to add: prices that lie wholly after the last stored row join
 * only when another contract has made a row that they can join.
 *
 * @throws ContangoError as `updateMultiplePrices`.
 */
export function extendMultiplePrices(
  multiple: Frame,
  closes: ContractPriceSet,
  instrument: string,
): ExtendedPrices {
  let update = updateMultiplePrices(multiple, closes, { instrument });
  while (update.status === "updated") update = updateMultiplePrices(update.prices, closes, { instrument });
  const { prices, columns } = update;
  const valuesFilled = filledValues(multiple, prices);
  return {
    prices,
    rowsAdded: prices.length - multiple.length,
    valuesFilled,
    onlyLater: valuesFilled === 0 && prices.time[multiple.length - 1] === multiple.time.at(-1),
    columns: { PRICE: columns.PRICE.kind, CARRY: columns.CARRY.kind, FORWARD: columns.FORWARD.kind },
  };
}

function filledValues(before: Frame, after: Frame): number {
  if (before === after) return 0;
  const rows = rowsAt(after.time, before.time);
  let filled = 0;
  for (const name of PRICE_COLUMNS) {
    const [old, now] = [before.floats(name), after.floats(name)];
    for (let row = 0; row < old.length; row++) {
      if (Number.isNaN(old[row]!) && !Number.isNaN(now[rows[row]!]!)) filled++;
    }
  }
  return filled;
}
