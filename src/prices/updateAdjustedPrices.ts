import { ContangoError } from "../errors/contangoError.js";
import type { Frame } from "../series/frame.js";
import { upperBound } from "../series/search.js";
import { Series } from "../series/series.js";
import { formatTime } from "../time/text.js";
import { contractLabels, missingLabel, requireRows, whose } from "./multiplePrices.js";

/** What became of an update of adjusted prices. */
export type AdjustedPricesUpdate =
  | {
      readonly status: "updated";
      readonly adjusted: Series;
      /** Rows after the last adjusted row. */
      readonly rowsAdded: number;
      /** True where the last adjusted row was missing and now has its price. */
      readonly lastRowFilled: boolean;
    }
  | { readonly status: "nothing-new"; readonly adjusted: Series }
  | {
      /** The priced contract changed after the last adjusted row: rebuild with `backAdjust`. Nothing was added. */
      readonly status: "roll-missed";
      readonly instrument: string | undefined;
      /** The first row of another contract. */
      readonly time: number;
      /** The contract of the last adjusted row. */
      readonly from: string;
      /** The contract priced at `time`. */
      readonly to: string;
    };

/**
 * Adds to an adjusted series the prices of the current contract that have come since, unchanged, as both `panama`
 * and `ratio` leave the last contract (a `forward-panama` series is rebuilt with `backAdjust` instead). Stored
 * values never change, but for a missing last one, which is filled; rows without a price are not added.
 *
 * A roll that the adjusted series does not have yet is an outcome, `roll-missed`, not an error.
 *
 * @throws ContangoError `PRICES_EMPTY` where either side has no rows; `CONTRACT_LABELS` where `prices` start after
 * the last adjusted row, or lack the label of that row or a later one.
 * @example
 * const update = updateAdjustedPrices(adjusted, prices, { instrument: "CORN" });
 * if (update.status === "updated") update.rowsAdded;
 */
export function updateAdjustedPrices(
  adjusted: Series,
  prices: Frame,
  options: { readonly instrument?: string } = {},
): AdjustedPricesUpdate {
  const { instrument } = options;
  requireRows(
    adjusted.length,
    instrument === undefined ? "adjusted prices" : `adjusted prices of ${instrument}`,
    { instrument },
  );
  requireRows(prices.length, whose(instrument), { instrument });
  const price = prices.floats("PRICE");
  const labels = contractLabels(prices.strings("PRICE_CONTRACT"));
  const lastTime = adjusted.timeAt(-1);
  const firstNew = upperBound(prices.time, lastTime);
  if (firstNew === 0) throw startsLate(lastTime, prices, instrument);

  const contract = (row: number): string => {
    const text = labels.dictionary[labels.values[row]!];
    if (text === undefined) throw missingLabel("PRICE_CONTRACT", row, prices.time[row]!, instrument);
    return text;
  };
  const from = contract(firstNew - 1);
  let rowsAdded = 0;
  for (let row = firstNew; row < prices.length; row++) {
    const to = contract(row);
    if (to !== from) return { status: "roll-missed", instrument, time: prices.time[row]!, from, to };
    if (!Number.isNaN(price[row]!)) rowsAdded++;
  }

  const atLast = prices.time[firstNew - 1] === lastTime ? price[firstNew - 1]! : Number.NaN;
  const lastRowFilled = Number.isNaN(adjusted.at(-1)) && !Number.isNaN(atLast);
  if (rowsAdded === 0 && !lastRowFilled) return { status: "nothing-new", adjusted };

  const time = new Float64Array(adjusted.length + rowsAdded);
  const values = new Float64Array(adjusted.length + rowsAdded);
  time.set(adjusted.time);
  values.set(adjusted.values);
  let next = adjusted.length;
  if (lastRowFilled) values[next - 1] = atLast;
  for (let row = firstNew; row < prices.length; row++) {
    if (Number.isNaN(price[row]!)) continue;
    time[next] = prices.time[row]!;
    values[next++] = price[row]!;
  }
  return { status: "updated", adjusted: new Series(time, values, adjusted.name), rowsAdded, lastRowFilled };
}

function startsLate(lastTime: number, prices: Frame, instrument: string | undefined): ContangoError {
  const text = formatTime(lastTime);
  return new ContangoError(
    "CONTRACT_LABELS",
    "prices",
    `${whose(instrument)} start at ${formatTime(prices.time[0]!)}, after the last adjusted price (${text}), so its ` +
      "contract is unknown; rebuild the adjusted prices with backAdjust",
    { details: { instrument, time: text } },
  );
}
