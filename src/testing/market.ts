import type { ContractId } from "../contracts/contractId.js";
import type { RollParameters } from "../contracts/rollParameters.js";
import type { FxPair, InstrumentCode } from "../instruments/codes.js";
import type { Instrument } from "../instruments/instrument.js";
import { Series } from "../series/series.js";
import { formatTime, type TimeLike, toTime, toTimeEnd } from "../time/text.js";
import { type MarketContract, marketContracts } from "./marketContracts.js";
import { type MarketFault, plantFaults } from "./marketFaults.js";
import { type MarketInstrumentInput, marketInstrument, refuse } from "./marketInstruments.js";
import { businessCloses, spotPath } from "./marketSpot.js";
import { someInstruments } from "./marketUsualInstruments.js";

export interface MarketOptions {
  /** The same seed gives the same market; any number or text. */
  readonly seed: number | string;
  /** Which instruments, or how many of the usual kinds (default 4). */
  readonly instruments?: readonly MarketInstrumentInput[] | number;
  /** First and last day (default 2014 to 2023); a year or month as `to` means its last day. */
  readonly from?: TimeLike;
  readonly to?: TimeLike;
  /** How many bad prices to plant (default none). */
  readonly badPrices?: number;
}

/** One instrument of a generated market. */
export interface MarketOfInstrument {
  readonly instrument: Instrument;
  readonly rollParameters: RollParameters;
  /** In order of expiry. */
  readonly contracts: ReadonlyMap<ContractId, MarketContract>;
}

/** A made-up market whose every value follows from its seed. */
export interface Market {
  readonly instruments: ReadonlyMap<InstrumentCode, MarketOfInstrument>;
  /** Dollars for one unit of each currency that an instrument trades in, at 23:00 of each business day. */
  readonly fx: ReadonlyMap<FxPair, Series>;
  /** The bad prices that were planted, in order of time. */
  readonly faults: readonly MarketFault[];
}

/** What a unit of a currency is worth in dollars when the market begins; others start at 1. */
const FIRST_FX: Readonly<Record<string, number>> = {
  EUR: 1.1,
  GBP: 1.3,
  JPY: 0.009,
  CHF: 1.05,
  AUD: 0.7,
  CAD: 0.75,
};

/**
 * Makes up a futures market: for each instrument an underlying with clustering volatility, a term structure with contango or
 * backwardation and seasons, contracts that meet the underlying at expiry, daily bars, and trading that moves from one held
 * contract to the next about its desired roll date. The same seed and first day give the same values; a later last day
 * adds to them and changes none, nor does another instrument (planted faults are spread over the whole).
 *
 * @throws ContangoError `MARKET_PARAMETER` for a number out of range, the same code twice, an empty span, or too many bad
 * prices; `ROLL_CYCLE`, `ROLL_PARAMETERS`, `INSTRUMENT_CODE`, `INSTRUMENT_VALUE`, `TIME_TEXT`, `TIME_VALUE`.
 * @example
 * const market = generateMarket({ seed: 7, instruments: 2, from: "2015", to: "2019", badPrices: 3 });
 * market.instruments.get("GRAIN")?.contracts.get("20181200")?.prices; // OPEN HIGH LOW FINAL VOLUME
 */
export function generateMarket(options: MarketOptions): Market {
  const { seed, instruments = 4, badPrices = 0 } = options;
  const [from, to] = [toTime(options.from ?? "2014"), toTimeEnd(options.to ?? "2023")];
  const time = businessCloses(from, to);
  if (time.length === 0) {
    throw refuse(`no business day lies from ${formatTime(from)} to ${formatTime(to)}; give a longer span`);
  }
  const described = typeof instruments === "number" ? someInstruments(instruments) : instruments;
  const all = described.map(marketInstrument);
  const codes = all.map(({ instrument: { code } }) => code);
  const twice = codes.find((code, at) => codes.indexOf(code) !== at);
  if (twice !== undefined) throw refuse(`instrument ${twice} is there twice; give each its own code`, twice);

  const clean = all.map((about) => {
    const { code } = about.instrument;
    const spot = spotPath(`${seed}/${code}/spot`, time, about);
    return { code, contracts: marketContracts(`${seed}/${code}`, about, spot) };
  });
  const { market, faults } = plantFaults(`${seed}/faults`, clean, badPrices);
  const currencies = [...new Set(all.map(({ instrument: { currency } }) => currency))];
  return {
    instruments: new Map(
      all.map(({ instrument, rollParameters }, at) => {
        const contracts = market[at]!.contracts.map((one): [ContractId, MarketContract] => [
          one.contract,
          one,
        ]);
        return [instrument.code, { instrument, rollParameters, contracts: new Map(contracts) }];
      }),
    ),
    fx: new Map(
      currencies
        .filter((currency) => currency !== "USD")
        .map((currency): [FxPair, Series] => {
          const about = { price: FIRST_FX[currency] ?? 1, volatility: 0.09, meanReversion: 0.25, slope: 0 };
          const rate = spotPath(`${seed}/${currency}USD`, time, about).price;
          const pair = `${currency}USD`;
          return [
            pair,
            new Series(
              time,
              rate.map((value) => Number(value.toPrecision(6))),
              pair,
            ),
          ];
        }),
    ),
    faults,
  };
}
