import { ContangoError, isContangoError } from "../../errors/contangoError.js";
import type { CurrencyCode, FxPair, InstrumentCode } from "../../instruments/codes.js";
import { fxPrices } from "../../prices/fxPrices.js";
import { lowerBound } from "../../series/search.js";
import type { Series } from "../../series/series.js";
import { type TimeLike, toTime } from "../../time/text.js";

/** What an FX rate is for, and between when. */
export interface FxRateOptions {
  /** For the error message. */
  readonly instrument: InstrumentCode;
  /** Up to when a currency is 1 in itself. */
  readonly until: TimeLike;
  /** Rows before it are left out; default −Infinity. A currency in itself starts on 1970-01-01 at the earliest. */
  readonly startDate?: TimeLike;
}

/**
 * The value of one unit of the instrument's currency in the base currency, by stored prices against the dollar
 * (`EURUSD`).
 *
 * @throws ContangoError `BACKTEST_DATA` where a stored pair is missing or empty; `FX_PAIR` where a currency is not
 * three capital letters.
 * @example
 * fxRate(data.fxPrices, "EUR", "USD", { instrument: "EUROSTX", until: "2024-03-28" });
 */
export function fxRate(
  stored: ReadonlyMap<FxPair, Series>,
  currency: CurrencyCode,
  baseCurrency: CurrencyCode,
  options: FxRateOptions,
): Series {
  const { instrument, until, startDate = Number.NEGATIVE_INFINITY } = options;
  const rate = ratesOf(stored, `${currency}${baseCurrency}`, until, instrument);
  if (startDate === Number.NEGATIVE_INFINITY) return rate;
  return rate.rows(lowerBound(rate.time, toTime(startDate)));
}

function ratesOf(
  stored: ReadonlyMap<FxPair, Series>,
  pair: FxPair,
  until: TimeLike,
  instrument: InstrumentCode,
): Series {
  try {
    return fxPrices(stored, pair, { until });
  } catch (cause) {
    if (!isContangoError(cause, "PRICES_EMPTY")) throw cause;
    const missing = String(cause.details.stored);
    throw new ContangoError(
      "BACKTEST_DATA",
      "backtest",
      `${instrument} needs the FX rate ${pair}, and there are no prices of ${missing}; ` +
        `add them to the FX prices, or leave ${instrument} out`,
      { details: { instrument, pair, stored: missing }, cause },
    );
  }
}
