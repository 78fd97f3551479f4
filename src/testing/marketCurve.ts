import type { ContractId } from "../contracts/contractId.js";
import { DAY } from "../time/civil.js";
import { formatTime } from "../time/text.js";
import { refuse } from "./marketRefusal.js";

/** The last known close of a contract. */
export interface LastClose {
  readonly contract: ContractId;
  readonly expiry: number;
  readonly time: number;
  readonly price: number;
}

/** The term structure on the last day that is known. */
export interface Curve {
  /** Price of the underlying. */
  readonly spot: number;
  /** Log price difference of two contracts a year apart. */
  readonly slope: number;
  /** Log of a contract's price over what the line through all gives; 0 for one that is not there. */
  readonly offsets: ReadonlyMap<ContractId, number>;
}

const YEAR = 365.25 * DAY;
/** Closes older than so many calendar days say nothing about the curve. */
const RECENT_DAYS = 10;
/** Where seasons make two contracts very different, a line through them would send far ones nowhere. */
const STEEPEST = 0.3;

/**
 * The line of log prices by years to expiry that fits the recent closes best, and how far each contract is off it.
 *
 * @throws ContangoError `MARKET_PARAMETER` where there is no close, or one that is not above zero.
 */
export function fitCurve(code: string, closes: readonly LastClose[], usualSlope: number): Curve {
  const newest = Math.max(...closes.map(({ time }) => time));
  const recent = closes.filter(({ time }) => time > newest - RECENT_DAYS * DAY);
  if (recent.length === 0) throw refuse(`${code}: there are no prices to continue; give some`, code);
  const points = recent.map(({ contract, expiry, time, price }) => {
    if (!(price > 0)) {
      const at = `${contract} at ${formatTime(time)}`;
      throw refuse(`${code}: the last price of ${at} was ${price}; only prices above zero continue`, code);
    }
    return { contract, years: (expiry - time) / YEAR, log: Math.log(price) };
  });
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, one) => sum + one, 0) / values.length;
  const [years, log] = [mean(points.map((one) => one.years)), mean(points.map((one) => one.log))];
  const spread = mean(points.map((one) => (one.years - years) ** 2));
  const together = mean(points.map((one) => (one.years - years) * (one.log - log)));
  const slope = spread > 0 ? Math.max(-STEEPEST, Math.min(STEEPEST, together / spread)) : usualSlope;
  const level = log - slope * years;
  return {
    spot: Math.exp(level),
    slope,
    offsets: new Map(points.map((one) => [one.contract, one.log - level - slope * one.years])),
  };
}
