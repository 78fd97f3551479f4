import { type ContractKey, contractKey } from "../../contracts/contractKey.js";
import type { Fill } from "../../positions/fill.js";
import { COLLECTIONS } from "../../storage/libraries.js";
import { fillOf } from "../../storage/repositories/fills.js";
import type { SeriesVersion } from "../../storage/seriesStore.js";
import { DAY } from "../../time/civil.js";
import type { Desk } from "../desk.js";
import { changedMeanwhile } from "./bookFills.js";

/** Far enough for every fill that may be the same trade as another, and for what says that one of them is the same as a third. */
const AROUND = 2 * DAY;

/** Fills of a contract, and what of it tells whether another has been booked since. */
export interface NearFills extends ContractKey {
  readonly fills: readonly Fill[];
  readonly version: SeriesVersion | null;
}

/** The fills of a contract from two days before the first of some times (epoch milliseconds UTC) to two days after the last. */
export async function readNearFills(
  { data, storage }: Pick<Desk, "data" | "storage">,
  { instrument, contract }: ContractKey,
  times: readonly number[],
): Promise<NearFills> {
  const version = await positionVersion(data, { instrument, contract });
  const from = times.reduce((a, b) => Math.min(a, b));
  const to = times.reduce((a, b) => Math.max(a, b));
  const { documents } = await storage.records.find(COLLECTIONS.fills, {
    equals: { instrument_code: instrument, contract_date: contract },
    range: { field: "time", from: new Date(from - AROUND), to: new Date(to + AROUND) },
  });
  return { instrument, contract, fills: documents.map(fillOf), version };
}

/**
 * To be asked once the position of the contract is to be written: whoever books another fill of it from then on makes the commit
 * fail.
 *
 * @throws ContangoError `STORE_VERSION_CONFLICT` (retryable) where a fill of the contract has been booked since these were read.
 */
export async function requireNoneSince({ data }: Pick<Desk, "data">, near: NearFills): Promise<void> {
  if ((await positionVersion(data, near)) !== near.version)
    throw changedMeanwhile(contractKey(near.instrument, near.contract));
}

async function positionVersion(
  { contractPositions }: Desk["data"],
  { instrument, contract }: ContractKey,
): Promise<SeriesVersion | null> {
  return (await contractPositions.info({ instrument, contract }))?.version ?? null;
}
