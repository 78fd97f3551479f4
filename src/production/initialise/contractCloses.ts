import type { RollParameters } from "../../contracts/rollParameters.js";
import type { InstrumentCode } from "../../instruments/codes.js";
import { type ContractPriceSet, contractPriceSet } from "../../prices/contractPriceSet.js";
import type { Series } from "../../series/series.js";
import type { ContractPriceKey } from "../../storage/repositories/keys.js";
import type { Repositories } from "../../storage/repositories/repositories.js";
import type { DataFolder } from "./dataFolder.js";
import { requireRollParameters } from "./registerContracts.js";

/** What an instrument's prices and calendars are made of. */
export interface StoredCloses {
  readonly closes: ContractPriceSet;
  readonly rollParameters: RollParameters;
}

/** The instruments with merged contract prices, and what is stored of one of them. */
export interface ClosesSource {
  readonly codes: readonly InstrumentCode[];
  /** @throws ContangoError `INITIALISE` without roll parameters. */
  read(instrument: InstrumentCode): Promise<StoredCloses>;
}

/** Roll parameters are those of the folder where the store has none. */
export async function closesSource(
  data: Repositories,
  folder: DataFolder | undefined,
): Promise<ClosesSource> {
  const priced = await pricedContracts(data);
  return {
    codes: [...priced.keys()],
    read: async (instrument) => ({
      rollParameters: await requireRollParameters(instrument, data, folder?.data),
      closes: await contractCloses(data, priced.get(instrument) ?? []),
    }),
  };
}

/** Keys of merged contract prices by instrument. */
async function pricedContracts(
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
async function contractCloses(
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
