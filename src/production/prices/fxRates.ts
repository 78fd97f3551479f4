import type { FxPriceSource } from "../../broker/broker.js";
import { ContangoError } from "../../errors/contangoError.js";
import { didYouMean } from "../../errors/nearestName.js";
import type { FxPair } from "../../instruments/codes.js";
import { FX_QUOTE_CURRENCY } from "../../prices/fxPrices.js";
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

/** The pairs of a source that are against the dollar: others are not stored. */
export async function listedPairs(source: FxPriceSource, signal?: AbortSignal): Promise<readonly FxPair[]> {
  const pairs = await source.fxPairs(signal === undefined ? {} : { signal });
  return pairs.filter((pair) => pair.endsWith(FX_QUOTE_CURRENCY));
}

/** @throws ContangoError `FX_PAIR` for a pair that the source does not list, such as a misspelt one. */
export function requireListed(pair: FxPair, listed: readonly FxPair[], { name }: FxPriceSource): void {
  if (listed.includes(pair)) return;
  throw new ContangoError(
    "FX_PAIR",
    "production",
    `${name} has no pair ${pair} against the dollar${didYouMean(pair, listed)}; it has ${listed.join(", ") || "none"}`,
    { details: { pair, source: name } },
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
