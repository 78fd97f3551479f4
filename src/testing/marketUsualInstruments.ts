import type { MarketInstrumentInput } from "./marketInstruments.js";
import { refuse } from "./marketRefusal.js";

/** The usual kinds of futures, one of each: what a market is made of where no instruments are named. */
export const USUAL_INSTRUMENTS: readonly MarketInstrumentInput[] = [
  {
    code: "GRAIN",
    rollParameters: {
      holdCycle: "Z",
      pricedCycle: "HKNUZ",
      rollOffsetDays: -60,
      carryOffset: -1,
      approximateExpiryOffset: 14,
    },
    price: 450,
    volatility: 0.25,
    slope: 0.03,
    seasonality: 0.05,
    tick: 0.25,
    volume: 150_000,
    pointSize: 50,
    assetClass: "Ags",
  },
  {
    code: "BOND",
    rollParameters: {
      holdCycle: "HMUZ",
      pricedCycle: "HMUZ",
      rollOffsetDays: -25,
      carryOffset: 1,
      approximateExpiryOffset: 19,
    },
    price: 120,
    volatility: 0.06,
    slope: -0.02,
    tick: 1 / 64,
    volume: 900_000,
    pointSize: 1000,
    assetClass: "Bond",
  },
  {
    code: "EQUITY",
    rollParameters: {
      holdCycle: "HMUZ",
      pricedCycle: "HMUZ",
      rollOffsetDays: -5,
      carryOffset: 1,
      approximateExpiryOffset: 15,
    },
    price: 3500,
    volatility: 0.2,
    slope: -0.01,
    tick: 1,
    volume: 700_000,
    pointSize: 10,
    currency: "EUR",
    assetClass: "Equity",
  },
  {
    code: "CRUDE",
    rollParameters: {
      holdCycle: "FGHJKMNQUVXZ",
      pricedCycle: "FGHJKMNQUVXZ",
      rollOffsetDays: -40,
      carryOffset: -1,
      approximateExpiryOffset: -11,
    },
    price: 70,
    volatility: 0.35,
    slope: -0.06,
    tick: 0.01,
    volume: 300_000,
    pointSize: 500,
    assetClass: "OilGas",
  },
  {
    code: "GAS",
    rollParameters: {
      holdCycle: "FGHJKMNQUVXZ",
      pricedCycle: "FGHJKMNQUVXZ",
      rollOffsetDays: -35,
      carryOffset: -1,
      approximateExpiryOffset: -4,
    },
    price: 3,
    volatility: 0.5,
    slope: 0.05,
    seasonality: 0.12,
    tick: 0.001,
    volume: 200_000,
    pointSize: 2500,
    assetClass: "OilGas",
  },
  {
    code: "METAL",
    rollParameters: {
      holdCycle: "GJMQVZ",
      pricedCycle: "GJMQVZ",
      rollOffsetDays: -30,
      carryOffset: 1,
      approximateExpiryOffset: 26,
    },
    price: 1800,
    volatility: 0.16,
    slope: 0.03,
    tick: 0.1,
    volume: 120_000,
    pointSize: 10,
    assetClass: "Metals",
  },
  {
    code: "CURRENCY",
    rollParameters: {
      holdCycle: "HMUZ",
      pricedCycle: "HMUZ",
      rollOffsetDays: -5,
      carryOffset: 1,
      approximateExpiryOffset: 17,
    },
    price: 0.009,
    volatility: 0.1,
    slope: 0.02,
    tick: 0.0000005,
    volume: 100_000,
    pointSize: 12_500_000,
    assetClass: "FX",
  },
  {
    code: "VOLATILITY",
    rollParameters: {
      holdCycle: "FGHJKMNQUVXZ",
      pricedCycle: "FGHJKMNQUVXZ",
      rollOffsetDays: -60,
      carryOffset: -1,
      approximateExpiryOffset: 19,
    },
    price: 22,
    volatility: 0.7,
    meanReversion: 4,
    slope: 0.15,
    tick: 0.05,
    volume: 50_000,
    pointSize: 100,
    currency: "EUR",
    assetClass: "Vol",
  },
];

/** So many instruments: those of {@link USUAL_INSTRUMENTS}, again with a number behind the code when they run out. */
export function someInstruments(count: number): MarketInstrumentInput[] {
  if (!(Number.isSafeInteger(count) && count >= 1)) {
    throw refuse(`the market was to have ${count} instruments; give a whole number from 1, or a list`);
  }
  const kinds = USUAL_INSTRUMENTS.length;
  return Array.from({ length: count }, (_, at) => {
    const kind = USUAL_INSTRUMENTS[at % kinds]!;
    return at < kinds ? kind : { ...kind, code: `${kind.code}_${Math.floor(at / kinds) + 1}` };
  });
}
