import { describe, expect, it } from "vitest";
import { annualisedRoll, dailyAnnualisedRoll } from "../../../src/backtest/rawdata/annualisedRoll.js";
import { rawCarry, smoothedCarry } from "../../../src/backtest/rawdata/carry.js";
import { dailyPrice } from "../../../src/backtest/rawdata/dailyPrice.js";
import {
  averageOver,
  demeanedFactor,
  factorOf,
  historicAverage,
} from "../../../src/backtest/rawdata/factor.js";
import { hourlyPrice } from "../../../src/backtest/rawdata/hourlyPrice.js";
import {
  medianNormalisedPrice,
  normalisedPrice,
  normalisedReturns,
} from "../../../src/backtest/rawdata/normalised.js";
import { percentageReturns, percentageVolatility } from "../../../src/backtest/rawdata/percentage.js";
import { robustVolatility } from "../../../src/backtest/rawdata/robustVolatility.js";
import { volatility } from "../../../src/backtest/rawdata/volatility.js";
import {
  exponentialVolatility,
  mixedVolatility,
  simpleVolatility,
} from "../../../src/backtest/rawdata/volatilityEstimators.js";
import { diff } from "../../../src/series/change.js";
import { frame, series } from "../../../src/series/construct.js";
import type { Frame } from "../../../src/series/frame.js";
import type { Series } from "../../../src/series/series.js";
import { formatTime } from "../../../src/time/text.js";
import { relativeDifference } from "../../support/golden.js";
import * as oracle from "../rules/oracles.js";
import { closes, dataOf, market, multiplePrices, rawData, VOLATILITY, walk } from "./fixtures.js";

const NONE = Number.NaN;
const rowsOf = (one: Series): [string, number][] =>
  [...one].map(([time, value]) => [formatTime(time), value]);
const near = (actual: Series, expected: readonly number[], tolerance = 1e-11): void =>
  expect(relativeDifference(actual.values, expected)).toBeLessThan(tolerance);

describe("prices", () => {
  it("by business day are the day's last, the weekend's on Friday, none on a holiday", () => {
    // 1 March 1990 was a Thursday.
    const price = series(
      [
        "1990-03-01 10:00:00",
        "1990-03-01 23:00:00",
        "1990-03-02 23:00:00",
        "1990-03-04 12:00:00",
        "1990-03-06 11:00:00",
        "1990-03-06 23:00:00",
      ],
      [1, 2, 3, 4, 5, null],
    );
    expect(rowsOf(dailyPrice(price))).toEqual([
      ["1990-03-01 00:00:00", 2],
      ["1990-03-02 00:00:00", 4],
      ["1990-03-05 00:00:00", NONE],
      ["1990-03-06 00:00:00", 5],
    ]);
  });

  it("by hour leave closes and empty hours out", () => {
    const price = series(
      [
        "1990-03-01 10:05:00",
        "1990-03-01 10:59:00",
        "1990-03-01 12:00:00",
        "1990-03-01 23:00:00",
        "1990-03-01 23:00:01",
      ],
      [1, 2, 3, 4, 5],
    );
    expect(rowsOf(hourlyPrice(price))).toEqual([
      ["1990-03-01 10:00:00", 2],
      ["1990-03-01 12:00:00", 3],
      ["1990-03-01 23:00:00", 5],
    ]);
    expect(hourlyPrice(closes([1, 2, 3])).length).toBe(0);
  });
});

