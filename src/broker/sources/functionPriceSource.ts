import type { ContractKey } from "../../contracts/contractKey.js";
import { ContangoError } from "../../errors/contangoError.js";
import type { Frame } from "../../series/frame.js";
import type { BarFrequency, ContractPriceSource, PriceRequest } from "../broker.js";
import { checkedBars } from "./checkedBars.js";

/** Gives the bars of a contract; `undefined` where it does not know it. Only the column FINAL has to be there. */
export type PriceFunction = (
  key: ContractKey,
  frequency: BarFrequency,
  request: PriceRequest,
) => Frame | undefined | Promise<Frame | undefined>;

/**
 * A price source of your own. Its errors become `PRICE_SOURCE`, with what it threw as the cause, so that the next source
 * is asked; `ContangoError`s pass as they are.
 *
 * @example
 * const mine = functionPriceSource("vendor", async ({ instrument, contract }, frequency) =>
 *   frequency === "Day" ? frame(times, { FINAL: closes }) : undefined,
 * );
 */
export function functionPriceSource(name: string, fn: PriceFunction): ContractPriceSource {
  return {
    name,
    async contractPrices(key, frequency, request = {}) {
      const { instrument, contract } = key;
      const details = { source: name, instrument, contract, frequency };
      let answer: Frame | undefined;
      try {
        answer = await fn(key, frequency, request);
      } catch (cause) {
        if (cause instanceof ContangoError || request.signal?.aborted === true) throw cause;
        const why = cause instanceof Error ? cause.message : String(cause);
        throw new ContangoError(
          "PRICE_SOURCE",
          "broker",
          `price source ${name} failed for ${frequency} bars of ${instrument}/${contract}: ${why}`,
          { details, cause },
        );
      }
      if (answer !== undefined) return checkedBars(answer, { ...key, frequency, source: name });
      throw new ContangoError(
        "BROKER_NOT_FOUND",
        "broker",
        `price source ${name} has no ${frequency} bars of ${instrument}/${contract}`,
        { details },
      );
    },
  };
}
