import type { ContractKey } from "../../contracts/contractKey.js";
import { ContangoError, isContangoError } from "../../errors/contangoError.js";
import type { Frame } from "../../series/frame.js";
import type { BarFrequency, ContractPriceSource, PriceRequest } from "../broker.js";
import { checkedBars } from "./checkedBars.js";

/** Bars, and where they are from. */
export interface SourcedBars {
  readonly bars: Frame;
  /** The name of the source that gave them. */
  readonly source: string;
  /** Why the sources before it were passed over, one line each. */
  readonly passedOver: readonly string[];
}

/** Several price sources as one. */
export interface OrderedSource extends ContractPriceSource {
  /** As `contractPrices`, and says which source answered. */
  sourcedPrices(key: ContractKey, frequency: BarFrequency, request?: PriceRequest): Promise<SourcedBars>;
}

/**
 * One price source out of several, asked in order until one has a bar later than `from`: a source that fails, does not know
 * the contract, or has nothing new is passed over. Bars of two sources are never mixed in one answer.
 *
 * Where none has new bars, the answer is that of the first that knows the contract, unless a source failed otherwise than
 * with `BROKER_NOT_FOUND`: then what it would have said is unknown, and its error is thrown.
 *
 * @throws ContangoError `PRICE_SOURCE` without sources; what the sources throw.
 * @example
 * const source = orderedSource([csvPriceSource("vendor"), broker.prices]);
 * (await source.sourcedPrices({ instrument: "CORN", contract: "20241200" }, "Day")).source; // "csv"
 */
export function orderedSource(sources: readonly ContractPriceSource[]): OrderedSource {
  if (sources.length === 0) {
    throw new ContangoError("PRICE_SOURCE", "broker", "there is no price source; give at least one");
  }
  const sourcedPrices: OrderedSource["sourcedPrices"] = async (key, frequency, request = {}) => {
    const passedOver: string[] = [];
    let known: SourcedBars | undefined;
    let notFound: ContangoError | undefined;
    let failure: ContangoError | undefined;
    for (const source of sources) {
      try {
        const answer = await source.contractPrices(key, frequency, request);
        const bars = checkedBars(answer, { ...key, frequency, source: source.name });
        const sourced: SourcedBars = { bars, source: source.name, passedOver: [...passedOver] };
        if (bars.length > 0 && !(bars.time.at(-1)! <= (request.from ?? Number.NaN))) return sourced;
        known ??= sourced;
        passedOver.push(`${source.name}: no new bars`);
      } catch (error) {
        if (request.signal?.aborted === true || !isOfSource(error)) throw error;
        if (error.code === "BROKER_NOT_FOUND") notFound ??= error;
        else failure ??= error;
        passedOver.push(`${source.name}: ${error.message.replace(/^(\[[^\]]*\] )+/, "")}`);
      }
    }
    if (failure !== undefined) throw failure;
    if (known !== undefined) return known;
    throw notFound;
  };
  return {
    name: sources.map(({ name }) => name).join(", "),
    sourcedPrices,
    contractPrices: async (...question) => (await sourcedPrices(...question)).bars,
  };
}

/** True for an error that tells of the source, not of who asks. */
const isOfSource = (error: unknown): error is ContangoError =>
  isContangoError(error) && /^(BROKER|CSV|SERIES|COLUMN|TIME|PRICE_SOURCE)(_|$)/.test(error.code);
