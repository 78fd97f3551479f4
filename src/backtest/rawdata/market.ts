import { ContangoError } from "../../errors/contangoError.js";
import { didYouMean } from "../../errors/nearestName.js";
import type { InstrumentCode } from "../../instruments/codes.js";
import type { Frame } from "../../series/frame.js";
import { lowerBound } from "../../series/search.js";
import type { Series } from "../../series/series.js";
import { dayOf } from "../../time/civil.js";
import { formatDay } from "../../time/text.js";
import type { BacktestData, InstrumentData } from "../data.js";

/** The stored prices of the instruments, from a start date on. */
export interface Market {
  /** @throws ContangoError `INSTRUMENT_MISSING`. */
  data(instrument: InstrumentCode): InstrumentData;
  /** @throws ContangoError `PRICES_EMPTY` where no row has a price. */
  adjustedPrice(instrument: InstrumentCode): Series;
  hasPrice(instrument: InstrumentCode): boolean;
  /** Undefined where the instrument has none. */
  multiplePrices(instrument: InstrumentCode): Frame | undefined;
  /** The instruments of the same asset class that have prices. */
  assetClass(instrument: InstrumentCode): readonly InstrumentCode[];
}

/** `startDate`: wall time in epoch milliseconds, −Infinity for everything. */
export function marketFrom(
  data: BacktestData,
  startDate: number,
  instruments: readonly InstrumentCode[],
): Market {
  const of = (instrument: InstrumentCode): InstrumentData => {
    const found = data.instruments.get(instrument);
    if (found !== undefined) return found;
    const known = [...data.instruments.keys()];
    throw new ContangoError(
      "INSTRUMENT_MISSING",
      "backtest",
      `there is no data of ${instrument}${didYouMean(String(instrument), known)}; the data have ${known.join(", ") || "no instrument"}`,
      { details: { instrument } },
    );
  };
  const sinceStart = <T extends Series | Frame>(rows: T): T => {
    const first = lowerBound(rows.time, startDate);
    return first === 0 ? rows : (rows.rows(first) as T);
  };
  const hasPrice = (instrument: InstrumentCode): boolean => {
    const price = data.instruments.get(instrument)?.adjustedPrice;
    return price !== undefined && sinceStart(price).values.some((value) => !Number.isNaN(value));
  };
  return {
    data: of,
    hasPrice,
    adjustedPrice(instrument) {
      const { adjustedPrice } = of(instrument);
      if (hasPrice(instrument)) return sinceStart(adjustedPrice);
      const since = startDate > Number.NEGATIVE_INFINITY ? ` from ${formatDay(dayOf(startDate))} on` : "";
      throw new ContangoError(
        "PRICES_EMPTY",
        "backtest",
        `${instrument} has no adjusted prices${since}; load them, start earlier, or take it off the list of instruments`,
        { details: { instrument } },
      );
    },
    multiplePrices(instrument) {
      const { multiplePrices } = of(instrument);
      const prices = multiplePrices && sinceStart(multiplePrices);
      return prices?.length === 0 ? undefined : prices;
    },
    assetClass(instrument) {
      const { assetClass } = of(instrument).instrument;
      return instruments.filter((code) => hasPrice(code) && of(code).instrument.assetClass === assetClass);
    },
  };
}
