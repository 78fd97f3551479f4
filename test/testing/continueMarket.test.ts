import { describe, expect, it } from "vitest";
import { nextPricedContract, rollParameters } from "../../src/contracts/rollParameters.js";
import { isContangoError } from "../../src/errors/contangoError.js";
import { type InstrumentValues, instrument } from "../../src/instruments/instrument.js";
import { type ContractPriceSet, splitContractPrices } from "../../src/prices/contractPriceSet.js";
import { findSpike } from "../../src/prices/spikes.js";
import { series } from "../../src/series/construct.js";
import { Series } from "../../src/series/series.js";
import { between } from "../../src/series/slice.js";
import { generateMarket } from "../../src/testing/market.js";
import {
  type ContinuedInstrument,
  type ContinueMarketOptions,
  continueMarket,
} from "../../src/testing/marketContinued.js";
import { dailyCloses } from "../../src/testing/marketHistory.js";
import { hourlyBars } from "../../src/testing/marketHours.js";
import { DAY, dayOf } from "../../src/time/civil.js";
import { formatTime, toTime } from "../../src/time/text.js";
import { readFxCsv, readMultiplePricesCsv, readRollParameters } from "../support/csvFrames.js";

const REAL = ["CORN", "US10", "EUROSTX", "MXP", "V2X", "SOFR"];
const WEEKS = 12 * 7;

const terms = (code: string, rest: Partial<InstrumentValues> = {}) =>
  instrument({ code, pointSize: 50, currency: "USD", assetClass: "Other", ...rest });

const parameters = readRollParameters();
const real = REAL.map((code) => {
  const prices = splitContractPrices(readMultiplePricesCsv(code));
  const last = Math.max(...[...prices.values()].map((one) => one.timeAt(-1)));
  const currency = code === "EUROSTX" || code === "V2X" ? "EUR" : "USD";
  return { instrument: terms(code, { currency }), rollParameters: parameters.get(code)!, prices, last };
});
const fx = [["EURUSD", readFxCsv("EURUSD")]] as const;
/** The end of the last day of which a price is known. */
const lastDay = (dayOf(Math.max(...real.map(({ last }) => last))) + 1) * DAY - 1;
const market = continueMarket({ seed: "weeks", instruments: real, fx, to: lastDay + WEEKS * DAY });

/** Contracts of an instrument that had prices on its last days. */
const current = ({ prices, last }: { readonly prices: ContractPriceSet; readonly last: number }) =>
  [...prices].filter(([, closes]) => closes.timeAt(-1) > last - 10 * DAY);

