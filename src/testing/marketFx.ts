import type { FxPair } from "../instruments/codes.js";
import type { Instrument } from "../instruments/instrument.js";
import { upperBound } from "../series/search.js";
import { Series } from "../series/series.js";
import { joinValues } from "./marketHistory.js";
import { spotPath } from "./marketSpot.js";
import { recentVolatility } from "./recentVolatility.js";

/** What a unit of a currency is worth in dollars when the market begins; others start at 1. */
const FIRST_FX: Readonly<Record<string, number>> = {
  EUR: 1.1,
  GBP: 1.3,
  JPY: 0.009,
  CHF: 1.05,
  AUD: 0.7,
  CAD: 0.75,
};

/** Of a rate whose own is not known. */
const USUAL_VOLATILITY = 0.09;

/**
 * Dollars for one unit of each currency of some instruments, but the dollar; those of `known` go on from where they end, and
 * move as much as they did in their last year: a pegged one hardly at all.
 */
export function marketFx(
  seed: string | number,
  instruments: readonly Instrument[],
  time: Float64Array,
  known: ReadonlyMap<FxPair, Series> = new Map(),
): ReadonlyMap<FxPair, Series> {
  const currencies = new Set(instruments.map(({ currency }) => currency));
  currencies.delete("USD");
  const pairs = new Set([...known.keys(), ...[...currencies].map((currency) => `${currency}USD`)]);
  return new Map(
    [...pairs].map((pair) => {
      const before = known.get(pair);
      const first = FIRST_FX[pair.slice(0, 3)] ?? 1;
      if (before === undefined) return [pair, path(seed, pair, time, first, USUAL_VOLATILITY)];
      const volatility = recentVolatility([before])?.year ?? USUAL_VOLATILITY;
      const rest = time.subarray(upperBound(time, before.timeAt(-1)));
      const after = path(seed, pair, rest, before.at(-1), volatility);
      const joined = joinValues(before.values, after.values);
      return [pair, new Series(joinValues(before.time, after.time), joined, pair)];
    }),
  );
}

function path(
  seed: string | number,
  pair: FxPair,
  time: Float64Array,
  price: number,
  volatility: number,
): Series {
  const about = { price, volatility, meanReversion: 0.25, slope: 0 };
  const rate = spotPath(`${seed}/${pair}`, time, about).price;
  return new Series(
    time,
    rate.map((value) => Number(value.toPrecision(6))),
    pair,
  );
}
