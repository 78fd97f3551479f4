import { businessDayOf, dayOfBusinessDay } from "../time/businessDays.js";
import { DAY, dayOf } from "../time/civil.js";
import { NOTIONAL_CLOSE } from "../time/close.js";
import { formatTime } from "../time/text.js";
import { refuse } from "./marketRefusal.js";
import { randomStream } from "./randomStream.js";

/** Business days in a year. */
export const YEAR_ROWS = 256;

/** The underlying of an instrument, one entry a business day. */
export interface Spot {
  /** Epoch milliseconds of wall time, 23:00 of each business day. */
  readonly time: Float64Array;
  readonly price: Float64Array;
  /** Standard deviation of the day's log return, known the evening before. */
  readonly dailyVolatility: Float64Array;
  /** Log price difference of two contracts a year apart. */
  readonly slope: Float64Array;
}

/** As {@link businessCloses}. @throws ContangoError `MARKET_PARAMETER` where there is none. */
export function marketCloses(from: number, to: number): Float64Array {
  const time = businessCloses(from, to);
  if (time.length > 0) return time;
  throw refuse(`no business day lies from ${formatTime(from)} to ${formatTime(to)}; give a longer span`);
}

/** 23:00 of each business day from the day of one time to the day of another, both included. */
function businessCloses(from: number, to: number): Float64Array {
  const day = dayOf(from);
  const first = businessDayOf(day) + (dayOfBusinessDay(businessDayOf(day)) < day ? 1 : 0);
  const length = Math.max(0, businessDayOf(dayOf(to)) - first + 1);
  return Float64Array.from({ length }, (_, row) => dayOfBusinessDay(first + row) * DAY + NOTIONAL_CLOSE);
}

/** How much of yesterday's squared shock, and of yesterday's variance, today's variance keeps (GARCH(1,1)). */
const SHOCK = 0.06;
const MEMORY = 0.92;
/** Volatility stays below so many times its usual level, and a day's return below so many standard deviations. */
const WILDEST = 3;
const LARGEST_RETURN = 4;
/** The slope wanders about its mean with this standard deviation, and forgets half of that in about half a year. */
const SLOPE_DEVIATION = 0.03;
const SLOPE_MEMORY = 0.5 ** (1 / 128);

/** How a path begins and bends where it continues known prices. */
export interface SpotStart {
  /** Of the first day's log return. */
  readonly variance: number;
  /** Standard deviation of the slope about its mean, from which it starts. */
  readonly slopeDeviation: number;
}

/**
 * A log price with clustering volatility (GARCH(1,1) shocks) that is pulled to where it began, and a slope of the term
 * structure that wanders about its mean. Every day takes as many random numbers, so later days never change earlier ones.
 */
export function spotPath(
  seed: string,
  time: Float64Array,
  about: {
    readonly price: number;
    readonly volatility: number;
    readonly slope: number;
    readonly meanReversion: number;
  },
  start?: SpotStart,
): Spot {
  const random = randomStream(seed);
  const usual = about.volatility ** 2 / YEAR_ROWS;
  const price = new Float64Array(time.length);
  const dailyVolatility = new Float64Array(time.length);
  const slope = new Float64Array(time.length);
  let variance = start?.variance ?? usual;
  let level = 0;
  const slopeDeviation = start?.slopeDeviation ?? SLOPE_DEVIATION;
  let wander = (start === undefined ? 1 : 0) * random.normal() * SLOPE_DEVIATION;
  for (let row = 0; row < time.length; row++) {
    const normal = random.normal();
    const shock = Math.sqrt(variance) * Math.max(-LARGEST_RETURN, Math.min(LARGEST_RETURN, normal));
    level += shock - (about.meanReversion / YEAR_ROWS) * level;
    wander = SLOPE_MEMORY * wander + Math.sqrt(1 - SLOPE_MEMORY ** 2) * slopeDeviation * random.normal();
    price[row] = about.price * Math.exp(level);
    dailyVolatility[row] = Math.sqrt(variance);
    slope[row] = about.slope + wander;
    variance = Math.min(
      WILDEST ** 2 * usual,
      (1 - SHOCK - MEMORY) * usual + SHOCK * shock ** 2 + MEMORY * variance,
    );
  }
  return { time, price, dailyVolatility, slope };
}