describe("real prices", () => {
  it("are what the market has until then, by day", () => {
    for (const { instrument, prices } of real) {
      const { contracts } = market.instruments.get(instrument.code)!;
      for (const [contract, closes] of prices) {
        const known = dailyCloses(closes);
        const shown = between(contracts.get(contract)!.prices, undefined, known.timeAt(-1));
        expect(shown.time).toEqual(known.time);
        expect(shown.floats("FINAL")).toEqual(known.values);
        expect(shown.floats("OPEN").every(Number.isNaN)).toBe(true);
      }
    }
    const rates = dailyCloses(fx[0][1]);
    const shown = market.fx.get("EURUSD")!.rows(0, rates.length);
    expect([shown.time, shown.values]).toEqual([rates.time, rates.values]);
  });

  it("go on without a spike, in every contract that was current", () => {
    for (const one of real) {
      const { contracts } = market.instruments.get(one.instrument.code)!;
      expect(current(one).length).toBeGreaterThanOrEqual(2);
      for (const [contract, closes] of current(one)) {
        const { prices } = contracts.get(contract)!;
        const from = dailyCloses(closes).timeAt(-1) + 1;
        const simulated = between(prices, from);
        expect(simulated.length).toBeGreaterThan(5);
        const longest = [...one.prices.values()].reduce((best, each) =>
          each.length > best.length ? each : best,
        );
        expect(longest.length).toBeGreaterThan(100);
        expect(findSpike(prices, { from })).toBeUndefined();
      }
    }
  });

  it("go on as volatile as they were", () => {
    for (const { instrument, prices } of real) {
      const { contracts } = market.instruments.get(instrument.code)!;
      const returns = (closes: Series): number[] =>
        Array.from(closes.values.subarray(1), (value, row) => Math.log(value / closes.values[row]!));
      const deviation = (of: readonly number[]): number =>
        Math.sqrt(of.reduce((sum, one) => sum + one ** 2, 0) / of.length);
      const [contract, longest] = current({ prices, last: lastOf(prices) }).reduce((best, one) =>
        one[1].length > best[1].length ? one : best,
      );
      const before = deviation(returns(dailyCloses(longest)).slice(-250));
      const after = deviation(returns(between(contracts.get(contract)!.prices.series("FINAL"), lastDay)));
      expect(after / before).toBeGreaterThan(0.3);
      expect(after / before).toBeLessThan(3);
    }
  });

  it("are joined by later contracts of the cycle, near the last ones", () => {
    for (const one of real) {
      const { contracts, rollParameters } = market.instruments.get(one.instrument.code)!;
      const ids = [...contracts.keys()];
      expect(ids).toEqual([...ids].sort());
      const last = [...one.prices.keys()].at(-1)!;
      const next = contracts.get(nextPricedContract(last, rollParameters));
      if (next === undefined) continue;
      const [price, before] = [
        next.prices.floats("FINAL")[0]!,
        contracts.get(last)!.prices.floats("FINAL").at(-1)!,
      ];
      expect(Math.abs(Math.log(price / before))).toBeLessThan(0.5);
      expect(next.prices.time[0]).toBeGreaterThan(lastDay);
    }
    const grown = real.filter(
      (one) => market.instruments.get(one.instrument.code)!.contracts.size > one.prices.size,
    );
    expect(grown.length).toBeGreaterThan(3);
  });

  it("get whole bars, hours and volumes", () => {
    for (const one of real) {
      const [contract] = current(one)[0]!;
      const { prices } = market.instruments.get(one.instrument.code)!.contracts.get(contract)!;
      const bars = between(prices, lastDay + 1);
      for (const name of bars.names) expect(bars.floats(name).every(Number.isFinite)).toBe(true);
      const hours = hourlyBars(market, one.instrument.code, contract);
      expect(dayOf(hours.time[0]!)).toBe(dayOf(bars.time[0]!));
      expect(
        between(hours, bars.time[0]! - DAY, bars.time[0]!)
          .floats("FINAL")
          .at(-1),
      ).toBe(bars.floats("FINAL")[0]);
    }
  });

  it("of FX go on from the last rate", () => {
    const rates = market.fx.get("EURUSD")!;
    const from = dailyCloses(fx[0][1]).timeAt(-1) + 1;
    expect(findSpike(rates, { from })).toBeUndefined();
    expect(between(rates, from).length).toBeGreaterThan(WEEKS / 2);
    expect([...market.fx.keys()]).toEqual(["EURUSD"]);
  });

  it.each([0, 0.0001])("of FX move as much as they did: those of a pegged rate by %d a day", (step) => {
    const { time } = dailyCloses(fx[0][1]);
    const pegged = new Series(
      time,
      Float64Array.from(time, (_, row) => 0.128 * (1 + (row % 2) * step)),
    );
    const to = lastDay + WEEKS * DAY;
    const { fx: continuedFx } = continueMarket({ seed: 1, instruments: real, fx: [["HKDUSD", pegged]], to });
    const made = between(continuedFx.get("HKDUSD")!, time.at(-1)! + 1);
    expect(made.length).toBeGreaterThan(WEEKS / 2);
    const returns = made.values.slice(1).map((value, row) => Math.abs(Math.log(value / made.values[row]!)));
    const mean = returns.reduce((sum, one) => sum + one, 0) / returns.length;
    expect(mean).toBeGreaterThanOrEqual(step / 3);
    expect(mean).toBeLessThanOrEqual(step * 3);
  });

  it("go on the same way from the same seed, whatever the last day and the other instruments", () => {
    const [corn] = real as [(typeof real)[0]];
    const finals = (of: ReturnType<typeof continueMarket>) =>
      [...of.instruments.get("CORN")!.contracts].map(
        ([id, { prices }]) => [id, prices.floats("FINAL")] as const,
      );
    const from = lastDay + 1;
    const long = new Map(finals(market));
    const options = { instruments: [corn], from, to: from + 20 * DAY };
    for (const [id, values] of finals(continueMarket({ seed: "weeks", ...options }))) {
      expect(long.get(id)!.subarray(0, values.length)).toEqual(values);
    }
    expect(finals(continueMarket({ seed: "other", ...options }))).not.toEqual(
      finals(continueMarket({ seed: "weeks", ...options })),
    );
  });
});