describe("volatility", () => {
  const noise = [...diff(closes(walk(700, 2))).values];
  const returns = noise.map((value, row) => (row > 450 ? value / 50 : value));
  const x = closes(returns);
  const fast = oracle.ewmDeviation(returns, { span: 35, needed: 10 });

  it("mixes a fast estimate with its slow average", () => {
    const slow = oracle.ewm(fast, { span: 2560 });
    const expected = oracle.each(slow, fast, (a, b) => 0.3 * a + 0.7 * b);
    near(mixedVolatility(x), expected, 1e-9);
    near(volatility(x, VOLATILITY), expected, 1e-9);
    const settings = { ...VOLATILITY, slowYears: 1, proportionOfSlow: 0.5, floor: 20 };
    const short = oracle.ewm(fast, { span: 256 });
    near(
      volatility(x, settings),
      oracle.each(short, fast, (a, b) => Math.max(20, 0.5 * a + 0.5 * b)),
      1e-9,
    );
  });

  it("robust never falls below its own low quantile", () => {
    near(robustVolatility(x), oracle.robust(returns), 1e-9);
    near(volatility(x, { ...VOLATILITY, method: "robust" }), oracle.robust(returns), 1e-9);
    // As the spell after row 450 is quiet.
    expect(robustVolatility(x).at(470)).toBeGreaterThan(1.5 * exponentialVolatility(x).at(470));
  });

  it("simple is a rolling deviation, exponential a weighted one", () => {
    near(simpleVolatility(x), oracle.windows(returns, 25, 10, oracle.deviation), 1e-9);
    const settings = { ...VOLATILITY, days: 60, minPeriods: 5 };
    near(
      volatility(x, { ...settings, method: "simple" }),
      oracle.windows(returns, 60, 5, oracle.deviation),
      1e-9,
    );
    const sixty = oracle.ewmDeviation(returns, { span: 60, needed: 5 });
    near(volatility(x, { ...settings, method: "exponential" }), sixty, 1e-9);
    near(exponentialVolatility(x), fast, 1e-9);
  });

  it("is made daily, and filled backwards, where the settings say so", () => {
    const settings = { ...VOLATILITY, method: "exponential", multiplierToDaily: 3 } as const;
    near(
      volatility(x, settings),
      fast.map((value) => value * 3),
      1e-9,
    );
    const filled = volatility(x, { ...settings, multiplierToDaily: 1, backfill: true });
    near(
      filled,
      fast.map((value) => (Number.isNaN(value) ? fast.find((one) => one > 0)! : value)),
      1e-9,
    );
  });

  it("has a floor; of nothing is nothing", () => {
    const still = closes([NONE, ...Array.from({ length: 20 }, () => 0)]);
    expect(mixedVolatility(still).at(-1)).toBe(1e-10);
    expect(robustVolatility(still).at(-1)).toBe(1e-10);
    for (const method of ["mixed", "robust", "simple", "exponential"] as const) {
      expect(volatility(closes([]), { ...VOLATILITY, method }).length).toBe(0);
      expect([...volatility(closes([NONE, NONE]), { ...VOLATILITY, method }).values]).toEqual([NONE, NONE]);
    }
  });
});

describe("in percent", () => {
  it("volatility is of the size of the last price of the current contract", () => {
    const denominator = closes([-50, NONE, 25, 80]);
    const pv = percentageVolatility(closes([1, 2, NONE]), denominator);
    expect([...pv.values]).toEqual([2, 4, NONE]);
  });

  it("returns are fractions, on the times of both", () => {
    const returns = percentageReturns(closes([10, 11, NONE, 12]), closes([NONE, 50, NONE, 25, 20]));
    expect([...returns.values]).toEqual([NONE, 0.02, NONE, NONE, NONE]);
    expect(percentageReturns(closes([10, 11]), closes([40, NONE])).at(-1)).toBe(0.025);
  });
});

