import type { ContractId } from "../contracts/contractId.js";
import { multiplePrices } from "../prices/multiplePrices.js";
import type { Frame } from "../series/frame.js";

/** A price and the contract that it is of. */
export interface ReferencePrice {
  readonly price: number;
  readonly contract: ContractId;
  /** Wall time of the price. */
  readonly time: number;
}

/**
 * The last price of the priced contract, and that contract; undefined where multiple prices have none.
 *
 * @throws ContangoError `COLUMN_MISSING` or `COLUMN_KIND` where they are not multiple prices.
 */
export function referencePrice(prices: Frame): ReferencePrice | undefined {
  const { time, PRICE, PRICE_CONTRACT } = multiplePrices(prices);
  for (let row = PRICE.length - 1; row >= 0; row--) {
    const contract = PRICE_CONTRACT.dictionary[PRICE_CONTRACT.values[row]!] ?? "";
    if (!Number.isNaN(PRICE[row]!) && contract !== "")
      return { price: PRICE[row]!, contract, time: time[row]! };
  }
  return undefined;
}
