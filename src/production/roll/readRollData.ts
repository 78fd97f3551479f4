import type { ContractId } from "../../contracts/contractId.js";
import { contractKey } from "../../contracts/contractKey.js";
import type { InstrumentCode } from "../../instruments/codes.js";
import { type CurrentContracts, currentContracts } from "../../rolls/currentContracts.js";
import type { RollDates } from "../../rolls/rollDates.js";
import type { RollData } from "../../rolls/rollSituation.js";
import { FIRST_ROLL_STATE, type RollState } from "../../rolls/rollState.js";
import { Series } from "../../series/series.js";
import type { Repositories } from "../../storage/repositories/repositories.js";
import { DAY } from "../../time/civil.js";

/** Volumes older than this count for nothing. */
const VOLUME_DAYS = 16;

/** What the store says of an instrument that may have to be rolled. */
export interface StoredRollData extends RollData {
  readonly state: RollState;
}

/**
 * Reads what decides whether an instrument should be rolled.
 *
 * @throws ContangoError `STORE_MISSING` where it has no multiple prices or roll parameters; `CONTRACT_LABELS`; `STORE_CORRUPT`.
 */
export async function readRollData(
  data: Repositories,
  instrument: InstrumentCode,
  now: number,
): Promise<StoredRollData> {
  const contracts = currentContracts(await data.multiplePrices.get(instrument, { last: 1 }), { instrument });
  const [dates, state, pricedPosition, pricedVolume, forwardVolume] = await Promise.all([
    readRollDates(data, instrument, contracts),
    data.rollStates.read(instrument),
    readPosition(data, instrument, contracts.priced),
    readVolume(data, instrument, contracts.priced, now),
    readVolume(data, instrument, contracts.forward, now),
  ]);
  return {
    ...dates,
    contracts,
    state: state ?? FIRST_ROLL_STATE,
    pricedPosition,
    pricedVolume,
    forwardVolume,
    now,
  };
}

/** Roll parameters, and the expiries that the store knows. @throws ContangoError `STORE_MISSING`. */
export async function readRollDates(
  data: Repositories,
  instrument: InstrumentCode,
  { priced, forward, carry }: CurrentContracts,
): Promise<RollDates> {
  const rollParameters = await data.rollParameters.get(instrument);
  const ids = [...new Set([priced, forward, carry])];
  const known = await Promise.all(ids.map((id) => data.contracts.read(contractKey(instrument, id))));
  const expiries = known.flatMap((one): [ContractId, number][] =>
    one === undefined ? [] : [[one.contract, one.expiry]],
  );
  return { rollParameters, expiries: new Map(expiries) };
}

/** What is held of a contract now, in contracts. */
export async function readPosition(
  data: Repositories,
  instrument: InstrumentCode,
  contract: ContractId,
): Promise<number> {
  const history = await data.contractPositions.read({ instrument, contract }, { last: 1 });
  return history?.at(-1) || 0;
}

const NO_VOLUME = new Series(new Float64Array(0), new Float64Array(0));

async function readVolume(
  data: Repositories,
  instrument: InstrumentCode,
  contract: ContractId,
  now: number,
): Promise<Series> {
  const bars = await data.contractPrices.read({ instrument, contract }, { from: now - VOLUME_DAYS * DAY });
  return bars?.series("VOLUME") ?? NO_VOLUME;
}
