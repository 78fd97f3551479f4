import { type Contract, isExpired } from "../../contracts/contract.js";
import { type ContractId, contractId } from "../../contracts/contractId.js";
import { contractKey } from "../../contracts/contractKey.js";
import { approximateExpiry, type RollParameters } from "../../contracts/rollParameters.js";
import { ContangoError } from "../../errors/contangoError.js";
import type { InstrumentCode } from "../../instruments/codes.js";
import { PRICE_COLUMNS } from "../../prices/multiplePrices.js";
import type { Frame } from "../../series/frame.js";
import type { Repositories } from "../../storage/repositories/repositories.js";
import type { Batch } from "../../storage/storage.js";

/** The contracts of the last row of multiple prices: those that a night cannot do without. */
export function lastContracts(multiple: Frame): readonly ContractId[] {
  if (multiple.length === 0) return [];
  const row = multiple.row(-1);
  const labels = PRICE_COLUMNS.map((name) => row[`${name}_CONTRACT`]);
  return [...new Set(labels.flatMap((label) => (typeof label === "string" ? [contractId(label)] : [])))];
}

/**
 * The record of a contract that is made known: a new one as it is given, of a known one only `sampling` is turned on. What has
 * expired is not sampled. Undefined where nothing changes.
 */
export function registered(stored: Contract | undefined, given: Contract, now: number): Contract | undefined {
  if (stored === undefined) return { ...given, sampling: given.sampling && !isExpired(given, now) };
  const begins = given.sampling && !stored.sampling && !isExpired(stored, now);
  return begins ? { ...stored, sampling: true } : undefined;
}

/** Registers contracts of an instrument; gives how many records it wrote. */
export async function registerContracts(
  data: Repositories,
  batch: Batch,
  contracts: readonly ContractId[],
  options: {
    readonly instrument: InstrumentCode;
    readonly parameters: RollParameters;
    readonly sampling: boolean;
    readonly now: number;
  },
): Promise<number> {
  const { instrument, parameters, sampling, now } = options;
  let written = 0;
  for (const contract of contracts) {
    const given = { instrument, contract, expiry: approximateExpiry(contract, parameters), sampling };
    await data.contracts.update(
      contractKey(instrument, contract),
      (stored) => {
        const wanted = registered(stored, given, now);
        if (wanted !== undefined) written++;
        return wanted;
      },
      batch,
    );
  }
  return written;
}

/** The roll parameters of an instrument, from the store or else from where it is set up from. @throws ContangoError `INITIALISE`. */
export async function requireRollParameters(
  instrument: InstrumentCode,
  ...places: readonly (Repositories | undefined)[]
): Promise<RollParameters> {
  for (const place of places) {
    const found = await place?.rollParameters.read(instrument);
    if (found !== undefined) return found;
  }
  throw new ContangoError(
    "INITIALISE",
    "initialise",
    `there are no roll parameters of ${instrument}, without which the expiry of its contracts is unknown; run initialiseRollParameters first`,
    { details: { instrument } },
  );
}
