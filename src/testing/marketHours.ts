import type { ContractId } from "../contracts/contractId.js";
import {
  type ContractPrices,
  contractPrices,
  contractPricesFrame,
  NO_BARS,
} from "../prices/contractPrices.js";
import type { Frame } from "../series/frame.js";
import { lowerBound, upperBound } from "../series/search.js";
import { trustTimeIndex } from "../series/timeIndex.js";
import { DAY, dayOf, HOUR } from "../time/civil.js";
import { NOTIONAL_CLOSE } from "../time/close.js";
import type { Market, MarketOfInstrument } from "./market.js";
import { eachColumn } from "./marketHistory.js";
import { randomStream } from "./randomStream.js";

/** Which hours are wanted: those that end at or after one wall time, and at or before another. */
export interface HoursWanted {
  readonly from?: number;
  readonly to?: number;
}

/**
 * Hourly bars of one contract, stamped at their end, a whole hour within the instrument's session. They are derived from the
 * daily bars and the seed on every call: a day's first opens at its OPEN, the last closes at its FINAL, one of them reaches
 * HIGH and one LOW, volumes add up to VOLUME. A day whose FINAL is far from its OPEN gets there in its last hour. None where
 * the market does not have the contract; no hours of days of which only the close is known.
 *
 * @example
 * hourlyBars(market, "BOND", "20180300", { from: toTime("2018-02-01"), to: toTime("2018-02-01 15:30") });
 */
export function hourlyBars(
  market: Market,
  instrument: string,
  contract: ContractId,
  wanted: HoursWanted = {},
): Frame {
  const { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY } = wanted;
  const about = market.instruments.get(instrument);
  const daily = about?.contracts.get(contract)?.prices;
  if (about === undefined || daily === undefined) return NO_BARS;
  const first = lowerBound(daily.time, dayOf(from) * DAY);
  const end = upperBound(daily.time, dayOf(to) * DAY + NOTIONAL_CLOSE);
  const hours = hoursOfDays(`${market.seed}/${instrument}/${contract}/hours`, about, daily, first, end);
  const frame = contractPricesFrame(hours);
  return frame.rows(lowerBound(frame.time, from), upperBound(frame.time, to));
}

/** The hours of rows `first` (inclusive) to `end` (exclusive) of daily bars. */
function hoursOfDays(
  seed: string,
  { session: { open, close }, tick }: MarketOfInstrument,
  daily: Frame,
  first: number,
  end: number,
): ContractPrices {
  const day = contractPrices(daily);
  const count = close - open;
  const onTick = rounding(tick);
  const shares = sharesOfVolume(count);
  const known: number[] = [];
  for (let row = first; row < end; row++) if (!Number.isNaN(day.OPEN[row]!)) known.push(row);

  const hours = eachColumn(
    new Float64Array(known.length * count),
    () => new Float64Array(known.length * count),
  );
  const { time, OPEN, HIGH, LOW, FINAL, VOLUME } = hours;
  for (let at = 0; at < known.length; at++) {
    const row = known[at]!;
    const start = at * count;
    const midnight = dayOf(day.time[row]!) * DAY;
    const bar = { open: day.OPEN[row]!, high: day.HIGH[row]!, low: day.LOW[row]!, final: day.FINAL[row]! };
    const usualRange = usualRangeAt(day, row);
    dayPath(`${seed}/${midnight}`, bar, usualRange, FINAL, start, count, onTick);
    let [highest, lowest, traded] = [start, start, 0];
    for (let hour = 0; hour < count; hour++) {
      const to = start + hour;
      time[to] = midnight + (open + hour + 1) * HOUR;
      OPEN[to] = hour === 0 ? bar.open : FINAL[to - 1]!;
      HIGH[to] = Math.max(OPEN[to]!, FINAL[to]!);
      LOW[to] = Math.min(OPEN[to]!, FINAL[to]!);
      if (HIGH[to]! > HIGH[highest]!) highest = to;
      if (LOW[to]! < LOW[lowest]!) lowest = to;
      const tradedNow = Math.round(day.VOLUME[row]! * shares[hour]!);
      VOLUME[to] = tradedNow - traded;
      traded = tradedNow;
    }
    HIGH[highest] = bar.high;
    LOW[lowest] = bar.low;
  }
  trustTimeIndex(time);
  return hours;
}

interface DayBar {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly final: number;
}

/** How far the path strays each hour, as a share of what days usually range. */
const STRAY = 0.15;

/** Closes of the `count` hours of a day from row `start`: a bridge from its open to its close, between its low and high. */
function dayPath(
  seed: string,
  { open, high, low, final }: DayBar,
  usualRange: number,
  closes: Float64Array,
  start: number,
  count: number,
  onTick: (price: number) => number,
): void {
  const wild = !(final / open > 0.5 && final / open < 2);
  const [end, stray] = wild ? [open, 0] : [final, usualRange * STRAY];
  const random = randomStream(seed);
  let walk = 0;
  for (let hour = 0; hour < count; hour++) {
    walk += stray * SQRT_12 * (random.uniform() - 0.5);
    closes[start + hour] = walk;
  }
  for (let hour = 0; hour < count - 1; hour++) {
    const share = (hour + 1) / count;
    const price = onTick(open + (end - open) * share + closes[start + hour]! - walk * share);
    closes[start + hour] = Math.min(high, Math.max(low, price));
  }
  closes[start + count - 1] = final;
}

/** Days whose ranges say what is usual. */
const USUAL_DAYS = 11;

/** The median of what the last days until a row ranged, high over low. */
function usualRangeAt({ HIGH, LOW }: ContractPrices, row: number): number {
  const ranges: number[] = [];
  for (let at = Math.max(0, row - USUAL_DAYS + 1); at <= row; at++) {
    const range = HIGH[at]! - LOW[at]!;
    if (Number.isNaN(range)) continue;
    let place = ranges.length;
    for (; place > 0 && ranges[place - 1]! > range; place--) ranges[place] = ranges[place - 1]!;
    ranges[place] = range;
  }
  return ranges[ranges.length >> 1]!;
}

/** What makes even numbers between 0 and 1 have a standard deviation of 1. */
const SQRT_12 = Math.sqrt(12);

/** The share of a day's volume that has traded by the end of each hour: most at the start and the end. */
function sharesOfVolume(count: number): Float64Array {
  const shares = new Float64Array(count);
  let sum = 0;
  for (let hour = 0; hour < count; hour++) {
    sum += 1 + ((2 * hour + 1 - count) / count) ** 2;
    shares[hour] = sum;
  }
  return shares.map((share) => share / sum);
}

/** Rounds to whole steps, to the double that the price's decimal text means. */
function rounding(tick: number): (price: number) => number {
  const steps = Math.round(1 / tick);
  if (steps >= 1 && Math.abs(steps * tick - 1) < 1e-9) return (price) => Math.round(price * steps) / steps;
  return (price) => Number((Math.round(price / tick) * tick).toPrecision(12));
}
