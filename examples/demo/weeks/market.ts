import {
  abs,
  type Desk,
  diff,
  dropMissing,
  type Frame,
  floatColumn,
  mean,
  referencePrice,
  resampleBusinessDays,
  splitContractPrices,
  tail,
} from "contango";
import { continueMarket, type Market } from "contango/testing";

const PRICES = ["OPEN", "HIGH", "LOW", "FINAL"];

/** A made-up market that goes on where the stored prices of some instruments end. */
export async function continuedMarket({ data }: Desk, codes: readonly string[], to: number): Promise<Market> {
  const instruments = await Promise.all(
    codes.map(async (code) => ({
      instrument: await data.instruments.get(code),
      rollParameters: await data.rollParameters.get(code),
      prices: splitContractPrices(await data.multiplePrices.get(code)),
    })),
  );
  const pairs = await data.fxPrices.list();
  const fx = await Promise.all(pairs.map(async (pair) => [pair, await data.fxPrices.get(pair)] as const));
  return continueMarket({ seed: 15, instruments, fx, to });
}

/** The market with all prices of an instrument times a factor from a time on: something has really happened. */
export function withJump(market: Market, code: string, from: number, factor: number): Market {
  const about = market.instruments.get(code)!;
  const onTick = (price: number): number =>
    Number((Math.round(price / about.tick) * about.tick).toPrecision(10));
  const jumped = (time: number, price: number): number => (time < from ? price : onTick(price * factor));
  const contracts = new Map(
    [...about.contracts].map(([id, one]) => [id, { ...one, prices: mapPrices(one.prices, jumped) }]),
  );
  return { ...market, instruments: new Map(market.instruments).set(code, { ...about, contracts }) };
}

function mapPrices(bars: Frame, change: (time: number, price: number) => number): Frame {
  const changed = (name: string): Float64Array =>
    bars.floats(name).map((price, row) => change(bars.time[row]!, price));
  return bars.with(Object.fromEntries(PRICES.map((name) => [name, floatColumn(changed(name))])));
}

/** A move of so many average days of the last year, as a factor on the price, which is above zero. */
export async function daysMove({ data }: Desk, code: string, days: number): Promise<number> {
  const year = tail(dropMissing(resampleBusinessDays(await data.adjustedPrices.get(code), "last")), 256);
  const { price } = referencePrice(await data.multiplePrices.get(code))!;
  const move = (days * mean(dropMissing(abs(diff(year))))) / price;
  return Number((1 + move).toPrecision(3));
}
