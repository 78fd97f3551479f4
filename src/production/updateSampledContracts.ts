import type { Contract } from "../contracts/contract.js";
import type { ContractId } from "../contracts/contractId.js";
import { contractKey } from "../contracts/contractKey.js";
import { approximateExpiry } from "../contracts/rollParameters.js";
import { isContangoError } from "../errors/contangoError.js";
import type { InstrumentCode } from "../instruments/codes.js";
import { currentContracts } from "../rolls/currentContracts.js";
import type { Desk } from "./desk.js";
import { errorText } from "./errorText.js";
import { askExpiries } from "./prices/askExpiries.js";
import { chosenInstruments, type InstrumentChoice, noMultiplePrices } from "./prices/chosenInstruments.js";
import { contractChain } from "./prices/contractChain.js";
import { patiently } from "./prices/patiently.js";
import { pointSizeProblem } from "./prices/pointSizes.js";
import { type ContractChange, changesText } from "./prices/sampledChanges.js";
import { sameContract, sampledContract } from "./prices/sampledContract.js";
import {
  currentProblems,
  type SampledContractsItem,
  type SampledProblem,
  sampledItem,
} from "./prices/sampledItem.js";
import { defineProcess, type ProcessOptions } from "./process.js";
import type { Work } from "./work.js";

export type { SampledContractsItem } from "./prices/sampledItem.js";

export interface UpdateSampledContractsOptions extends ProcessOptions, InstrumentChoice {}

/** How many instruments are worked on at once. */
const AT_ONCE = 4;

/**
 * Sees to it that the right contracts are sampled: those from the priced contract after the forward one back to the ones of
 * 100 days ago, and always the PRICE, CARRY and FORWARD contracts, as long as they have not expired. Takes expiries from the
 * broker; without a broker they are approximate. A contract that the broker does not list is no longer sampled, unless it is
 * one of the three; where the broker does not answer, nothing changes. Contracts are never removed. One commit an instrument.
 *
 * A person is told where the priced or forward contract has expired, and where the broker's point size is not the configured
 * one.
 *
 * @example
 * await updateSampledContracts(desk); // before updateHistoricalPrices, which collects the prices of sampled contracts
 */
export const updateSampledContracts = defineProcess<SampledContractsItem, UpdateSampledContractsOptions>({
  name: "updateSampledContracts",
  title: "Sampled contracts",
  options: ["instruments"],
  reads: ["multiplePrices", "rollParameters", "contracts", "instruments", "instrumentClasses", "spreadCosts"],
  writes: ["contracts"],
  async run(work, options) {
    const { desk } = work;
    const chosen = await chosenInstruments(desk, options);
    const known = await knownContracts(desk);
    const items = await work.each(
      chosen,
      (code) => updateInstrument(work, code, known.get(code) ?? new Map()),
      {
        concurrency: AT_ONCE,
        label: (code) => ({ instrument_code: code }),
      },
    );
    return { items, complete: options.instruments === undefined };
  },
});

type ContractsById = ReadonlyMap<ContractId, Contract>;

async function knownContracts({ data }: Desk): Promise<ReadonlyMap<InstrumentCode, ContractsById>> {
  const known = new Map<InstrumentCode, Map<ContractId, Contract>>();
  for (const contract of (await data.contracts.all()).values()) {
    const others = known.get(contract.instrument) ?? new Map<ContractId, Contract>();
    known.set(contract.instrument, others.set(contract.contract, contract));
  }
  return known;
}

async function updateInstrument(
  work: Work,
  code: InstrumentCode,
  known: ContractsById,
): Promise<SampledContractsItem> {
  const { desk, signal, time: now } = work;
  const lastRow = await desk.data.multiplePrices.read(code, { last: 1 });
  if (lastRow === undefined) throw await noMultiplePrices(desk, code);
  const current = currentContracts(lastRow, { instrument: code });
  const parameters = await desk.data.rollParameters.get(code);
  const needed = new Set([current.priced, current.carry, current.forward]);
  const chain = new Set(contractChain([...needed], parameters, now));
  const sampled = [...known.values()].filter(({ sampling }) => sampling).map(({ contract }) => contract);
  const contracts = [...new Set([...chain, ...sampled])].sort();

  const questions = { broker: desk.broker?.contracts, clock: desk.clock, signal, now };
  const answers = await askExpiries(questions, code, contracts, known);
  const decide = (contract: ContractId, stored: Contract | undefined): Contract =>
    sampledContract(stored, {
      key: { instrument: code, contract },
      current: needed.has(contract),
      inChain: chain.has(contract),
      answer: answers.get(contract)!,
      approximateExpiry: approximateExpiry(contract, parameters),
      now,
    });
  const changes = await storeContracts(work, code, contracts, known, decide);
  const after = new Map([
    ...known,
    ...changes.map((change) => [change.after.contract, change.after] as const),
  ]);
  const problems = [
    ...(await pointSizeProblems(work, code)),
    ...currentProblems(current, after, answers, now),
  ];
  const item = sampledItem(code, contracts.length, changes, problems, answers);
  if (item.severity !== "ok" && changes.length > 0) {
    work.log.msg(`${code}: ${changesText(changes)}`, { instrument_code: code });
  }
  return item;
}

/** Decides anew on what is stored when it is written, and writes what differs. */
async function storeContracts(
  { desk, commit }: Work,
  code: InstrumentCode,
  contracts: readonly ContractId[],
  known: ContractsById,
  decide: (contract: ContractId, stored: Contract | undefined) => Contract,
): Promise<readonly ContractChange[]> {
  const isNew = (contract: ContractId): boolean =>
    !sameContract(known.get(contract), decide(contract, known.get(contract)));
  if (!contracts.some(isNew)) return [];
  return commit(async (batch) => {
    const changes: ContractChange[] = [];
    for (const contract of contracts) {
      const change = (before: Contract | undefined): Contract | undefined => {
        const after = decide(contract, before);
        if (sameContract(before, after)) return undefined;
        changes.push({ before, after });
        return after;
      };
      await desk.data.contracts.update(contractKey(code, contract), change, batch);
    }
    return changes;
  });
}

async function pointSizeProblems(
  { desk, signal }: Work,
  code: InstrumentCode,
): Promise<readonly SampledProblem[]> {
  const broker = desk.broker?.contracts;
  if (broker === undefined) return [];
  const instrument = await desk.data.instruments.read(code);
  if (instrument === undefined) return [];
  try {
    const pointSize = await patiently(desk.clock, signal, () => broker.pointSize(code, { signal }));
    const message = pointSizeProblem(instrument.pointSize, pointSize);
    return message === undefined ? [] : [{ status: "wrong-point-size", message }];
  } catch (error) {
    // Not to know it is no reason to do nothing: expiries tell whether the broker answers at all.
    if (signal.aborted || !isContangoError(error) || !error.code.startsWith("BROKER_")) throw error;
    desk.log.warn(`${code}: its point size could not be checked: ${errorText(error)}`, {
      instrument_code: code,
    });
    return [];
  }
}
