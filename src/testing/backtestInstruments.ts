import type { BacktestData, InstrumentData } from "../backtest/data.js";
import type { FxPair } from "../instruments/codes.js";
import { type Commission, type Instrument, instrument } from "../instruments/instrument.js";
import { FX_QUOTE_CURRENCY } from "../prices/fxPrices.js";
import type { Frame } from "../series/frame.js";
import { Series } from "../series/series.js";
import { DAY } from "../time/civil.js";
import { trendingPrice } from "./backtestPrices.js";
import { carryPrices } from "./backtestRolls.js";
import { refuse } from "./marketRefusal.js";

export interface InstrumentDataOptions extends Partial<Omit<Instrument, "commission">> {
  readonly commission?: Partial<Commission>;
  /** Default a {@link trendingPrice} with the code as its seed. */
  readonly adjustedPrice?: Series;
  /** Default {@link carryPrices} behind the adjusted price. */
  readonly multiplePrices?: Frame;
  /** Price units a year, where multiple prices are made here (default 5). */
  readonly carry?: number;
  /** Default 4. */
  readonly rollsPerYear?: number;
  /** Further series, for rules that read them by name. */
  readonly series?: Readonly<Record<string, Series>>;
}

/**
 * What a backtest needs of one instrument; whatever is not given is made up: code `TEST`, point size 1, dollars, no costs,
 * four rolls a year.
 *
 * @throws ContangoError `INSTRUMENT_CODE`, `INSTRUMENT_VALUE`, `MARKET_PARAMETER`.
 * @example
 * instrumentData({ code: "CORN", pointSize: 50, adjustedPrice: trendingPrice({ drift: -0.2 }), carry: -4 });
 */
export function instrumentData(options: InstrumentDataOptions = {}): InstrumentData {
  const { adjustedPrice: given, multiplePrices, carry = 5, rollsPerYear = 4, series, ...values } = options;
  const about = instrument({
    code: "TEST",
    pointSize: 1,
    currency: FX_QUOTE_CURRENCY,
    assetClass: "Other",
    spreadCost: 0,
    ...values,
  });
  const adjustedPrice = given ?? trendingPrice({ seed: about.code });
  return {
    instrument: about,
    adjustedPrice,
    multiplePrices: multiplePrices ?? carryPrices(adjustedPrice, { carry }),
    rollsPerYear,
    ...(series === undefined ? {} : { series }),
  };
}

/**
 * The data of a backtest. Currencies besides the dollar for which no rate is given are worth one dollar from a week before the
 * first price on.
 *
 * @throws ContangoError `MARKET_PARAMETER` without instruments, and where two have the same code.
 * @example
 * const data = backtestDataOf([instrumentData({ code: "CORN" }), instrumentData({ code: "BUND", currency: "EUR" })]);
 */
export function backtestDataOf(
  instruments: InstrumentData | readonly InstrumentData[],
  fxPrices: Readonly<Record<FxPair, Series>> = {},
): BacktestData {
  const all = "instrument" in instruments ? [instruments] : instruments;
  if (all.length === 0) throw refuse("a backtest needs an instrument; give one made by instrumentData()");
  const fx = new Map(Object.entries(fxPrices));
  const known = new Map<string, InstrumentData>();
  for (const one of all) {
    const { code, currency } = one.instrument;
    if (known.has(code)) throw refuse(`instrument ${code} is there twice; give each its own code`, code);
    known.set(code, one);
    const pair = `${currency}${FX_QUOTE_CURRENCY}`;
    if (currency !== FX_QUOTE_CURRENCY && !fx.has(pair)) fx.set(pair, constantRate(all));
  }
  return { instruments: known, fxPrices: fx };
}

/** 1 on every day of some instruments, and a week before, so that the rate of the day before is known on the first. */
function constantRate(instruments: readonly InstrumentData[]): Series {
  const times = instruments.flatMap(({ adjustedPrice: { time } }) =>
    time.length === 0 ? [] : [time[0]!, time.at(-1)!],
  );
  if (times.length === 0) return new Series(new Float64Array(0), new Float64Array(0), "fx");
  const first = Math.min(...times) - 7 * DAY;
  const days = Math.floor((Math.max(...times) - first) / DAY) + 1;
  const time = Float64Array.from({ length: days }, (_, day) => first + day * DAY);
  return new Series(time, new Float64Array(days).fill(1), "fx");
}
