import type { ContractId } from "../contracts/contractId.js";
import { approximateExpiry, type RollParameters } from "../contracts/rollParameters.js";
import type { FxPair } from "../instruments/codes.js";
import type { Instrument } from "../instruments/instrument.js";
import type { Frame } from "../series/frame.js";
import type { Series } from "../series/series.js";
import { DAY } from "../time/civil.js";
import { formatTime, type TimeLike, toTime, toTimeEnd } from "../time/text.js";
import { type Market, marketOf } from "./market.js";
import { type KnownContract, type MarketContract, marketContracts } from "./marketContracts.js";
import { fitCurve } from "./marketCurve.js";
import { dailyBars, dailyCloses } from "./marketHistory.js";
import type { MarketHolidays } from "./marketHolidays.js";
import { type MarketInstrument, marketInstrument } from "./marketInstruments.js";
import { refuse } from "./marketRefusal.js";
import type { MarketSession } from "./marketSessions.js";
import { marketCloses, spotPath, YEAR_ROWS } from "./marketSpot.js";
import { recentVolatility } from "./recentVolatility.js";

/** An instrument whose prices are known until some day. */
export interface ContinuedInstrument {
  readonly instrument: Instrument;
  readonly rollParameters: RollParameters;
  /** Closes or bars of its contracts so far: `splitContractPrices(multiplePrices)`, say. */
  readonly prices: Iterable<readonly [ContractId, Series | Frame]>;
  /** Standard deviation of a year's log returns (default: that of the last year). */
  readonly volatility?: number;
  /** Smallest price step (default: a hundredth of a percent of the price, rounded to a power of ten). */
  readonly tick?: number;
  /** Contracts that trade on an average day in the contract that most trade (default 100,000). */
  readonly volume?: number;
  readonly session?: MarketSession;
}

export interface ContinueMarketOptions {
  readonly seed: number | string;
  readonly instruments: readonly ContinuedInstrument[];
  /** Dollar rates so far; those that instruments need and that are not here are made up. */
  readonly fx?: Iterable<readonly [FxPair, Series]>;
  /** First made-up day of prices (default: the day after the last one known); rates go on where each ends. */
  readonly from?: TimeLike;
  readonly to: TimeLike;
  readonly holidays?: MarketHolidays;
}

/**
 * A market that goes on where known prices end: each contract from its last close with the volatility that the instrument
 * has had, later contracts of the roll cycle on the same term structure. What was known stands before what is made up, as
 * daily bars; where only closes were known their other columns are missing.
 *
 * @throws ContangoError `MARKET_PARAMETER` where there is nothing to continue, prices do not end before `from`, or a last
 * price is not above zero; and as `generateMarket`.
 * @example
 * const prices = splitContractPrices(await desk.data.multiplePrices.get("CORN"));
 * continueMarket({ seed: 1, instruments: [{ instrument: corn, rollParameters, prices }], to: "2024-06" });
 */
export function continueMarket(options: ContinueMarketOptions): Market {
  const { seed, holidays = 0 } = options;
  const instruments = options.instruments.map((one) => ({ ...one, known: knownBars(one) }));
  const rates = [...(options.fx ?? [])].map(([pair, rate]) => [pair, dailyCloses(rate)] as const);
  const knownFx = new Map(rates.filter(([, { length }]) => length > 0));
  const last = Math.max(
    ...instruments.flatMap(({ known }) => [...known.values()].map((bars) => bars.time.at(-1)!)),
  );
  if (!Number.isFinite(last)) throw refuse("there are no prices to continue; give some");
  const from = options.from === undefined ? last + DAY : toTime(options.from);
  if (from <= last) {
    throw refuse(`prices are known until ${formatTime(last)}; begin after that, not at ${formatTime(from)}`);
  }
  const time = marketCloses(from, toTimeEnd(options.to));
  const made = instruments.map((one) => continued(`${seed}/${one.instrument.code}`, one, one.known, time));
  return marketOf({ seed, made, time, holidays, badPrices: 0, knownFx });
}

type Known = ReadonlyMap<ContractId, Frame>;

/** The daily bars of the contracts that have any. */
function knownBars({ prices }: ContinuedInstrument): Known {
  const bars = [...prices].map(([contract, one]): [ContractId, Frame] => [contract, dailyBars(one)]);
  return new Map(bars.filter(([, { length }]) => length > 0));
}

function continued(
  seed: string,
  input: ContinuedInstrument,
  known: Known,
  time: Float64Array,
): { readonly about: MarketInstrument; readonly contracts: readonly MarketContract[] } {
  const { instrument, rollParameters, prices: _, ...rest } = input;
  const curve = fitCurve(
    instrument.code,
    [...known].map(([contract, bars]) => ({
      contract,
      expiry: approximateExpiry(contract, rollParameters),
      time: bars.time.at(-1)!,
      price: bars.floats("FINAL").at(-1)!,
    })),
    USUAL_SLOPE,
  );
  const recent = recentVolatility([...known.values()].map((bars) => bars.series("FINAL")));
  const described = marketInstrument({
    ...rest,
    ...(rest.volatility === undefined && recent !== undefined ? { volatility: recent.year } : {}),
    code: instrument.code,
    region: instrument.region,
    rollParameters,
    price: curve.spot,
    slope: curve.slope,
  });
  const about = { ...described, instrument };
  const variance = (recent?.month ?? described.volatility) ** 2 / YEAR_ROWS;
  const slopeDeviation = SLOPE_SHARE * described.volatility;
  const spot = spotPath(`${seed}/spot`, time, about, { variance, slopeDeviation });
  const contracts = new Map<ContractId, KnownContract>(
    [...known].map(([contract, bars]) => [contract, { bars, offset: curve.offsets.get(contract) }]),
  );
  return { about, contracts: marketContracts(seed, about, spot, contracts) };
}

const USUAL_SLOPE = 0.02;
/** How much the slope moves, as a share of the volatility of a year. */
const SLOPE_SHARE = 0.1;
