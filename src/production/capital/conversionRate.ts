import type { CurrencyCode } from "../../instruments/codes.js";
import { FX_QUOTE_CURRENCY, fxPrices, storedFxPairs } from "../../prices/fxPrices.js";
import type { Series } from "../../series/series.js";
import type { Repositories } from "../../storage/repositories/repositories.js";
import { businessDayOf } from "../../time/businessDays.js";
import { dayOf } from "../../time/civil.js";
import { formatTime } from "../../time/text.js";
import type { ConversionRate } from "./accountValue.js";

/** FX prices more business days old than this are not converted with. */
const OLDEST_RATE = 5;

/** How many of the last rows are read to find a price. */
const ROWS = 20;

/** What one unit of a currency was last worth in the base currency, from stored FX prices. */
export async function readConversionRate(
  { fxPrices: stored }: Pick<Repositories, "fxPrices">,
  currency: CurrencyCode,
  base: CurrencyCode,
  time: number,
): Promise<ConversionRate> {
  if (currency === base) return { status: "known", rate: 1 };
  const pairs = storedFxPairs(`${currency}${base}`);
  const prices = new Map<string, Series>();
  for (const pair of pairs) {
    const series = withPrices(await stored.read(pair, { last: ROWS }));
    if (series === undefined) return unknown(`no FX price of ${pair}`);
    const age = businessDayOf(dayOf(time)) - businessDayOf(dayOf(series.timeAt(-1)));
    if (age > OLDEST_RATE) {
      return unknown(
        `only an FX price of ${pair} that is ${age} business days old (${formatTime(series.timeAt(-1))})`,
      );
    }
    prices.set(pair, series);
  }
  const rate = fxPrices(prices, `${currency}${base}`).at(-1);
  return rate > 0 && Number.isFinite(rate) ? { status: "known", rate } : unknown(`an FX price of ${rate}`);
}

const unknown = (what: string): ConversionRate => ({
  status: "unknown",
  reason: `${what}; update FX prices against ${FX_QUOTE_CURRENCY} and run this again`,
});

/** The rows that hold a price, undefined where none does. */
function withPrices(series: Series | undefined): Series | undefined {
  const last = series?.values.findLastIndex((value) => !Number.isNaN(value)) ?? -1;
  return last < 0 ? undefined : series!.rows(last, last + 1);
}
