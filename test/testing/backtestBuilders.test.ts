import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isContangoError } from "../../src/errors/contangoError.js";
import { backAdjust } from "../../src/prices/backAdjust.js";
import { Series } from "../../src/series/series.js";
import { backtestDataOf, instrumentData } from "../../src/testing/backtestInstruments.js";
import {
  fxRate,
  gappingPrice,
  rangingPrice,
  type TrendingPriceOptions,
  trendingPrice,
} from "../../src/testing/backtestPrices.js";
import { carryPrices, rollJump } from "../../src/testing/backtestRolls.js";
import { DAY, dayOf, weekday } from "../../src/time/civil.js";
import { isClosingTime } from "../../src/time/close.js";
import { formatTime, toTime } from "../../src/time/text.js";

/** The message of the MARKET_PARAMETER error that a call throws. */
function refusal(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    if (isContangoError(error, "MARKET_PARAMETER")) return error.message;
    throw error;
  }
  throw new Error("nothing was thrown");
}

const changes = (series: Series): number[] =>
  Array.from(series.values.subarray(1), (value, row) => value - series.values[row]!);
const mean = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0) / values.length;
const deviation = (values: readonly number[]): number =>
  Math.sqrt(mean(values.map((value) => (value - mean(values)) ** 2)));

const PRICES: Readonly<Record<string, (options?: TrendingPriceOptions) => Series>> = {
  trendingPrice,
  rangingPrice,
  gappingPrice,
  fxRate,
};

describe.each(Object.entries(PRICES))("%s", (_, price) => {
  it("has a row at 23:00 of each business day", () => {
    const { time } = price({ days: 30, from: "2024-02-24" });
    expect(formatTime(time[0]!)).toBe("2024-02-26 23:00:00");
    expect(time.every(isClosingTime)).toBe(true);
    expect([...new Set(Array.from(time, (at) => weekday(dayOf(at))))]).toEqual([0, 1, 2, 3, 4]);
    expect(time.at(-1)! - time[0]!).toBe((5 * 7 + 4) * DAY);
  });

  it("is the same for the same seed, another for another, and a longer one begins the same", () => {
    const at = { noise: 1, start: 50, at: 10 };
    const one = price({ ...at, days: 40, seed: "a" });
    expect([...price({ ...at, days: 40, seed: "a" }).values]).toEqual([...one.values]);
    expect([...price({ ...at, days: 90, seed: "a" }).values.subarray(0, 40)]).toEqual([...one.values]);
    expect([...price({ ...at, days: 40, seed: "b" }).values]).not.toEqual([...one.values]);
    expect(one.values[0]).toBe(50);
  });

  it("has no price in the rows that are missing", () => {
    const { values } = price({ days: 20, noise: 1, missing: [3, 19], at: 5 } as TrendingPriceOptions);
    const all = price({ days: 20, noise: 1, at: 5 } as TrendingPriceOptions).values;
    expect([...values]).toEqual([...all].map((value, row) => (row === 3 || row === 19 ? Number.NaN : value)));
  });

  it("refuses what makes no price", () => {
    expect(refusal(() => price({ days: 0 }))).toContain("a price of 0 days was asked for");
    expect(refusal(() => price({ days: 2.5 }))).toContain("a price of 2.5 days");
    expect(refusal(() => price({ noise: -1 }))).toContain("the noise was -1");
    expect(refusal(() => price({ start: Number.NaN }))).toContain("the start was NaN");
    expect(refusal(() => price({ days: 10, missing: [10] }))).toContain("row 10 of 10");
  });
});

describe("trendingPrice", () => {
  it("changes by its drift, plus or minus its noise", () => {
    expect(changes(trendingPrice({ days: 4, drift: -0.5, noise: 0 }))).toEqual([-0.5, -0.5, -0.5]);
    const noisy = changes(trendingPrice({ days: 20_000, drift: 0.2, noise: 2 }));
    expect(Math.abs(mean(noisy) - 0.2)).toBeLessThan(0.06);
    expect(Math.abs(deviation(noisy) - 2)).toBeLessThan(0.05);
  });
});

