import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cashCosts } from "../../../src/backtest/accounts/cashCosts.js";
import { costDeflator } from "../../../src/backtest/accounts/costDeflator.js";
import { costOfTrade } from "../../../src/backtest/accounts/costOfTrade.js";
import { fillsOf } from "../../../src/backtest/accounts/fills.js";
import { rollCosts } from "../../../src/backtest/accounts/rollCosts.js";
import {
  annualSharpeCost,
  pooledByLength,
  sharpeCostPerTrade,
} from "../../../src/backtest/accounts/sharpeCosts.js";
import { turnover } from "../../../src/backtest/accounts/turnover.js";
import { mean, standardDeviation } from "../../../src/series/reduce.js";
import { Series } from "../../../src/series/series.js";
import { formatTime, toTime } from "../../../src/time/text.js";
import { relativeDifference } from "../../support/golden.js";
import { businessDays, daily, market, ONE, refusalOf } from "./samples.js";

describe("costOfTrade", () => {
  const terms = { ...market({ spreadCost: 0.125 }), quantity: -3, price: 400 };

  it("is the spread and the largest of the three commissions", () => {
    const charged = (commission: { perBlock: number; perTrade: number; percentage: number }): number =>
      costOfTrade({ ...terms, commission });
    expect(charged({ perBlock: 2, perTrade: 5, percentage: 0 })).toBe(3 * 0.125 * 50 + 6);
    expect(charged({ perBlock: 2, perTrade: 7, percentage: 0 })).toBe(18.75 + 7);
    expect(charged({ perBlock: 2, perTrade: 7, percentage: 0.001 })).toBe(18.75 + 0.001 * 3 * 400 * 50);
  });

  it("leaves out the spread of a fill without slippage, and the percentage without a price or below zero", () => {
    const commission = { perBlock: 2, perTrade: 0, percentage: 0.001 };
    expect(costOfTrade({ ...terms, commission, slippage: false })).toBe(60);
    expect(costOfTrade({ ...terms, commission, price: Number.NaN, slippage: false })).toBe(6);
    expect(costOfTrade({ ...terms, commission, price: -400, slippage: false })).toBe(6);
  });

  it("is never below zero and does not depend on the direction", () => {
    const cost = fc.double({ min: 0, max: 10, noNaN: true });
    fc.assert(
      fc.property(
        fc.double({ min: -100, max: 100 }),
        fc.double({ min: -1e4, max: 1e4 }),
        cost,
        cost,
        cost,
        cost,
        (quantity, price, spreadCost, perBlock, perTrade, percentage) => {
          fc.pre(!Number.isNaN(quantity));
          const trade = {
            quantity,
            price,
            spreadCost,
            pointSize: 50,
            commission: { perBlock, perTrade, percentage },
          };
          expect(costOfTrade(trade)).toBeGreaterThanOrEqual(0);
          expect(costOfTrade(trade)).toBe(costOfTrade({ ...trade, quantity: -quantity }));
        },
      ),
    );
  });
});

describe("fillsOf", () => {
  it("has a fill for each change from a known position, at the price of its row", () => {
    const fills = fillsOf(daily([null, 2, 2, 5, null, -1, 0]), daily([1, 2, 3, 4, 5, 6, 7]));
    expect([...fills.quantity]).toEqual([3, 1]);
    expect([...fills.price]).toEqual([4, 7]);
    expect(fills.time.length).toBe(2);
  });
});

