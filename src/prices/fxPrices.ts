import { ContangoError } from "../errors/contangoError.js";
import { type FxPair, splitFxPair } from "../instruments/codes.js";
import { alignOuter } from "../series/align.js";
import { divide } from "../series/arithmetic.js";
import { forwardFill } from "../series/fill.js";
import { Series } from "../series/series.js";
import { DAY, dayOf, weekday } from "../time/civil.js";
import { type TimeLike, toTime } from "../time/text.js";

/** The currency in which stored FX prices are quoted. */
export const FX_QUOTE_CURRENCY = "USD";

/**
 * The stored pairs from which a pair's prices come: none for a currency in itself, else one or two against the
 * dollar.
 *
 * @throws ContangoError `FX_PAIR` unless `pair` is six capital letters.
 * @example
 * storedFxPairs("EURGBP"); // ["EURUSD", "GBPUSD"]
 */
export function storedFxPairs(pair: FxPair): readonly FxPair[] {
  const { base, quote } = splitFxPair(pair);
  if (base === quote) return [];
  return [base, quote]
    .filter((currency) => currency !== FX_QUOTE_CURRENCY)
    .map((currency) => `${currency}${FX_QUOTE_CURRENCY}`);
}

/**
 * Prices of an FX pair: what one unit of its first currency costs in its second, from the stored prices against the
 * dollar (`XXXUSD`).
 * - a currency in itself: 1 on each business day from 1970-01-01 up to `until`, which only it needs;
 * - XXXUSD: the stored prices; USDXXX: their reciprocal;
 * - XXXYYY: XXXUSD over YYYUSD at each time of either, both forward-filled; NaN until both have started.
 *
 * @throws ContangoError `FX_PAIR` unless `pair` is six capital letters; `PRICES_EMPTY` where a pair that is needed
 * is not in `stored` or has no rows; `SERIES_PARAMETER` for a currency in itself without `until`.
 * @example
 * fxPrices(new Map([["EURUSD", eur], ["GBPUSD", gbp]]), "EURGBP", { until: "2024-03-28" });
 */
export function fxPrices(
  stored: ReadonlyMap<FxPair, Series> | Readonly<Record<FxPair, Series>>,
  pair: FxPair,
  options: { readonly until?: TimeLike } = {},
): Series {
  const prices = new Map(Symbol.iterator in stored ? stored : Object.entries(stored));
  const [first, second] = storedFxPairs(pair).map((name) => storedPrices(prices, name, pair));
  if (first === undefined) {
    if (options.until !== undefined) return constantPrices(toTime(options.until));
    throw new ContangoError(
      "SERIES_PARAMETER",
      "prices",
      `${pair} is 1 on every business day; say up to when with { until }`,
      { details: { pair } },
    );
  }
  if (second === undefined)
    return pair.endsWith(FX_QUOTE_CURRENCY) ? first.named("price") : divide(1, first).named("price");
  const [base, quote] = alignOuter([first, second]);
  return divide(forwardFill(base), forwardFill(quote)).named("price");
}

function storedPrices(stored: ReadonlyMap<FxPair, Series>, name: FxPair, pair: FxPair): Series {
  const prices = stored.get(name);
  if (prices !== undefined && prices.length > 0) return prices;
  throw new ContangoError(
    "PRICES_EMPTY",
    "prices",
    `there are no stored FX prices for ${name}, which ${pair} is made from; load them first`,
    { details: { pair, stored: name } },
  );
}

function constantPrices(until: number): Series {
  const times: number[] = [];
  for (let day = 0; day <= dayOf(until); day++) if (weekday(day) < 5) times.push(day * DAY);
  return new Series(Float64Array.from(times), new Float64Array(times.length).fill(1), "price");
}
