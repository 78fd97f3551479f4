import { ContangoError } from "../../errors/contangoError.js";
import type { InstrumentCode } from "../../instruments/codes.js";
import { multiply } from "../../series/arithmetic.js";
import { diff } from "../../series/change.js";
import { forwardFill } from "../../series/fill.js";
import type { Frame } from "../../series/frame.js";
import { reindex } from "../../series/reindex.js";
import { rowMedian } from "../../series/rowReduce.js";
import type { Series } from "../../series/series.js";
import { ROOT_BUSINESS_DAYS_IN_YEAR } from "../../time/businessDays.js";
import type { Cache } from "../cache.js";
import type { BacktestSettings } from "../config/settings.js";
import { annualisedRoll, dailyAnnualisedRoll } from "./annualisedRoll.js";
import { rawCarry, smoothedCarry } from "./carry.js";
import { dailyPrice } from "./dailyPrice.js";
import { averageOver, demeanedFactor, factorOf, historicAverage } from "./factor.js";
import { hourlyPrice } from "./hourlyPrice.js";
import type { CompleteArguments, InputArguments } from "./inputArguments.js";
import type { Market } from "./market.js";
import type { Factor, FactorAverage, RawDataName } from "./names.js";
import { medianNormalisedPrice, normalisedPrice, normalisedReturns } from "./normalised.js";
import { percentageReturns, percentageVolatility } from "./percentage.js";
import { shareIndex } from "./shareIndex.js";
import { volatility } from "./volatility.js";

export interface Sources {
  readonly market: Market;
  readonly cache: Cache;
  readonly settings: Pick<BacktestSettings, "volatility" | "returnsForVolatility">;
  readonly instruments: readonly InstrumentCode[];
  /** Another series of raw data, from the cache. */
  readonly input: (instrument: InstrumentCode, name: RawDataName, args?: InputArguments) => Series;
}

type Compute = (instrument: InstrumentCode, args: CompleteArguments) => Series;

/** How each series of raw data is made from stored prices and from the others. */
export function computations(sources: Sources): Readonly<Record<RawDataName, Compute>> {
  const { market, settings, input } = sources;
  const { forClass, averageFactor } = acrossInstruments(sources);
  return {
    adjustedPrice: (code) => market.adjustedPrice(code),
    dailyPrice: (code) => dailyPrice(input(code, "adjustedPrice")),
    hourlyPrice: (code) => hourlyPrice(input(code, "adjustedPrice")),
    dailyReturns: (code) => diff(input(code, "dailyPrice")),
    hourlyReturns: (code) => diff(input(code, "hourlyPrice")),
    volatility(code) {
      if (settings.returnsForVolatility === "daily_returns") {
        return volatility(input(code, "dailyReturns"), settings.volatility);
      }
      const returns = input(code, "hourlyReturns");
      if (returns.length === 0) throw noHourlyPrice(code);
      return onTimesOf(dailyPrice(volatility(returns, settings.volatility)), input(code, "dailyPrice"));
    },
    annualisedVolatility: (code) => multiply(input(code, "volatility"), ROOT_BUSINESS_DAYS_IN_YEAR),
    denominatorPrice(code) {
      const prices = market.multiplePrices(code);
      const adjusted = input(code, "dailyPrice");
      return prices === undefined ? adjusted : shareIndex(dailyPrice(prices.series("PRICE")), adjusted);
    },
    percentageVolatility: (code) =>
      percentageVolatility(input(code, "volatility"), input(code, "denominatorPrice")),
    percentageReturns: (code) =>
      percentageReturns(input(code, "dailyPrice"), input(code, "denominatorPrice")),
    normalisedReturns: (code) => normalisedReturns(input(code, "dailyReturns"), input(code, "volatility")),
    normalisedPrice: (code) => normalisedPrice(input(code, "normalisedReturns")),
    assetClassNormalisedPrice: (code) =>
      onTimesOf(
        forClass(code, "assetClassNormalisedPrice", (members) =>
          medianNormalisedPrice(members.map((member) => input(member, "normalisedReturns"))),
        ),
        input(code, "normalisedPrice"),
      ),
    annualisedRoll: (code) => annualisedRoll(carryPrices(market, code), { instrument: code }),
    dailyAnnualisedRoll: (code) =>
      shareIndex(
        dailyAnnualisedRoll(input(code, "annualisedRoll")),
        input(code, "dailyPrice"),
        input(code, "denominatorPrice"),
      ),
    rawCarry(code) {
      const roll = input(code, "dailyAnnualisedRoll");
      return shareIndex(rawCarry(roll, input(code, "volatility")), roll);
    },
    smoothedCarry: (code, { smoothDays }) => smoothedCarry(input(code, "rawCarry"), Number(smoothDays)),
    assetClassCarry: (code, { smoothDays }) =>
      onTimesOf(
        forClass(code, `assetClassCarry(${smoothDays})`, (members) =>
          rowMedian(
            members
              .filter((member) => market.multiplePrices(member) !== undefined)
              .map((member) => input(member, "smoothedCarry", { smoothDays: smoothDays! })),
          ),
        ),
        input(code, "rawCarry"),
      ),
    factor: (code, { factor, lookbackDays }) =>
      factorOf(input(code, "percentageReturns"), factor as Factor, Number(lookbackDays)),
    demeanedFactor(code, { demean, ...args }) {
      return demeanedFactor(input(code, "factor", args), averageFactor(code, demean as FactorAverage, args));
    },
  };
}

