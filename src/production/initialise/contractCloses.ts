import type { InstrumentCode } from "../../instruments/codes.js";
import { type ContractPriceSet, contractPriceSet } from "../../prices/contractPriceSet.js";
import type { Series } from "../../series/series.js";
import type { ContractPriceKey } from "../../storage/repositories/keys.js";
import type { Repositories } from "../../storage/repositories/repositories.js";

/** Keys of merged contract prices by instrument. */
export async function pricedContracts(
  data: Repositories,
): Promise<ReadonlyMap<InstrumentCode, readonly ContractPriceKey[]>> {
  const found = new Map<InstrumentCode, ContractPriceKey[]>();
  for (const key of await data.contractPrices.list()) {
    if (key.frequency !== undefined) continue;
    const keys = found.get(key.instrument) ?? [];
    found.set(key.instrument, [...keys, key]);
  }
  return found;
}

/** Closing prices of contracts, merged from daily and intraday prices. */
export async function contractCloses(
  data: Repositories,
  keys: readonly ContractPriceKey[],
): Promise<ContractPriceSet> {
  const closes: [string, Series][] = [];
  for (const key of keys) {
    const prices = await data.contractPrices.read(key);
    if (prices !== undefined) closes.push([key.contract, prices.series("FINAL")]);
  }
  return contractPriceSet(closes);
}
