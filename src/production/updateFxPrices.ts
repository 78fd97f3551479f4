import type { FxPriceSource } from "../broker/broker.js";
import { ContangoError } from "../errors/contangoError.js";
import { type FxPair, splitFxPair } from "../instruments/codes.js";
import { FX_QUOTE_CURRENCY } from "../prices/fxPrices.js";
import { type Spike, spikeText } from "../prices/spikes.js";
import { formatTime } from "../time/text.js";
import type { Desk } from "./desk.js";
import type { FailedItem, OutcomeItem } from "./outcome.js";
import { counted } from "./prices/counted.js";
import {
  fxSourceOf,
  laterRates,
  listedPairs,
  putRates,
  ratesBefore,
  requireListed,
} from "./prices/fxRates.js";
import { leftOutText, spikeAfter } from "./prices/newBars.js";
import { patiently } from "./prices/patiently.js";
import { defineProcess, type ProcessOptions } from "./process.js";
import type { Work } from "./work.js";

export interface UpdateFxPricesOptions extends ProcessOptions {
  /** Default: all that the source lists. */
  readonly pairs?: readonly FxPair[];
  /** Default: `max_price_spike` of configuration; Infinity accepts everything. */
  readonly maxSpike?: number;
}

/** What became of one pair. */
export type FxPricesItem = OutcomeItem &
  (
    | { readonly status: "written"; readonly rowsAdded: number }
    /** There is nothing later than the last stored rate. */
    | { readonly status: "unchanged" }
    /** Nothing was stored. */
    | { readonly status: "spike"; readonly spike: Spike; readonly rowsRefused: number }
    /** It is not quoted in dollars, and only such pairs are stored. */
    | { readonly status: "skipped" }
  );

/** How many pairs are asked for at once. */
const AT_ONCE = 4;

/**
 * Brings spot rates up to date: asks the desk's FX source, else its broker, for the rates since the last stored one of each
 * pair against the dollar, and adds the later ones, all or none: none where one is a spike. Rates of the future, of zero or
 * less, and missing ones are left out. Stored rates never change.
 *
 * @throws ContangoError `BROKER_MISSING` without a source of rates; `FX_PAIR` for an option that is no pair against the
 * dollar; what the source throws when it is asked for its pairs.
 * @example
 * await updateFxPrices(desk, { pairs: ["GBPUSD"] });
 */
export const updateFxPrices = defineProcess<FxPricesItem, UpdateFxPricesOptions>({
  name: "updateFxPrices",
  title: "FX prices",
  options: ["pairs", "maxSpike"],
  reads: ["fxPrices"],
  writes: ["fxPrices"],
  async run(work, options) {
    const { desk, signal } = work;
    const source = fxSourceOf(desk);
    options.pairs?.forEach(requireDollars);
    const pairs = options.pairs ?? (await patiently(desk.clock, signal, () => source.fxPairs({ signal })));
    const maxSpike = options.maxSpike ?? desk.config.get("max_price_spike");
    const named = options.pairs !== undefined;
    const items = await work.each(pairs, (pair) => updatePair(work, source, pair, { maxSpike, named }), {
      concurrency: AT_ONCE,
      label: (pair) => ({ currency_code: pair }),
    });
    return { items: await Promise.all(items.map((item) => asItStands(desk, item))), complete: !named };
  },
});

async function updatePair(
  { desk, commit, signal, time }: Work,
  source: FxPriceSource,
  pair: FxPair,
  { maxSpike, named }: { readonly maxSpike: number; readonly named: boolean },
): Promise<FxPricesItem> {
  if (!isInDollars(pair)) {
    const message = `only pairs against the dollar are stored (${pair.slice(3)}${FX_QUOTE_CURRENCY}, say); others are made from them`;
    return { name: pair, status: "skipped", severity: "ok", message };
  }
  const info = await desk.data.fxPrices.info(pair);
  if (named && info === undefined) {
    requireListed(pair, await patiently(desk.clock, signal, () => listedPairs(source, signal)), source);
  }
  const { rates, leftOut } = await laterRates(desk, source, pair, info, { now: time, signal });
  const without = leftOutText([leftOut]);
  if (rates.length === 0) {
    const since = info === undefined ? "there are no rates" : `nothing after ${formatTime(info.last)}`;
    return { name: pair, status: "unchanged", severity: "ok", message: `${since}${without}` };
  }
  const spike = spikeAfter(await ratesBefore(desk, info), rates, maxSpike);
  if (spike !== undefined) {
    return {
      name: pair,
      status: "spike",
      severity: "attention",
      spike,
      rowsRefused: rates.length,
      subject: `FX Price Spike ${pair}`,
      message: `${spikeText(spike)}; ${counted(rates.length, "new rate")} not stored: run checkFxPrices`,
    };
  }
  await commit((batch) => putRates(desk, pair, info, rates, batch));
  return {
    name: pair,
    status: "written",
    severity: "ok",
    rowsAdded: rates.length,
    message: `${counted(rates.length, "rate")} added, up to ${formatTime(rates.timeAt(-1))}${without}`,
  };
}

/** A spike that a person has seen to while the run was at work is none any more. */
async function asItStands<Item extends FxPricesItem | FailedItem>(
  { data }: Desk,
  item: Item,
): Promise<Item | FxPricesItem> {
  if (item.status !== "spike") return item;
  const info = await data.fxPrices.info(item.name);
  if (info === undefined || info.last < item.spike.time) return item;
  const message = "a person has seen to its spike";
  return { name: item.name, status: "unchanged", severity: "ok", message };
}

const isInDollars = (pair: FxPair): boolean => {
  const { base, quote } = splitFxPair(pair);
  return quote === FX_QUOTE_CURRENCY && base !== FX_QUOTE_CURRENCY;
};

function requireDollars(pair: FxPair): void {
  if (isInDollars(pair)) return;
  throw new ContangoError(
    "FX_PAIR",
    "production",
    `${pair} is not stored: only pairs against the dollar are (GBPUSD, say), others are made from them`,
    { details: { pair } },
  );
}
