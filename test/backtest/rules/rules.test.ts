import { describe, expect, it } from "vitest";
import { accel } from "../../../src/backtest/rules/accel.js";
import { longBias, shortBias } from "../../../src/backtest/rules/bias.js";
import { breakout } from "../../../src/backtest/rules/breakout.js";
import { carry, relativeCarry } from "../../../src/backtest/rules/carry.js";
import { crossSectionalMeanReversion } from "../../../src/backtest/rules/crossSectionalMeanReversion.js";
import { ewmac, ewmacOwnVolatility } from "../../../src/backtest/rules/ewmac.js";
import { conditionedFactor, factorRule } from "../../../src/backtest/rules/factorRule.js";
import { meanReversionWings } from "../../../src/backtest/rules/meanReversionWings.js";
import { relativeMomentum } from "../../../src/backtest/rules/relativeMomentum.js";
import type { Series } from "../../../src/series/series.js";
import { relativeDifference } from "../../support/golden.js";
import { closes, walk } from "../rawdata/fixtures.js";
import * as oracle from "./oracles.js";

const NONE = Number.NaN;
const ROWS = 400;
const price = walk(ROWS);
const other = walk(ROWS, 5, 3);
const volatility = walk(ROWS, 9, 60).map((value, row) => (row < 10 ? NONE : Math.abs(value) / 10));
const dailyPrice = closes(price);

const agree = (actual: Series, expected: readonly number[], tolerance = 1e-9): void => {
  expect(relativeDifference(actual.values, expected)).toBeLessThan(tolerance);
  expect(actual.values.filter((value) => Number.isFinite(value)).length).toBeGreaterThan(ROWS / 20);
};

describe("ewmac", () => {
  it.each([
    [2, 8],
    [16, 64],
    [64, 256],
  ])("%d/%d is the distance of two means over the last volatility", (fast, slow) => {
    agree(
      ewmac({ dailyPrice, volatility: closes(volatility) }, { fast, slow }),
      oracle.crossover(price, volatility, fast, slow),
      1e-8,
    );
  });

  it("takes volatility at exactly the price's times, filled before they meet", () => {
    const short = closes(volatility.slice(0, ROWS - 1), 1);
    const forecast = ewmac({ dailyPrice, volatility: short }, { fast: 4, slow: 16 });
    const onPrice = [NONE, ...oracle.fill(volatility.slice(0, ROWS - 1))];
    const expected = oracle.minus(oracle.ewm(price, { span: 4 }), oracle.ewm(price, { span: 16 }));
    expect(forecast.length).toBe(ROWS);
    expect(relativeDifference(forecast.values, oracle.over(expected, onPrice))).toBeLessThan(1e-9);
  });

  it("gives exactly nothing for a price that stands still, and is empty for no price", () => {
    const still = closes(price.map((_, row) => (row % 9 === 4 ? NONE : 100.1)));
    const flat = ewmac({ dailyPrice: still, volatility: closes(price.map(() => 2)) }, { fast: 4, slow: 16 });
    expect(flat.values.every((value) => value === 0)).toBe(true);
    const none = closes([]);
    expect(ewmac({ dailyPrice: none, volatility: none }, { fast: 4, slow: 16 }).length).toBe(0);
    const missing = closes([NONE, NONE]);
    expect([...ewmac({ dailyPrice: missing, volatility: missing }, { fast: 4, slow: 16 }).values]).toEqual([
      NONE,
      NONE,
    ]);
  });

  it("over the price's own volatility takes the deviation of its level", () => {
    const expected = oracle.crossover(price, oracle.robust(price), 8, 32);
    agree(ewmacOwnVolatility({ dailyPrice }, { fast: 8, slow: 32 }), expected);
    const slower = oracle.crossover(price, oracle.robust(price, 60), 8, 32);
    agree(ewmacOwnVolatility({ dailyPrice }, { fast: 8, slow: 32, volatilityDays: 60 }), slower);
  });
});

describe("breakout", () => {
  const expected = (lookback: number, smooth: number): number[] => {
    const range = (reduce: (...values: number[]) => number): number[] =>
      oracle.windows(price, lookback, Math.ceil(lookback / 2), (window) => reduce(...window));
    const high = range(Math.max);
    const low = range(Math.min);
    const place = price.map((value, row) => {
      const middle = (high[row]! + low[row]!) / 2;
      return (40 * (value - middle)) / (high[row]! - low[row]!);
    });
    return oracle.ewm(place, { span: smooth, needed: Math.ceil(smooth / 2) });
  };

  it.each([
    [10, 2],
    [11, 2],
    [2, 1],
    [80, 20],
    [320, 80],
    [1000, 250],
  ])("%d: smoothed by %d rows", (lookback, smooth) => {
    const forecast = breakout({ dailyPrice }, { lookback });
    expect(relativeDifference(forecast.values, expected(lookback, smooth))).toBeLessThan(1e-9);
    expect(forecast.values.every((value) => !(Math.abs(value) > 20.001))).toBe(true);
  });

  it("takes its own smoothing; without arguments 10 rows", () => {
    agree(breakout({ dailyPrice }, { lookback: 40, smooth: 5 }), expected(40, 5));
    agree(breakout({ dailyPrice }), expected(10, 2));
  });

  it("says nothing while the price has not moved", () => {
    const forecast = breakout({ dailyPrice: closes([5, 5, 5, 6, 6, NONE]) }, { lookback: 3, smooth: 1 });
    expect([...forecast.values]).toEqual([NONE, NONE, NONE, 20, 20, 20]);
  });
});

