import { type ContractId, contractId } from "../contracts/contractId.js";
import {
  approximateExpiry,
  desiredRollDate,
  nextHeldContract,
  nextPricedContract,
  previousHeldContract,
  type RollParameters,
} from "../contracts/rollParameters.js";
import { contractPricesFrame } from "../prices/contractPrices.js";
import type { Frame } from "../series/frame.js";
import { lowerBound, upperBound } from "../series/search.js";
import { civilFromDays, DAY, dayOf } from "../time/civil.js";
import { NOTIONAL_CLOSE } from "../time/close.js";
import { joinBars } from "./marketHistory.js";
import type { MarketInstrument } from "./marketInstruments.js";
import type { Spot } from "./marketSpot.js";
import { randomStream } from "./randomStream.js";

/** One contract of a generated market. */
export interface MarketContract {
  readonly contract: ContractId;
  /** Midnight of the last day of trading, epoch milliseconds. */
  readonly expiry: number;
  /** Daily bars OPEN, HIGH, LOW, FINAL, VOLUME at 23:00. */
  readonly prices: Frame;
}

const YEAR = 365.25 * DAY;

/** Calendar days in which the odds that a trade is in the next contract grow e-fold, as trading moves there. */
const SHIFT_DAYS = 2;
/** Trading has moved on at least so many calendar days before expiry. */
const SHIFT_BEFORE_EXPIRY = 8;
/** What trades in a contract that is not, or not yet, held, as a share of one that is. */
const FAR_SHARE = 0.02;

/** A contract that has traded before `spot` begins. */
export interface KnownContract {
  /** Daily bars until then. */
  readonly bars: Frame;
  /** Log of its price over what spot and slope give; undefined where its last bar is too old to go on from. */
  readonly offset: number | undefined;
}

/** The contracts that trade while `spot` runs, and those known before, in order, with their prices. */
export function marketContracts(
  seed: string,
  about: MarketInstrument,
  spot: Spot,
  known: ReadonlyMap<ContractId, KnownContract> = new Map(),
): MarketContract[] {
  const parameters = about.rollParameters;
  const [first, last] = [spot.time[0], spot.time.at(-1)];
  if (first === undefined || last === undefined) return [];
  const contracts: MarketContract[] = [];
  for (const contract of [
    ...new Set([...known.keys(), ...tradedContracts(first, last, parameters)]),
  ].sort()) {
    const before = known.get(contract);
    const from = before === undefined ? lowerBound(spot.time, firstTrade(contract, parameters)) : 0;
    const expiry = approximateExpiry(contract, parameters);
    const to = upperBound(spot.time, expiry + NOTIONAL_CLOSE);
    if (from >= to && before === undefined) continue;
    const prices = contractBars(`${seed}/${contract}`, contract, about, spot, from, to, before);
    contracts.push({ contract, expiry, prices });
  }
  return contracts;
}

/** The priced contracts that may trade at some time of a span. */
function tradedContracts(first: number, last: number, parameters: RollParameters): ContractId[] {
  const contracts: ContractId[] = [];
  let contract = nextPricedContract(monthBefore(first), parameters);
  while (firstTrade(contract, parameters) <= last) {
    contracts.push(contract);
    contract = nextPricedContract(contract, parameters);
  }
  return contracts;
}

/** A contract that has expired by then: that of the month a year and more ago. */
export function monthBefore(time: number): ContractId {
  const { year, month } = civilFromDays(dayOf(time) - 400);
  return contractId(`${year}${String(month).padStart(2, "0")}`);
}

/**
 * When a contract starts to trade: early enough to be the forward contract all the time that the contract before it is held.
 */
function firstTrade(contract: ContractId, parameters: RollParameters): number {
  const before = previousHeldContract(contract, parameters);
  return desiredRollDate(previousHeldContract(before, parameters), parameters) - 60 * DAY;
}

/**
 * Daily bars of one contract from row `from` (inclusive) to `to` (exclusive) of the underlying. The close is the cost-of-carry
 * price S·exp(slope·τ + season(expiry) − season(now)), with τ the years to expiry, so that it meets the underlying there.
 */
function contractBars(
  seed: string,
  contract: ContractId,
  about: MarketInstrument,
  spot: Spot,
  from: number,
  to: number,
  known: KnownContract | undefined,
): Frame {
  if (from >= to && known !== undefined) return known.bars;
  const random = randomStream(seed);
  const { tick, seasonality, volume } = about;
  const expiry = approximateExpiry(contract, about.rollParameters);
  const season = (time: number): number => seasonality * Math.cos(2 * Math.PI * (time / YEAR - 0.25));
  const onTick = (price: number): number => {
    const steps = Math.max(1, Math.round(price / tick));
    return Number((steps * tick).toPrecision(12));
  };
  const share = shareOfTrading(contract, about.rollParameters);
  const room = (): Float64Array => new Float64Array(to - from);
  const [OPEN, HIGH, LOW, FINAL, VOLUME] = [room(), room(), room(), room(), room()];
  const lastClose = known?.offset === undefined ? undefined : known.bars.floats("FINAL").at(-1);
  const offset = known?.offset ?? 0;
  for (let row = 0; row < to - from; row++) {
    const now = spot.time[from + row]! - NOTIONAL_CLOSE;
    const years = (expiry - now) / YEAR;
    const difference = spot.slope[from + row]! * years + season(expiry) - season(now);
    const final = onTick(spot.price[from + row]! * Math.exp(difference + offset));
    const spread = spot.dailyVolatility[from + row]!;
    const before = row === 0 ? (lastClose ?? final) : FINAL[row - 1]!;
    const open = onTick(before * Math.exp(0.3 * spread * random.normal()));
    FINAL[row] = final;
    OPEN[row] = open;
    HIGH[row] = onTick(Math.max(open, final) * Math.exp(0.4 * spread * Math.abs(random.normal())));
    LOW[row] = onTick(Math.min(open, final) * Math.exp(-0.4 * spread * Math.abs(random.normal())));
    VOLUME[row] = Math.round(volume * share(now) * Math.exp(0.25 * random.normal()));
  }
  const bars = { time: spot.time.slice(from, to), OPEN, HIGH, LOW, FINAL, VOLUME };
  return contractPricesFrame(known === undefined ? bars : joinBars(known.bars, bars));
}

/**
 * How much trades in a contract, 1 when all do: most trading is in the contract that is held, and moves to the next held one
 * around the desired roll date, at the latest eight days before expiry.
 */
function shareOfTrading(contract: ContractId, parameters: RollParameters): (time: number) => number {
  const before = previousHeldContract(contract, parameters);
  const held = nextHeldContract(before, parameters) === contract;
  if (!held) return () => FAR_SHARE;
  const leaves = (one: ContractId): number =>
    Math.min(
      desiredRollDate(one, parameters),
      approximateExpiry(one, parameters) - SHIFT_BEFORE_EXPIRY * DAY,
    );
  const [start, end] = [leaves(before), leaves(contract)];
  const step = (distance: number): number => 1 / (1 + Math.exp(-distance / (SHIFT_DAYS * DAY)));
  return (time) => Math.max(FAR_SHARE, step(time - start) * step(end - time));
}
