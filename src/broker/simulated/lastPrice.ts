import type { ContractKey } from "../../contracts/contractKey.js";
import { upperBound } from "../../series/search.js";
import type { Market } from "../../testing/market.js";
import { DAY, dayOf, HOUR } from "../../time/civil.js";
import type { FaultScript } from "./faultScript.js";
import { barUntil } from "./shownBars.js";

/**
 * Gives the price at which a contract last traded at a wall time: the close of its last hour or day; NaN before it trades. Bad
 * prices are not in it, be they planted in the market or in the script.
 */
export function lastPrices(
  market: Market,
  script: FaultScript,
): (key: ContractKey, wallTime: number) => number {
  const planted = new Map(
    market.faults.map((fault) => [`${fault.instrument}/${fault.contract}/${fault.time}`, fault.trueValue]),
  );
  return (key, wallTime) => {
    const about = market.instruments.get(key.instrument);
    const prices = about?.contracts.get(key.contract)?.prices;
    if (about === undefined || prices === undefined) return Number.NaN;
    const midnight = dayOf(wallTime) * DAY;
    let row = upperBound(prices.time, wallTime);
    if (dayOf(prices.time[row] ?? 0) === dayOf(wallTime)) {
      const over = wallTime >= midnight + about.session.close * HOUR;
      const bar = over ? undefined : barUntil(market, key, midnight, wallTime);
      if (bar !== undefined) return script.belowZero(key, midnight) ? -bar.FINAL : bar.FINAL;
      if (over) row++;
    }
    const time = prices.time[row - 1];
    if (time === undefined) return Number.NaN;
    const final =
      planted.get(`${key.instrument}/${key.contract}/${time}`) ?? prices.floats("FINAL")[row - 1]!;
    return script.belowZero(key, time) ? -final : final;
  };
}
