import type { ContractSource } from "../../broker/broker.js";
import { type Contract, midnight } from "../../contracts/contract.js";
import type { ContractId } from "../../contracts/contractId.js";
import { ContangoError, isContangoError } from "../../errors/contangoError.js";
import type { InstrumentCode } from "../../instruments/codes.js";
import { DAY } from "../../time/civil.js";
import type { Clock } from "../clock.js";
import { patiently } from "./patiently.js";
import type { ExpiryAnswer } from "./sampledContract.js";

/** A contract that is not sampled, and expired longer ago than this, is not asked about any more. */
const LONG_AGO = 31 * DAY;

export interface ExpiryQuestions {
  readonly broker: ContractSource | undefined;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Wall time. */
  readonly now: number;
}

/** What the broker says of the expiry of each contract. */
export async function askExpiries(
  { broker, clock, signal, now }: ExpiryQuestions,
  instrument: InstrumentCode,
  contracts: readonly ContractId[],
  known: ReadonlyMap<ContractId, Contract>,
): Promise<ReadonlyMap<ContractId, ExpiryAnswer>> {
  const answers = new Map<ContractId, ExpiryAnswer>();
  for (const contract of contracts) {
    const stored = known.get(contract);
    const gone = stored !== undefined && !stored.sampling && stored.expiry < now - LONG_AGO;
    if (broker === undefined || gone) {
      answers.set(contract, { status: "unknown" });
      continue;
    }
    const ask = (): Promise<number> => broker.expiry({ instrument, contract }, { signal });
    answers.set(
      contract,
      await answered(() => patiently(clock, signal, ask), `${instrument}/${contract}`, signal),
    );
  }
  return answers;
}

async function answered(ask: () => Promise<number>, key: string, signal: AbortSignal): Promise<ExpiryAnswer> {
  try {
    const expiry = await ask();
    if (Number.isFinite(expiry)) return { status: "known", expiry: midnight(expiry) };
    throw new ContangoError(
      "BROKER_ANSWER",
      "production",
      `the broker says that ${key} expires at ${expiry}, which is no time`,
      { details: { contract: key } },
    );
  } catch (error) {
    if (signal.aborted || !isContangoError(error)) throw error;
    if (error.code === "BROKER_NOT_FOUND") return { status: "not-found" };
    if (error.code.startsWith("BROKER_")) return { status: "unknown", error };
    throw error;
  }
}
