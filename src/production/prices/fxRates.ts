import type { FxPriceSource } from "../../broker/broker.js";
import { ContangoError } from "../../errors/contangoError.js";
import type { FxPair } from "../../instruments/codes.js";
import { floatColumn } from "../../series/column.js";
import { Frame } from "../../series/frame.js";
import { Series } from "../../series/series.js";
import type { SeriesInfo } from "../../storage/seriesStore.js";
import type { Batch } from "../../storage/storage.js";
import { DAY } from "../../time/civil.js";
import type { Desk } from "../desk.js";
import { type LeftOutBars, laterBars, SPIKE_ROWS } from "./newBars.js";
import { patiently } from "./patiently.js";
import { addRows, beginSeries, readColumn } from "./storedSeries.js";

/** Rates are asked for from so long before the last stored one. */
const OVERLAP = 3 * DAY;

/** Where the desk's FX prices come from. @throws ContangoError `BROKER_MISSING`. */
export function fxSourceOf({ fxSource, broker }: Desk): FxPriceSource {
  const source = fxSource ?? broker?.fx;
  if (source !== undefined) return source;
  throw new ContangoError(
    "BROKER_MISSING",
    "production",
    "there is no source of FX prices: give openDesk a broker that has some, or { fxSource }",
  );
}

/**
 * A source's rates after the last stored one, and how many were left out: those of the future, of zero or less, and missing
 * ones.
 *
 * @param now wall time.
 * @throws ContangoError `BROKER_ANSWER` for what is no series; what the source throws.
 */
export async function laterRates(
  { clock, config }: Desk,
  source: FxPriceSource,
  pair: FxPair,
  info: SeriesInfo | undefined,
  { now, signal }: { readonly now: number; readonly signal?: AbortSignal },
): Promise<{ readonly rates: Series; readonly leftOut: LeftOutBars }> {
  const last = info?.last ?? Number.NaN;
  const request = {
    ...(signal === undefined ? {} : { signal }),
    ...(Number.isNaN(last) ? {} : { from: last - OVERLAP }),
  };
  const fetched = await patiently(clock, signal, () => source.fxPrices(pair, request));
  const { bars, leftOut } = laterBars(ratesFrame(fetched, source, pair), last, {
    now,
    ignoreFuturePrices: config.get("ignore_future_prices"),
    ignoreZeroPrices: true,
    ignoreNegativePrices: true,
  });
  return { rates: bars.series("FINAL").named("price"), leftOut };
}

/** Rates as bars that have nothing but a FINAL. */
function ratesFrame(rates: unknown, source: FxPriceSource, pair: FxPair): Frame {
  if (rates instanceof Series) return new Frame(rates.time, { FINAL: floatColumn(rates.values) });
  throw new ContangoError(
    "BROKER_ANSWER",
    "production",
    `${source.name} answered the question for ${pair} with what is no series of rates; correct the source`,
    { details: { pair, source: source.name } },
  );
}

/** The stored rates that new ones are compared with; none where `info` is undefined. */
export async function ratesBefore({ storage }: Desk, info: SeriesInfo | undefined): Promise<Series> {
  if (info === undefined) return new Series(new Float64Array(0), new Float64Array(0), "price");
  return (await readColumn(storage, info, info.columns[0]!.name, { last: SPIKE_ROWS })).named("price");
}

/** Puts rates after the stored ones of a pair. The commit refuses where another version came since `info` was read. */
export async function putRates(
  { data, storage }: Desk,
  pair: FxPair,
  info: SeriesInfo | undefined,
  rates: Series,
  batch: Batch,
): Promise<void> {
  if (info === undefined) await beginSeries(data.fxPrices, pair, rates, batch);
  else await addRows(storage, info, new Frame(rates.time, { price: floatColumn(rates.values) }), batch);
}
