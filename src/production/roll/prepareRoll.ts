import type { ContractId } from "../../contracts/contractId.js";
import { contractKey } from "../../contracts/contractKey.js";
import { carryContract, nextHeldContract, type RollParameters } from "../../contracts/rollParameters.js";
import { ContangoError } from "../../errors/contangoError.js";
import type { InstrumentCode } from "../../instruments/codes.js";
import type { ContractPriceSet } from "../../prices/contractPriceSet.js";
import { type CurrentContracts, currentContracts } from "../../rolls/currentContracts.js";
import { planRoll, type RollPlan } from "../../rolls/planRoll.js";
import { rollsBehind } from "../../rolls/rollDates.js";
import { FIRST_ROLL_STATE, type RollState } from "../../rolls/rollState.js";
import type { Series } from "../../series/series.js";
import { LIBRARIES } from "../../storage/libraries.js";
import { missing } from "../../storage/repositories/seriesRepository.js";
import type { SeriesVersion } from "../../storage/seriesStore.js";
import type { Desk } from "../desk.js";
import { readPosition, readRollDates } from "./readRollData.js";
import { requireNothingSent } from "./requireNothingSent.js";

export interface PrepareRollOptions {
  /** Rolls at once; default: as many as lead to the contract that should be held now, or to one that is; at least one. */
  readonly times?: number;
  /** Missing prices take the value of the row before first (default false). */
  readonly forwardFill?: boolean;
}

/** A roll that can be looked at before it is written. */
export interface PreparedRoll {
  readonly instrument: InstrumentCode;
  readonly state: RollState;
  readonly plan: RollPlan;
  /** The contracts that are left. */
  readonly left: readonly ContractId[];
  /** What the plan was made of; others must not be overwritten. */
  readonly versions: RolledVersions;
}

/** Versions of what a roll replaces; null where nothing is stored. */
export interface RolledVersions {
  readonly multiple: SeriesVersion | null;
  readonly adjusted: SeriesVersion | null;
  readonly calendar: SeriesVersion | null;
}

export async function rolledVersions(
  { multiplePrices, adjustedPrices, rollCalendars }: Desk["data"],
  instrument: InstrumentCode,
): Promise<RolledVersions> {
  const [multiple, adjusted, calendar] = await Promise.all(
    [multiplePrices, adjustedPrices, rollCalendars].map((kind) => kind.info(instrument)),
  );
  return {
    multiple: multiple?.version ?? null,
    adjusted: adjusted?.version ?? null,
    calendar: calendar?.version ?? null,
  };
}

/**
 * Works out a roll of the priced contract; nothing is written.
 *
 * @throws ContangoError `ROLL_STATE` where a position is held in a contract that would be left, or a trade in it is at the
 * broker; `STORE_MISSING`; `ROLL_INFERENCE`, `STITCH_GAP` where prices are missing (rolling with `forwardFill` may help); `SERIES_PARAMETER`.
 */
export async function prepareRoll(
  { storage, data, now }: Pick<Desk, "storage" | "data" | "now">,
  instrument: InstrumentCode,
  { times, forwardFill = false }: PrepareRollOptions = {},
): Promise<PreparedRoll> {
  const versions = await rolledVersions(data, instrument);
  const stored = await storage.series.read(LIBRARIES.multiplePrices, instrument);
  if (stored === undefined) return missing("multiple prices", instrument);
  const contracts = currentContracts(stored.frame, { instrument });
  const dates = await readRollDates(data, instrument, contracts);
  const state = (await data.rollStates.read(instrument)) ?? FIRST_ROLL_STATE;
  const behind = Math.max(1, rollsBehind(contracts, now(), dates));
  const chainOf = (count: number) => contractsOfRolls(contracts, count, dates.rollParameters);
  const count = times ?? (await rollsToHeld(data, instrument, chainOf(behind).left));
  const chain = chainOf(count);
  await requireFlat(data, instrument, chain.left);
  await requireNothingSent(storage, instrument, chain.left);
  const [adjusted, calendar, contractPrices, expiries] = await Promise.all([
    data.adjustedPrices.read(instrument),
    data.rollCalendars.read(instrument),
    readCloses(data, instrument, chain.priced),
    readExpiries(data, instrument, chain.priced),
  ]);
  const plan = planRoll(
    { multiple: stored.frame, adjusted, calendar },
    {
      rollParameters: dates.rollParameters,
      expiries,
      contractPrices,
      forwardFill,
      times: count,
      now: now(),
      instrument,
    },
  );
  return { instrument, state, plan, left: chain.left, versions };
}

/** The contracts that some rolls leave, and those whose prices they need. */
function contractsOfRolls(
  { priced, forward }: CurrentContracts,
  times: number,
  rollParameters: RollParameters,
): { readonly left: readonly ContractId[]; readonly priced: ReadonlySet<ContractId> } {
  const left = [priced];
  const needed = new Set<ContractId>();
  let next = forward;
  for (let roll = 0; roll < times; roll++) {
    if (roll > 0) {
      left.push(next);
      next = nextHeldContract(next, rollParameters);
    }
    for (const contract of [
      next,
      nextHeldContract(next, rollParameters),
      carryContract(next, rollParameters),
    ])
      needed.add(contract);
  }
  return { left, priced: needed };
}

/** How many rolls lead through these contracts, or to the first of them after the priced one that is held. */
async function rollsToHeld(
  data: Desk["data"],
  instrument: InstrumentCode,
  left: readonly ContractId[],
): Promise<number> {
  for (const [place, contract] of left.entries()) {
    if (place > 0 && (await readPosition(data, instrument, contract)) !== 0) return place;
  }
  return left.length;
}

/**
 * Prices may be rolled, from whatever state, where nothing is held in the contracts that are left.
 *
 * @throws ContangoError `ROLL_STATE`.
 */
export async function requireFlat(
  data: Desk["data"],
  instrument: InstrumentCode,
  left: readonly ContractId[],
): Promise<void> {
  for (const [place, contract] of left.entries()) {
    const position = await readPosition(data, instrument, contract);
    if (position === 0) continue;
    throw new ContangoError(
      "ROLL_STATE",
      "rolls",
      `${instrument} holds ${position} of ${contract}, which would no longer be priced; close or roll the position first${place === 0 ? "" : `, or roll fewer times ({ times: ${place} })`}`,
      { details: { instrument, contract, position } },
    );
  }
}

async function readCloses(
  data: Desk["data"],
  instrument: InstrumentCode,
  contracts: Iterable<ContractId>,
): Promise<ContractPriceSet> {
  const closes = new Map<ContractId, Series>();
  for (const contract of contracts) {
    const bars = await data.contractPrices.read({ instrument, contract });
    if (bars !== undefined) closes.set(contract, bars.series("FINAL"));
  }
  return closes;
}

async function readExpiries(
  data: Desk["data"],
  instrument: InstrumentCode,
  contracts: Iterable<ContractId>,
): Promise<ReadonlyMap<ContractId, number>> {
  const expiries = new Map<ContractId, number>();
  for (const contract of contracts) {
    const known = await data.contracts.read(contractKey(instrument, contract));
    if (known !== undefined) expiries.set(contract, known.expiry);
  }
  return expiries;
}
