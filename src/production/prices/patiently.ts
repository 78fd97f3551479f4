import type { ContractPriceSource } from "../../broker/broker.js";
import { isContangoError } from "../../errors/contangoError.js";
import { SECOND } from "../../time/civil.js";
import type { Clock } from "../clock.js";

/** How long to wait before a question is asked again that came too soon. */
const WAITS = [5 * SECOND, 20 * SECOND];

/** Asks again, after a while, where the answer is `BROKER_PACING`: twice, then that error is thrown. */
export async function patiently<Answer>(
  clock: Clock,
  signal: AbortSignal | undefined,
  ask: () => Promise<Answer>,
): Promise<Answer> {
  for (const wait of WAITS) {
    try {
      return await ask();
    } catch (error) {
      if (!isContangoError(error, "BROKER_PACING") || signal?.aborted === true) throw error;
      await clock.sleep(wait, signal);
    }
  }
  return ask();
}

/** A price source that is asked {@link patiently}. */
export function patientSource(source: ContractPriceSource, clock: Clock): ContractPriceSource {
  return {
    name: source.name,
    contractPrices: (key, frequency, request) =>
      patiently(clock, request?.signal, () => source.contractPrices(key, frequency, request)),
  };
}
