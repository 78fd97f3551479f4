import type { BarFrequency } from "../../broker/broker.js";
import type { OrderedSource } from "../../broker/sources/orderedSource.js";
import type { ContractKey } from "../../contracts/contractKey.js";
import { type ContangoError, isContangoError } from "../../errors/contangoError.js";
import type { Spike } from "../../prices/spikes.js";
import type { Frame } from "../../series/frame.js";
import { Series } from "../../series/series.js";
import type { SeriesInfo } from "../../storage/seriesStore.js";
import type { Desk } from "../desk.js";
import { barCleaning } from "./barCleaning.js";
import { type LeftOutBars, laterBars, SPIKE_ROWS, spikeAfter } from "./newBars.js";
import { readColumn } from "./storedSeries.js";

/** What is stored of one contract. */
export interface StoredBars {
  readonly Hour: SeriesInfo | undefined;
  readonly Day: SeriesInfo | undefined;
  readonly merged: SeriesInfo | undefined;
}

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
  | { readonly status: "spike"; readonly spike: Spike; readonly rowsRefused: number; readonly source: string }
  | { readonly status: "failed"; readonly error: ContangoError }
);

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
 * Asks for the bars after the last stored one. Where neither frequency is stored, but the merged view is (prices that were
 * loaded without their frequency), the new ones have to follow that.
 */
export async function askForBars(
  desk: Desk,
  source: OrderedSource,
  key: ContractKey,
  frequency: BarFrequency,
  stored: StoredBars,
  { maxSpike, now, signal }: AskOptions,
): Promise<BarsAnswer> {
  const unsplit = stored.Hour === undefined && stored.Day === undefined;
  const base = stored[frequency] ?? (unsplit ? stored.merged : undefined);
  const last = base?.last ?? Number.NaN;
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

  const before =
    base === undefined ? NONE : await readColumn(desk.storage, base, "FINAL", { last: SPIKE_ROWS });
  const spike = spikeAfter(before, bars.series("FINAL"), maxSpike);
  if (spike !== undefined) {
    return { frequency, status: "spike", spike, rowsRefused: bars.length, source: answer.source };
  }
  const { source: from, passedOver } = answer;
  return { frequency, status: "new", bars, source: from, passedOver, leftOut };
}

const NONE = new Series(new Float64Array(0), new Float64Array(0), "FINAL");