describe("carry", () => {
  it("is smoothed by centre of mass", () => {
    const rawCarry = closes(other.map((value, row) => (row % 50 === 3 ? Number.POSITIVE_INFINITY : value)));
    agree(
      carry({ rawCarry }),
      oracle.ewm(
        other.map((value, row) => (row % 50 === 3 ? NONE : value)),
        { com: 90 },
      ),
    );
    agree(carry({ rawCarry: closes(other) }, { smoothDays: 30 }), oracle.ewm(other, { com: 30 }));
  });

  it("relative to the asset class is the difference", () => {
    agree(
      relativeCarry({ smoothedCarry: closes(price), assetClassCarry: closes(other) }),
      oracle.minus(price, other),
    );
  });
});

it("acceleration is the change of the crossover over its fast span", () => {
  const trend = oracle.crossover(price, volatility, 8, 32);
  const forecast = accel({ dailyPrice, volatility: closes(volatility) }, { fast: 8 });
  agree(forecast, oracle.minus(trend, oracle.lag(trend, 8)), 1e-7);
});

it("mean reversion in the wings stands against extremes only", () => {
  // A jump every hundred days, else noise.
  const jumpy = price.map((value, row) => value + 40 * Math.floor(row / 100));
  const inputs = { dailyPrice: closes(jumpy), volatility: closes(volatility) };
  const trend = oracle.crossover(jumpy, volatility, 4, 16);
  const spread = oracle.windows(trend, 5000, 3, oracle.deviation);
  const expected = trend.map((value, row) => (Math.abs(value) < 3 * spread[row]! ? 0 : -value));
  const forecast = meanReversionWings(inputs);
  expect(relativeDifference(forecast.values, expected)).toBeLessThan(1e-8);
  expect(forecast.values.filter((value) => value < 0).length).toBeGreaterThan(3);
  expect(forecast.values.filter((value) => value === 0).length).toBeGreaterThan(ROWS / 2);
});

describe("against the asset class", () => {
  const inputs = { normalisedPrice: closes(price), assetClassNormalisedPrice: closes(other) };
  const better = oracle.minus(oracle.fill(price), oracle.fill(other));

  it.each([
    [40, 10],
    [4, 2],
  ])("relative momentum over %d rows is smoothed by %d", (horizon, span) => {
    const gain = oracle.minus(better, oracle.lag(better, horizon)).map((value) => value / horizon);
    agree(relativeMomentum(inputs, { horizon }), oracle.ewm(gain, { span }));
  });

  it.each([
    [40, 10],
    [4, 2],
  ])("mean reversion over %d rows is smoothed by %d", (horizon, span) => {
    const change = oracle.minus(better, oracle.lag(better, 1));
    const average = oracle.windows(change, horizon, horizon, oracle.mean);
    const expected = oracle.ewm(average, { span }).map((value) => -value);
    agree(crossSectionalMeanReversion(inputs, { horizon }), expected);
  });

  it("take a span of their own, and 250 rows without arguments", () => {
    const change = oracle.minus(better, oracle.lag(better, 1));
    const average = (rows: number): number[] => oracle.windows(change, rows, rows, oracle.mean);
    agree(
      crossSectionalMeanReversion(inputs, { horizon: 20, span: 7 }),
      oracle.ewm(average(20), { span: 7 }).map((value) => -value),
    );
    agree(
      crossSectionalMeanReversion(inputs),
      oracle.ewm(average(250), { span: 62 }).map((value) => -value),
    );
    const gain = oracle.minus(better, oracle.lag(better, 250)).map((value) => value / 250);
    agree(relativeMomentum(inputs), oracle.ewm(gain, { span: 62 }));
  });

  it("relative momentum takes no difference as none known", () => {
    const level = closes([1, 2, 3, 4, 5]);
    const rival = closes([0, 2, 1, 1, 1]);
    const forecast = relativeMomentum(
      { normalisedPrice: level, assetClassNormalisedPrice: rival },
      { horizon: 1, span: 2 },
    );
    // Outperformance 1, 0, 2, 3, 4: the changes through the zero are unknown.
    expect([...forecast.values]).toEqual([NONE, NONE, NONE, 1, 1]);
  });
});

describe("factor", () => {
  it("is the level over its robust deviation, smoothed", () => {
    const expected = oracle.ewm(oracle.over(other, oracle.robust(other)), { span: 90 });
    agree(factorRule({ demeanedFactor: closes(other) }), expected);
  });

  it("turns with the sign of its condition, the last one known", () => {
    const condition = walk(ROWS, 3, 0).map((value, row) => (row % 17 === 0 ? 0 : value));
    const sign = oracle.fill(condition.map(Math.sign));
    const factor = oracle.over(other, oracle.robust(other));
    const expected = oracle.ewm(
      oracle.each(factor, sign, (a, b) => a * b),
      { span: 20 },
    );
    agree(
      conditionedFactor({ demeanedFactor: closes(other), condition: closes(condition) }, { smooth: 20 }),
      expected,
      1e-8,
    );
  });

  it("needs a condition", () => {
    expect(() => conditionedFactor({ demeanedFactor: closes(other) })).toThrow(
      expect.objectContaining({ code: "RULE_ARGUMENT", message: expect.stringContaining(`"condition"`) }),
    );
  });
});

it("a bias is the average forecast on every day", () => {
  expect(new Set(longBias({ dailyPrice }).values)).toEqual(new Set([10]));
  expect(new Set(shortBias({ dailyPrice }).values)).toEqual(new Set([-10]));
  expect(longBias({ dailyPrice }).time).toBe(dailyPrice.time);
});