describe("the annualised roll", () => {
  const roll = (
    rows: readonly (readonly [price: number, carry: number, priced: string, carried: string])[],
  ): Frame =>
    frame(closes(rows.map(() => 0)).time, {
      PRICE: rows.map(([price]) => price),
      CARRY: rows.map(([, carry]) => carry),
      PRICE_CONTRACT: rows.map(([, , contract]) => contract),
      CARRY_CONTRACT: rows.map(([, , , contract]) => contract),
    });

  it("is positive where the curve falls with time, whichever contract is nearer", () => {
    const values = annualisedRoll(
      roll([
        [100, 99, "20240300", "20240600"],
        [99, 100, "20240600", "20240300"],
        [100, 101, "20231200", "20240300"],
        [100, 101, "20231200", "20241200"],
      ]),
    ).values;
    expect(relativeDifference(values, [4, 4, -4, -1])).toBeLessThan(1e-12);
  });

  it("leaves out rolls of nothing and of missing prices, even without contracts", () => {
    const values = annualisedRoll(
      roll([
        [100, 100, "20240300", "20240600"],
        [NONE, 99, "", "20240600"],
        [100, NONE, "20240300", ""],
      ]),
    ).values;
    expect([...values]).toEqual([NONE, NONE, NONE]);
  });

  it("takes days as hundredths of a month, at least a day apart, and is infinite for one contract", () => {
    const values = annualisedRoll(
      roll([
        [100, 99, "20240300", "20240350"],
        [100, 99, "20240300", "20240301"],
        [100, 99, "20240301", "20240300"],
        [100, 99, "20240300", "20240300"],
        [99, 100, "20240300", "20240300"],
        [100, 99, "202403", "202406"],
      ]),
    ).values;
    const expected = [24, 365.25, -365.25, Infinity, -Infinity, 4];
    expect(relativeDifference(values, expected)).toBeLessThan(1e-9);
  });

  it.each([
    [["", "20240600"], "multiple prices of CORN have no PRICE_CONTRACT in row 1 (1990-01-02 23:00:00)"],
    [["20240300", ""], "have no CARRY_CONTRACT in row 1"],
    [
      ["20240300", "JUN24"],
      `have the CARRY_CONTRACT "JUN24" in row 1 (1990-01-02 23:00:00); write contracts as`,
    ],
  ])("refuses the contracts %j", (labels, message) => {
    const prices = roll([
      [100, 99, "20240300", "20240600"],
      [100, 99, labels[0]!, labels[1]!],
    ]);
    expect(() => annualisedRoll(prices, { instrument: "CORN" })).toThrow(
      expect.objectContaining({
        code: "CONTRACT_LABELS",
        message: expect.stringContaining(message),
        details: expect.objectContaining({ instrument: "CORN", row: 1 }),
      }),
    );
  });

  it("by day is the mean, and over annual volatility the raw carry, on the times of both", () => {
    const stamps = [
      "1990-03-01 10:00:00",
      "1990-03-01 23:00:00",
      "1990-03-02 23:00:00",
      "1990-03-05 23:00:00",
    ];
    const daily = dailyAnnualisedRoll(series(stamps, [1, 3, null, 8]));
    expect([...daily.values]).toEqual([2, NONE, 8]);
    const carry = rawCarry(daily, series(["1990-03-01", "1990-03-02"], [0.25, 0.5]));
    expect([...carry.values]).toEqual([0.5, NONE, NONE]);
    near(smoothedCarry(closes([1, NONE, 3])), oracle.ewm([1, NONE, 3], { com: 90 }));
  });
});

describe("normalised", () => {
  it("returns are over the volatility of the day before; their total is a price", () => {
    const returns = normalisedReturns(closes([NONE, 2, 3, NONE, 6]), closes([1, 2, NONE, 3, 4]));
    expect([...returns.values]).toEqual([NONE, 2, 1.5, NONE, 2]);
    expect([...normalisedPrice(returns).values]).toEqual([NONE, 2, 3.5, NONE, 5.5]);
  });

  it("price of a class is the total of the medians, each of the members that have a return", () => {
    const price = medianNormalisedPrice([
      closes([1, NONE, 3, 10]),
      closes([3, NONE, NONE]),
      closes([5, NONE, 5]),
    ]);
    expect([...price.values]).toEqual([3, NONE, 7, 17]);
  });

  it("price of a class stands at the instrument's times, filled", () => {
    const a = closes(walk(60, 1));
    const b = closes(walk(50, 2), 5);
    const raw = rawData(dataOf(market("A", a), market("B", b), market("C", a, { assetClass: "FX" })));
    const expected = oracle.fill(
      [...medianNormalisedPrice([raw.normalisedReturns("A"), raw.normalisedReturns("B")]).values].slice(
        5,
        55,
      ),
    );
    near(raw.assetClassNormalisedPrice("B"), expected);
  });
});