describe("rollCosts", () => {
  const price = daily(Array.from({ length: 600 }, (_, row) => 400 + row));
  const held = daily(Array.from({ length: 600 }, (_, row) => (row === 0 ? null : row < 200 ? -2 : 4)));
  const options = {
    instrument: market({ spreadCost: 0.125, commission: { perBlock: 2, percentage: 0.001 } }),
    rollsPerYear: 2,
    rollCostMultiplier: 0.5,
  };

  it("spreads rolls over the year, weekends too, and charges the average size, the spread once", () => {
    const costs = rollCosts(held, price, options);
    // 182 days apart, from 1 January plus 91 days.
    expect([...costs.time].map((at) => formatTime(at).slice(0, 10))).toEqual([
      "2020-04-01",
      "2020-09-30",
      "2021-04-02",
      "2021-10-01",
      "2022-04-02",
    ]);
    const one = (size: number, at: number): number => {
      const quantity = size * 0.5;
      const commission = Math.max(2 * quantity, 0.001 * quantity * at * 50);
      return quantity * 0.125 * 50 + 2 * commission;
    };
    const row = (text: string): number => price.time.indexOf(toTime(text));
    expect(costs.at(0)).toBeCloseTo(one(2, price.at(row("2020-03-31"))), 10);
    const between = [...held.values].slice(row("2020-04-01"), row("2020-09-30") + 1);
    expect(costs.at(1)).toBeCloseTo(one(mean(between.map(Math.abs)), price.at(row("2020-09-29"))), 10);
    // 2022-04-02 is a Saturday: the price is Friday's.
    expect(costs.at(4)).toBeCloseTo(one(4, price.at(row("2022-04-01"))), 10);
  });

  it("agrees with a plain walk through all rows", () => {
    const sizes = fc.array(fc.option(fc.integer({ min: -5, max: 5 }), { nil: null }), {
      minLength: 1,
      maxLength: 500,
    });
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 12 }), (list, rollsPerYear) => {
        const position = daily(list);
        const costs = rollCosts(position, price, { ...options, rollsPerYear });
        const spacing = Math.floor(365.25 / rollsPerYear);
        const days = [2019, 2020, 2021, 2022].flatMap((year) =>
          Array.from({ length: rollsPerYear }, (_, k) =>
            Date.UTC(year, 0, 1 + Math.floor(spacing / 2) + k * spacing),
          ),
        );
        const expected: [number, number][] = [];
        for (let at = 1; at < days.length; at++) {
          const inside = [...position].filter(
            ([time, value]) => time >= days[at - 1]! && time <= days[at]! && !Number.isNaN(value),
          );
          const size = inside.length === 0 ? 0 : mean(inside.map(([, value]) => Math.abs(value)));
          const isYear = new Date(days[at]!).getUTCFullYear() >= 2020;
          if (!isYear || size === 0 || days[at]! > position.timeAt(-1)) continue;
          const paid = [...price].filter(([time]) => time < days[at]!).at(-1)?.[1] ?? Number.NaN;
          const trade = { ...options.instrument, quantity: size * 0.5, price: paid };
          expected.push([days[at]!, costOfTrade(trade) + costOfTrade({ ...trade, slippage: false })]);
        }
        expect([...costs.time]).toEqual(expected.map(([time]) => time));
        expect(
          relativeDifference(
            costs.values,
            expected.map(([, cost]) => cost),
          ),
        ).toBeLessThan(1e-12);
      }),
      { numRuns: 30 },
    );
  });

  it("has none without rolls, without a position and without rows", () => {
    expect(rollCosts(held, price, { ...options, rollsPerYear: 0 }).length).toBe(0);
    expect(rollCosts(daily([0, 0, 0]), price, options).length).toBe(0);
    expect(rollCosts(daily([]), daily([]), options).length).toBe(0);
  });

  it("refuses rolls and multipliers that cannot be", () => {
    for (const rollsPerYear of [-1, 2.5, 366, Number.NaN]) {
      const refused = refusalOf(() => rollCosts(held, price, { ...options, rollsPerYear }));
      expect(refused.code).toBe("BACKTEST_DATA");
      expect(refused.message).toContain(
        `CORN: it is rolled ${rollsPerYear} times a year; give a whole number`,
      );
    }
    const refused = refusalOf(() => rollCosts(held, price, { ...options, rollCostMultiplier: -0.5 }));
    expect(refused.message).toContain("roll costs are multiplied by -0.5");
  });
});

describe("costDeflator", () => {
  it("is the deviation of changes over 180 days, over the last one", () => {
    const list = Array.from({ length: 300 }, (_, row) =>
      row % 17 === 3 ? null : 100 + Math.sin(row) * (1 + row / 100),
    );
    const deflator = costDeflator(daily(list));
    const filled = list.map((_, row) => list.slice(0, row + 1).findLast((value) => value !== null)!);
    const changes = filled.slice(1).map((value, row) => value - filled[row]!);
    const deviationAt = (row: number): number =>
      standardDeviation(changes.slice(Math.max(0, row - 180), row));
    const expected = list.map((_, row) =>
      row < 3 ? Number.NaN : deviationAt(row) / deviationAt(list.length - 1),
    );
    expect(relativeDifference(deflator.values, expected)).toBeLessThan(1e-12);
  });

  it("does not scale where the price stood still at the end", () => {
    const still = costDeflator(daily(Array.from({ length: 400 }, (_, row) => Math.min(row ** 2, 100))));
    expect(still.at(-1)).toBe(1);
    expect(still.at(50)).toBe(1);
  });
});