describe("rangingPrice", () => {
  it("goes up and down about its start", () => {
    const { values } = rangingPrice({ days: 41, start: 100, range: 5, period: 20, noise: 0 });
    expect([values[5], values[15], values[25]].map((value) => value!.toFixed(9))).toEqual([
      "105.000000000",
      "95.000000000",
      "105.000000000",
    ]);
    expect(values[40]).toBeCloseTo(100, 9);
  });

  it("refuses a period that a day cannot show", () => {
    expect(refusal(() => rangingPrice({ period: 1 }))).toContain("period was 1");
  });
});

describe("gappingPrice", () => {
  it("jumps once", () => {
    expect([...gappingPrice({ days: 6, noise: 0, gap: 3, at: 4 }).values]).toEqual([
      100, 100, 100, 100, 103, 103,
    ]);
    expect(changes(gappingPrice({ days: 7, noise: 0 }))).toEqual([0, 0, -10, 0, 0, 0]);
  });

  it("refuses a gap that is nowhere", () => {
    expect(refusal(() => gappingPrice({ days: 5, at: 5 }))).toContain("the gap was put in row 5 of 5");
    expect(refusal(() => gappingPrice({ gap: Number.POSITIVE_INFINITY }))).toContain("the gap was Infinity");
  });
});

const years = (contract: string): number => Number(contract.slice(0, 4)) + Number(contract.slice(4, 6)) / 12;

describe("carryPrices", () => {
  it("has the carry that was asked for on every day, and stitches back into the price", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -50, max: 50, noNaN: true }),
        fc.constantFrom(1, 2, 3, 4, 6, 12),
        fc.integer({ min: 1, max: 700 }),
        fc.integer({ min: 0, max: 1000 }),
        (carry, monthsApart, days, seed) => {
          const price = trendingPrice({ days, seed, from: "2021-11-15" });
          const prices = carryPrices(price, { carry, monthsApart });
          const [held, next] = [prices.strings("PRICE_CONTRACT"), prices.strings("CARRY_CONTRACT")];
          for (let row = 0; row < days; row++) {
            const distance =
              years(next.dictionary[next.values[row]!]!) - years(held.dictionary[held.values[row]!]!);
            expect(distance * 12).toBeCloseTo(monthsApart, 6);
            const earned = prices.floats("PRICE")[row]! - prices.floats("CARRY")[row]!;
            expect(earned / distance).toBeCloseTo(carry, 6);
          }
          const adjusted = backAdjust(prices);
          expect(adjusted.time).toBe(price.time);
          for (let row = 0; row < days; row++)
            expect(adjusted.values[row]).toBeCloseTo(price.values[row]!, 8);
        },
      ),
      { numRuns: 20 },
    );
  });

  it("holds a contract until its month begins", () => {
    const prices = carryPrices(trendingPrice({ days: 50, from: "2024-02-01" }));
    const { dictionary, values } = prices.strings("PRICE_CONTRACT");
    expect(dictionary).toEqual(["20240300", "20240600"]);
    const roll = values.indexOf(1);
    expect(formatTime(prices.time[roll]!)).toBe("2024-03-01 23:00:00");
    expect(prices.strings("FORWARD_CONTRACT").dictionary).toEqual(["20240600", "20240900"]);
    expect(carryPrices(trendingPrice({ days: 1, from: "2024-12-02" })).row(0).PRICE_CONTRACT).toBe(
      "20250300",
    );
  });

  it("keeps missing prices missing", () => {
    const prices = carryPrices(trendingPrice({ days: 5, missing: [2] }));
    expect([prices.row(2).PRICE, prices.row(2).CARRY]).toEqual([Number.NaN, Number.NaN]);
  });

  it("refuses other calendars", () => {
    const price = trendingPrice({ days: 5 });
    expect(refusal(() => carryPrices(price, { monthsApart: 5 }))).toContain("5 months apart");
    expect(refusal(() => carryPrices(price, { carry: Number.NaN }))).toContain("the carry was NaN");
  });
});

