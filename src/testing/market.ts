import type { ContractId } from "../contracts/contractId.js";
import type { RollParameters } from "../contracts/rollParameters.js";
import type { FxPair, InstrumentCode } from "../instruments/codes.js";
import type { Instrument } from "../instruments/instrument.js";
import type { Series } from "../series/series.js";
import { dayOf } from "../time/civil.js";
import { type TimeLike, toTime, toTimeEnd } from "../time/text.js";
import { type MarketContract, marketContracts } from "./marketContracts.js";
import { type MarketFault, plantFaults, withoutRows } from "./marketFaults.js";
import { marketFx } from "./marketFx.js";
import { checkHolidays, holidaysOf, type MarketHolidays } from "./marketHolidays.js";
import { type MarketInstrument, type MarketInstrumentInput, marketInstrument } from "./marketInstruments.js";
import { refuse } from "./marketRefusal.js";
import type { MarketSession } from "./marketSessions.js";
import { marketCloses, spotPath } from "./marketSpot.js";
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
  /** Days without trading: given, or so many a year for each region, drawn from the seed (default none). */
  readonly holidays?: MarketHolidays;
}

/** One instrument of a generated market. */
export interface MarketOfInstrument {
  readonly instrument: Instrument;
  readonly rollParameters: RollParameters;
  /** In order of expiry. */
  readonly contracts: ReadonlyMap<ContractId, MarketContract>;
  /** Smallest price step. */
  readonly tick: number;
  readonly session: MarketSession;
  /** Midnights of the days on which it does not trade, weekends aside, ascending. */
  readonly holidays: readonly number[];
}

/** A made-up market whose every value follows from its seed. */
export interface Market {
  readonly seed: number | string;
  readonly instruments: ReadonlyMap<InstrumentCode, MarketOfInstrument>;
  /** Dollars for one unit of each currency that an instrument trades in, at 23:00 of each business day. */
  readonly fx: ReadonlyMap<FxPair, Series>;
  /** The bad prices that were planted, in order of time. */
  readonly faults: readonly MarketFault[];
}

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
  const { seed, instruments = 4, badPrices = 0, holidays = 0 } = options;
  const time = marketCloses(toTime(options.from ?? "2014"), toTimeEnd(options.to ?? "2023"));
  const described = typeof instruments === "number" ? someInstruments(instruments) : instruments;
  const made = described.map(marketInstrument).map((about) => {
    const spot = spotPath(`${seed}/${about.instrument.code}/spot`, time, about);
    return { about, contracts: marketContracts(`${seed}/${about.instrument.code}`, about, spot) };
  });
  return marketOf({ seed, made, time, holidays, badPrices });
}

/** What a market is put together from. */
export interface MarketParts {
  readonly seed: number | string;
  readonly made: readonly {
    readonly about: MarketInstrument;
    readonly contracts: readonly MarketContract[];
  }[];
  /** The business days that are made up. */
  readonly time: Float64Array;
  readonly holidays: MarketHolidays;
  readonly badPrices: number;
  /** Rates until then. */
  readonly knownFx?: ReadonlyMap<FxPair, Series>;
}

/** Takes holidays out, plants bad prices, adds FX. @throws ContangoError `MARKET_PARAMETER`. */
export function marketOf({ seed, made, time, holidays, badPrices, knownFx }: MarketParts): Market {
  const instruments = made.map(({ about }) => about.instrument);
  const codes = instruments.map(({ code }) => code);
  const twice = codes.find((code, at) => codes.indexOf(code) !== at);
  if (twice !== undefined) throw refuse(`instrument ${twice} is there twice; give each its own code`, twice);
  checkHolidays(holidays, instruments);
  const [first, last] = [time[0]!, time.at(-1)!];
  const closed = instruments.map((one) => holidaysOf(String(seed), holidays, one, first, last));
  const clean = made.map(({ about, contracts }, at) => ({
    code: about.instrument.code,
    contracts: closed[at]!.length === 0 ? contracts : withoutDays(contracts, new Set(closed[at]!.map(dayOf))),
  }));
  const { market, faults } = plantFaults(`${seed}/faults`, clean, badPrices);
  return {
    seed,
    instruments: new Map(
      made.map(({ about: { instrument, rollParameters, tick, session } }, at) => {
        const contracts = market[at]!.contracts.map((one): [ContractId, MarketContract] => [
          one.contract,
          one,
        ]);
        const rest = { tick, session, holidays: closed[at]! };
        return [instrument.code, { instrument, rollParameters, contracts: new Map(contracts), ...rest }];
      }),
    ),
    fx: marketFx(seed, instruments, time, knownFx),
    faults,
  };
}

/** Contracts without their bars on some days, given by number. */
function withoutDays(contracts: readonly MarketContract[], days: ReadonlySet<number>): MarketContract[] {
  return contracts.map((one) => {
    const rows = [...one.prices.time.keys()].filter((row) => days.has(dayOf(one.prices.time[row]!)));
    return { ...one, prices: withoutRows(one.prices, rows) };
  });
}