describe("cashCosts", () => {
  const held = daily([null, 0, 2, 2, 2, 5]);
  const price = daily([10, 11, 9, 12, 10, 11]);
  const euro = new Series(
    businessDays(4).map((time) => time - 1),
    Float64Array.of(1.5, 1.25, 2, 4),
  );
  const options = { instrument: market({ spreadCost: 0.25 }), rollsPerYear: 0, fxRate: euro };

  it("is what trades cost, at the rate of the close before, below zero", () => {
    const costs = cashCosts(fillsOf(held, price), held, price, { ...options, normaliseByVolatility: false });
    expect([...costs.values]).toEqual([-2 * 0.25 * 50 * 2, -3 * 0.25 * 50 * 4]);
  });

  it("is scaled by the volatility of the time, and missing where that is not known yet", () => {
    const costs = cashCosts(fillsOf(held, price), held, price, options);
    const deflator = costDeflator(price).values;
    expect(costs.at(0)).toBeNaN();
    expect(costs.at(1)).toBe(-3 * 0.25 * 50 * 4 * deflator[5]!);
  });

  it("refuses an instrument whose spread cost is not known", () => {
    const unknown = market({ spreadCost: Number.NaN });
    const refused = refusalOf(() =>
      cashCosts(fillsOf(held, price), held, price, { ...options, instrument: unknown }),
    );
    expect(refused.code).toBe("BACKTEST_DATA");
    expect(refused.message).toContain("CORN: the spread cost is not known");
    expect(refused.details).toEqual({ instrument: "CORN" });
  });
});

describe("Sharpe-ratio costs", () => {
  it("takes price and volatility of the last calendar year, both ends included", () => {
    const time = Float64Array.from(["2019-02-27", "2019-02-28", "2019-12-31", "2020-02-29"], toTime);
    const instrument = market({ spreadCost: 0.5, commission: { percentage: 0.01 } });
    const cost = sharpeCostPerTrade({
      instrument,
      dailyPrice: new Series(time, Float64Array.of(1e9, 100, Number.NaN, 300)),
      volatility: new Series(time, Float64Array.of(1e9, 1, 2, 6)),
    });
    expect(cost).toBeCloseTo((0.5 * 50 + 0.01 * 200 * 50) / (16 * 3 * 50), 14);
  });

  it("is missing without prices or volatility, and refuses an unknown spread cost", () => {
    const none = { instrument: market(), dailyPrice: daily([]), volatility: daily([]) };
    expect(sharpeCostPerTrade(none)).toBeNaN();
    const flat = { instrument: market(), dailyPrice: daily([1, 2]), volatility: daily([null, null]) };
    expect(sharpeCostPerTrade(flat)).toBeNaN();
    const refused = refusalOf(() =>
      sharpeCostPerTrade({ ...none, instrument: market({ spreadCost: Number.NaN }) }),
    );
    expect(refused.code).toBe("BACKTEST_DATA");
  });

  it("counts two trades for each roll", () => {
    expect(annualSharpeCost({ costPerTrade: 0.004, turnover: 12, rollsPerYear: 4 })).toBeCloseTo(0.08, 15);
  });

  it("pools by the length of forecasts, leaving out what is missing", () => {
    expect(
      pooledByLength([
        { value: 10, rows: 3000 },
        { value: 16, rows: 6000 },
        { value: Number.NaN, rows: 9000 },
      ]),
    ).toBe(14);
    expect(pooledByLength([{ value: Number.NaN, rows: 10 }])).toBeNaN();
  });
});

describe("turnover", () => {
  it("is 256 times the mean change over the average size", () => {
    expect(turnover(daily([0, 10, null, 10, 0, 5]), 10)).toBe((256 * (1 + 1 + 0.5)) / 3);
  });

  it("smooths an average size that changes", () => {
    const scale = [4, 6, 5, 8, null, 7, 9];
    const decay = 250 / 251;
    const smooth = scale.map((_, row) => {
      let [total, weights] = [0, 0];
      for (let at = 0; at <= row; at++) {
        if (scale[at] === null) continue;
        total += decay ** (row - at) * scale[at]!;
        weights += decay ** (row - at);
      }
      return row < 1 ? Number.NaN : total / weights;
    });
    const sizes = [3, -2, 2, 8, 8, 1, 0].map((value, row) => value / smooth[row]!);
    const changes = sizes.slice(2).map((value, row) => Math.abs(value - sizes[row + 1]!));
    expect(turnover(daily([3, -2, 2, 8, 8, 1, 0]), daily(scale))).toBeCloseTo(256 * mean(changes), 10);
  });

  it("takes the last value of each business day", () => {
    const [monday, tuesday] = businessDays(2);
    const intraday = new Series(
      Float64Array.of(monday! + 1, monday! + 2, tuesday! + 1),
      Float64Array.of(7, 1, 2),
    );
    expect(turnover(intraday, 1)).toBe(256);
  });

  it("is missing where nothing changes from one known value to another", () => {
    expect(turnover(daily([]), 10)).toBeNaN();
    expect(turnover(daily([5]), 10)).toBeNaN();
    expect(turnover(daily([null, null, null]), daily([1, 2, 3]))).toBeNaN();
    expect(turnover(daily([5, 5, 5]), 10)).toBe(0);
  });
});

it("charges nothing in a market that is free", () => {
  const held = daily([0, 3, -4]);
  const costs = cashCosts(fillsOf(held, held), held, held, {
    instrument: market(),
    rollsPerYear: 4,
    fxRate: ONE,
    normaliseByVolatility: false,
  });
  expect(costs.values.every((value) => value === 0)).toBe(true);
});