describe("the carry of a class", () => {
  it("is the median of its members' smoothed carry, at the instrument's times, filled", () => {
    const prices = [closes(walk(60, 1)), closes(walk(60, 2)), closes(walk(40, 3), 10)];
    const codes = ["A", "B", "C"];
    const raw = rawData(
      dataOf(
        ...prices.map((price, k) =>
          market(codes[k]!, price, { multiplePrices: multiplePrices(price, k + 1) }),
        ),
      ),
    );
    const smooth = codes.map((code) => [...raw.smoothedCarry(code).values]);
    const expected = smooth[0]!.map((value, row) => {
      const all = [value, smooth[1]![row]!, smooth[2]![row - 10] ?? NONE].filter((one) => !Number.isNaN(one));
      all.sort((x, y) => x - y);
      if (all.length === 0) return NONE;
      return (all[(all.length - 1) >> 1]! + all[all.length >> 1]!) / 2;
    });
    near(raw.assetClassCarry("A"), oracle.fill(expected));
  });
});

describe("factors", () => {
  const returns = closes(walk(300, 6, 0));

  it("have a sign", () => {
    for (const [plain, negative] of [
      ["skew", "negativeSkew"],
      ["kurtosis", "negativeKurtosis"],
    ] as const) {
      const values = factorOf(returns, plain, 90).values;
      expect(values.some((value) => value !== 0 && Number.isFinite(value))).toBe(true);
      expect(
        relativeDifference(
          factorOf(returns, negative, 90).values,
          values.map((value) => -value),
        ),
      ).toBe(0);
    }
    expect(factorOf(returns, "skew").values).toEqual(factorOf(returns, "skew", 365).values);
  });

  it("are averaged over the past, and over instruments by the last value of each", () => {
    near(historicAverage(closes([1, NONE, 5])), oracle.ewm([1, NONE, 5], { com: 3840 }));
    const average = averageOver([closes([1, NONE, 3]), closes([NONE, 5, 7, NONE])]);
    expect([...average.values]).toEqual([1, 3, 5, 5]);
  });

  it("are demeaned by the last average at their times", () => {
    expect([...demeanedFactor(closes([1, 2, 3]), closes([NONE, 0.5, NONE, 9])).values]).toEqual([
      NONE,
      1.5,
      2.5,
    ]);
  });

  it("are demeaned in four ways", () => {
    const codes = ["A", "B", "C"];
    const raw = rawData(
      dataOf(
        ...codes.map((code, k) =>
          market(code, closes(walk(200, k + 1)), { assetClass: k < 2 ? "Ags" : "FX" }),
        ),
      ),
    );
    const args = { factor: "negativeSkew", lookbackDays: 60 };
    const factors = codes.map((code) => raw.input(code, "factor", args));
    const [a, b] = factors as [Series, Series];
    const averages = {
      allInstruments: averageOver(factors),
      allInstrumentsHistory: historicAverage(averageOver(factors)),
      ownHistory: historicAverage(a),
      assetClass: averageOver([a, b]),
    };
    for (const [demean, average] of Object.entries(averages)) {
      const expected = demeanedFactor(a, average).values;
      expect(expected.some((value) => value !== 0 && Number.isFinite(value))).toBe(true);
      expect(relativeDifference(raw.input("A", "demeanedFactor", { ...args, demean }).values, expected)).toBe(
        0,
      );
    }
  });
});
