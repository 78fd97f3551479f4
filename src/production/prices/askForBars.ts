import type { BarFrequency } from "../../broker/broker.js";
import type { OrderedSource } from "../../broker/sources/orderedSource.js";
import type { ContractKey } from "../../contracts/contractKey.js";
import { type ContangoError, isContangoError } from "../../errors/contangoError.js";
import type { Spike } from "../../prices/spikes.js";
import type { Frame } from "../../series/frame.js";
import type { Desk } from "../desk.js";
import { barCleaning } from "./barCleaning.js";
import { addedTo, barsBefore, type StoredBars } from "./barsBefore.js";
import { type LeftOutBars, laterBars, spikeAfter } from "./newBars.js";
import { type OtherUnit, otherUnit } from "./otherUnit.js";

/** What came of asking for the bars of one contract at one frequency. */
export type BarsAnswer = { readonly frequency: BarFrequency } & (
  | {
      readonly status: "new";
      /** Those later than the last stored one. */
      readonly bars: Frame;
      readonly source: string;
      readonly passedOver: readonly string[];
      readonly leftOut: LeftOutBars;
    }
  | { readonly status: "nothing"; readonly leftOut: LeftOutBars }
  | {
      readonly status: "spike";
      readonly spike: Spike;
      readonly rowsRefused: number;
      readonly source: string;
    }
  | {
      readonly status: "other-unit";
      readonly unit: OtherUnit;
      readonly rowsRefused: number;
      readonly source: string;
    }
  | { readonly status: "failed"; readonly error: ContangoError }
);

export type RefusedBars = Extract<BarsAnswer, { readonly rowsRefused: number }>;

/** True for bars that a person has to see before they are stored. */
export const isRefused = (answer: BarsAnswer): answer is RefusedBars =>
  answer.status === "spike" || answer.status === "other-unit";

export interface AskOptions {
  readonly maxSpike: number;
  /** Wall time. */
  readonly now: number;
  readonly signal: AbortSignal;
}

export async function storedBars({ data }: Desk, key: ContractKey): Promise<StoredBars> {
  const [Hour, Day, merged] = await Promise.all([
    data.contractPrices.info({ ...key, frequency: "Hour" }),
    data.contractPrices.info({ ...key, frequency: "Day" }),
    data.contractPrices.info(key),
  ]);
  return { Hour, Day, merged };
}

/**
 * Asks for the bars after the last stored one of their frequency. Each frequency is held only to what was stored before: what
 * is refused of one keeps nothing of the other back, so that a bad daily bar does not stop the hours.
 */
export async function askForBars(
  desk: Desk,
  source: OrderedSource,
  key: ContractKey,
  frequency: BarFrequency,
  stored: StoredBars,
  { maxSpike, now, signal }: AskOptions,
): Promise<BarsAnswer> {
  const last = addedTo(stored, frequency)?.last ?? Number.NaN;
  const request = { signal, ...(Number.isNaN(last) ? {} : { from: last }) };
  let answer: Awaited<ReturnType<OrderedSource["sourcedPrices"]>>;
  try {
    answer = await source.sourcedPrices(key, frequency, request);
  } catch (error) {
    if (signal.aborted || !isContangoError(error)) throw error;
    return { frequency, status: "failed", error };
  }
  const { bars, leftOut } = laterBars(answer.bars, last, barCleaning(desk.config, frequency, now));
  if (bars.length === 0) return { frequency, status: "nothing", leftOut };

  const closes = bars.series("FINAL");
  const before = (await barsBefore(desk.storage, stored, frequency, bars.time[0]!, ["FINAL"])).series(
    "FINAL",
  );
  const refused = { frequency, rowsRefused: bars.length, source: answer.source };
  const spike = spikeAfter(before, closes, maxSpike);
  if (spike !== undefined) return { ...refused, status: "spike", spike };
  const few = { instrument: key.instrument, view: stored.merged, rowsBefore: before.length };
  const unit = maxSpike === Number.POSITIVE_INFINITY ? undefined : await otherUnit(desk, few, closes);
  if (unit !== undefined) return { ...refused, status: "other-unit", unit };
  const { source: from, passedOver } = answer;
  return { frequency, status: "new", bars, source: from, passedOver, leftOut };
}