/** The last value of a series at the times of another. */
const onTimesOf = (series: Series, index: Series): Series => forwardFill(reindex(series, index));

function carryPrices(market: Market, instrument: InstrumentCode): Frame {
  const prices = market.multiplePrices(instrument);
  if (prices !== undefined) return prices;
  throw new ContangoError(
    "PRICES_EMPTY",
    "backtest",
    `${instrument} has no multiple prices, so that it has no carry; load them, or take rules that use carry from its forecast weights`,
    { details: { instrument } },
  );
}

function noHourlyPrice(instrument: InstrumentCode): ContangoError {
  return new ContangoError(
    "PRICES_EMPTY",
    "backtest",
    `${instrument} has no hourly prices, only closes at 23:00, to take volatility of; load them, or set ` +
      "volatility_calculation.name_returns_attr_in_rawdata to daily_returns",
    { details: { instrument } },
  );
}

/** What is computed once for a group of instruments. */
function acrossInstruments({ market, cache, instruments, input }: Sources): {
  readonly forClass: (
    code: InstrumentCode,
    name: string,
    compute: (members: readonly InstrumentCode[]) => Series,
  ) => Series;
  readonly averageFactor: (code: InstrumentCode, average: FactorAverage, args: CompleteArguments) => Series;
} {
  const forClass = (
    code: InstrumentCode,
    name: string,
    compute: (members: readonly InstrumentCode[]) => Series,
  ): Series => {
    const { assetClass } = market.data(code).instrument;
    return cache.once(undefined, `${name} of ${assetClass}`, () => compute(market.assetClass(code)));
  };
  const averageFactor = (code: InstrumentCode, average: FactorAverage, args: CompleteArguments): Series => {
    const name = `${average}(${Object.values(args).join(", ")})`;
    const over = (members: readonly InstrumentCode[]): Series =>
      averageOver(members.map((member) => input(member, "factor", args)));
    switch (average) {
      case "ownHistory":
        return historicAverage(input(code, "factor", args));
      case "assetClass":
        return forClass(code, name, over);
      case "allInstruments":
        return cache.once(undefined, name, () => over(instruments.filter(market.hasPrice)));
      case "allInstrumentsHistory":
        return cache.once(undefined, name, () =>
          historicAverage(averageFactor(code, "allInstruments", args)),
        );
    }
  };
  return { forClass, averageFactor };
}
