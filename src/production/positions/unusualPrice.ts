import type { Fill } from "../../positions/fill.js";
import { formatTime } from "../../time/text.js";
import type { Desk } from "../desk.js";
import { fillText } from "./fillItem.js";

/** A price is unusual from this many times the last stored one on, or from as small a part of it. */
const FACTOR = 2;

/** Rows that are read to find a price that is not missing. */
const ROWS = 10;

/**
 * Why a price that a person told may be wrong, a unit or a digit: it is more than twice, or less than half, what the contract's last
 * stored price was then. `undefined` where it is not, where no price is stored, and where either is not above 0.
 */
export async function unusualPrice(
  desk: Pick<Desk, "data" | "wallTime">,
  fill: Fill,
): Promise<string | undefined> {
  const { instrument, contract, price, time } = fill;
  const range = { to: desk.wallTime(time), last: ROWS };
  const bars = await desk.data.contractPrices.read({ instrument, contract }, range);
  const closes = bars?.series("FINAL");
  if (closes === undefined) return undefined;
  let row = closes.length - 1;
  while (row >= 0 && Number.isNaN(closes.at(row))) row--;
  if (row < 0) return undefined;
  const last = closes.at(row);
  if (!(price > 0 && last > 0) || (price <= last * FACTOR && price >= last / FACTOR)) return undefined;
  return `${fillText(desk, fill)}: the last stored price was ${last}, of ${formatTime(closes.timeAt(row))}, so this may be another unit or a slip; nothing was recorded. Correct it, or where it is right say { unusualPrice: true }`;
}