const lastOf = (prices: ContractPriceSet): number =>
  Math.max(...[...prices.values()].map((one) => one.timeAt(-1)));

describe("a generated market", () => {
  it("goes on as a continued one, with whole bars throughout", () => {
    const first = generateMarket({ seed: 1, instruments: 3, from: "2018", to: "2019" });
    const next = continueMarket({
      seed: 2,
      instruments: [...first.instruments.values()].map(
        ({ instrument, rollParameters, contracts, session }) => ({
          instrument,
          rollParameters,
          session,
          prices: [...contracts].map(([id, { prices }]) => [id, prices] as const),
        }),
      ),
      fx: first.fx,
      to: "2020-06",
      holidays: [{ day: "2020-01-01" }],
    });
    for (const [code, { contracts, holidays }] of next.instruments) {
      expect(holidays).toEqual([toTime("2020-01-01")]);
      for (const [id, { prices }] of contracts) {
        const before = first.instruments.get(code)!.contracts.get(id)?.prices;
        if (before !== undefined) {
          const same = prices.rows(0, before.length);
          for (const name of before.names) expect(same.floats(name)).toEqual(before.floats(name));
        }
        expect(prices.names.every((name) => prices.floats(name).every(Number.isFinite))).toBe(true);
        expect(between(prices, "2020-01-01", "2020-01-01").length).toBe(0);
      }
    }
  });
});

describe("bad input", () => {
  const roll = rollParameters({ holdCycle: "HMUZ", pricedCycle: "HMUZ" });
  const one = (prices: ContinuedInstrument["prices"]): ContinueMarketOptions => ({
    seed: 1,
    instruments: [{ instrument: terms("X"), rollParameters: roll, prices }],
    to: "2020-06",
  });
  const refused = (options: ContinueMarketOptions): string => {
    try {
      continueMarket(options);
    } catch (error) {
      if (isContangoError(error, "MARKET_PARAMETER")) return error.message;
      throw error;
    }
    throw new Error("nothing was thrown");
  };
  const closes = (...values: number[]): Series =>
    series(
      values.map((_, row) => toTime("2020-01-06 23:00") + row * DAY),
      values,
    );

  it("is refused with what to do", () => {
    expect(refused(one([]))).toContain("there are no prices to continue");
    expect(refused(one([["20200300", closes(Number.NaN)]]))).toContain("there are no prices to continue");
    expect(refused(one([["20200300", closes(1, -2)]]))).toContain(
      "X: the last price of 20200300 at 2020-01-07 23:00:00 was -2; only prices above zero continue",
    );
    expect(refused({ ...one([["20200300", closes(1, 2)]]), from: "2020-01-07" })).toContain(
      "prices are known until 2020-01-07 23:00:00; begin after that",
    );
    expect(refused({ ...one([["20200300", closes(1, 2)]]), to: "2020-01-07" })).toContain("no business day");
    const two = one([["20200300", closes(1, 2)]]);
    const empty = { ...two.instruments[0]!, instrument: terms("Y"), prices: [] };
    expect(refused({ ...two, instruments: [...two.instruments, empty] })).toContain("Y: there are no prices");
  });

  it("may be a single close", () => {
    const { instruments } = continueMarket(one([["20200600", closes(50)]]));
    const { prices } = instruments.get("X")!.contracts.get("20200600")!;
    expect(prices.row(0)).toMatchObject({ time: toTime("2020-01-06 23:00"), FINAL: 50 });
    expect(formatTime(prices.time[1]!)).toBe("2020-01-07 23:00:00");
    expect(Math.abs(prices.floats("FINAL")[1]! / 50 - 1)).toBeLessThan(0.05);
  });
});