describe("rollJump", () => {
  it("jumps where the contract is rolled, in PRICE but not in the adjusted price", () => {
    const { multiplePrices, adjustedPrice } = rollJump({ days: 6, jump: 8, at: 4, drift: 1, noise: 0 });
    expect([...multiplePrices.floats("PRICE")]).toEqual([92, 93, 94, 95, 104, 105]);
    expect([...multiplePrices.floats("FORWARD")]).toEqual([100, 101, 102, 103, 112, 113]);
    expect([...adjustedPrice.values]).toEqual([100, 101, 102, 103, 104, 105]);
    expect([...backAdjust(multiplePrices).values]).toEqual([...adjustedPrice.values]);
  });

  it("refuses a roll that is nowhere", () => {
    expect(refusal(() => rollJump({ days: 5, at: -1 }))).toContain("the roll was put in row -1 of 5");
    expect(refusal(() => rollJump({ jump: Number.NaN }))).toContain("the jump was NaN");
  });
});

describe("instrumentData", () => {
  it("makes up what is not given", () => {
    const { instrument, adjustedPrice, multiplePrices, rollsPerYear } = instrumentData();
    expect(instrument).toMatchObject({ code: "TEST", pointSize: 1, currency: "USD", spreadCost: 0 });
    expect([adjustedPrice.length, multiplePrices!.length, rollsPerYear]).toEqual([500, 500, 4]);
    expect([...backAdjust(multiplePrices!).values].map((value) => value.toFixed(8))).toEqual(
      [...adjustedPrice.values].map((value) => value.toFixed(8)),
    );
    expect([...instrumentData({ code: "OTHER" }).adjustedPrice.values]).not.toEqual([
      ...adjustedPrice.values,
    ]);
  });

  it("takes what is given", () => {
    const { adjustedPrice, multiplePrices } = rollJump({ days: 10 });
    const weather = trendingPrice({ days: 10 });
    const commission = { perBlock: 2.5 };
    const given = instrumentData({
      code: "CORN",
      pointSize: 50,
      currency: "EUR",
      commission,
      adjustedPrice,
      multiplePrices,
      rollsPerYear: 1,
      series: { weather },
    });
    expect(given).toMatchObject({ rollsPerYear: 1, series: { weather }, adjustedPrice, multiplePrices });
    expect(given.instrument).toMatchObject({ code: "CORN", pointSize: 50, currency: "EUR" });
    expect(given.instrument.commission.perBlock).toBe(2.5);
    const cheap = instrumentData({ adjustedPrice, carry: -4 });
    expect(cheap.multiplePrices!.floats("CARRY")[0]! - cheap.multiplePrices!.floats("PRICE")[0]!).toBeCloseTo(
      1,
      9,
    );
  });
});

describe("backtestDataOf", () => {
  it("holds instruments by code, and a rate for each currency but the dollar", () => {
    const rate = fxRate({ start: 1.3 });
    const data = backtestDataOf(
      [
        instrumentData({ code: "CORN" }),
        instrumentData({ code: "BUND", currency: "EUR", adjustedPrice: trendingPrice({ days: 3 }) }),
        instrumentData({ code: "GILT", currency: "GBP" }),
      ],
      { GBPUSD: rate },
    );
    expect([...data.instruments.keys()]).toEqual(["CORN", "BUND", "GILT"]);
    expect(data.fxPrices.get("GBPUSD")).toBe(rate);
    const made = data.fxPrices.get("EURUSD")!;
    expect(made.timeAt(0)).toBe(toTime("2019-12-25 23:00"));
    expect(made.timeAt(-1)).toBe(data.instruments.get("CORN")!.adjustedPrice.timeAt(-1));
    expect([...new Set(made.values)]).toEqual([1]);
    expect([...data.fxPrices.keys()].sort()).toEqual(["EURUSD", "GBPUSD"]);
  });

  it("takes one instrument alone", () => {
    expect(backtestDataOf(instrumentData()).instruments.size).toBe(1);
    const empty = instrumentData({
      currency: "EUR",
      adjustedPrice: new Series(new Float64Array(0), new Float64Array(0)),
    });
    expect(backtestDataOf(empty).fxPrices.get("EURUSD")!.length).toBe(0);
  });

  it("refuses nothing, and one code twice", () => {
    expect(refusal(() => backtestDataOf([]))).toContain("needs an instrument");
    expect(refusal(() => backtestDataOf([instrumentData(), instrumentData()]))).toContain(
      "TEST is there twice",
    );
  });
});
