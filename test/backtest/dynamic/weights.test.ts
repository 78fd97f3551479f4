import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { adjustedWeights, adjustmentFactor } from "../../../src/backtest/dynamic/adjustment.js";
import { correlationReader, correlationsOf } from "../../../src/backtest/dynamic/correlation.js";
import { covarianceMatrix, portfolioVariance } from "../../../src/backtest/dynamic/covariance.js";
import { portfolioWeights } from "../../../src/backtest/dynamic/portfolioWeights.js";
import { trackingError } from "../../../src/backtest/dynamic/trackingError.js";
import { costPerUnitWeight } from "../../../src/backtest/dynamic/tradingCosts.js";
import { valuePerContract } from "../../../src/backtest/dynamic/valuePerContract.js";
import { weightBounds } from "../../../src/backtest/dynamic/weightBounds.js";
import { series } from "../../../src/series/construct.js";
import "../../support/fastCheck.js";
import { relativeDifference } from "../../support/golden.js";

const NAN = Number.NaN;
const weight = fc.double({ min: -2, max: 2, noNaN: true });

describe("weightBounds", () => {
  it("always holds its start, which is 0 where 0 is allowed", () => {
    const constraints = fc.record({
      reduceOnly: fc.boolean(),
      noTrade: fc.boolean(),
      longOnly: fc.boolean(),
      maxPositionWeight: fc.oneof(weight, fc.constant(NAN)),
      priorWeight: fc.oneof(weight, fc.constant(NAN)),
      optimumWeight: fc.oneof(weight, fc.constant(NAN)),
    });
    fc.assert(
      fc.property(constraints, (given) => {
        const { minimum, maximum, start, direction } = weightBounds(given);
        expect(minimum).toBeLessThanOrEqual(maximum);
        expect(start).toBe(minimum === maximum ? maximum : 0);
        expect([1, -1]).toContain(direction);
        const prior = Number.isNaN(given.priorWeight) ? 0 : given.priorWeight;
        if (given.noTrade) {
          expect([minimum, maximum]).toEqual([prior, prior]);
          return;
        }
        if (!Number.isNaN(given.maxPositionWeight)) {
          const limit = Math.abs(given.maxPositionWeight);
          expect(Math.max(-minimum, maximum)).toBeLessThanOrEqual(limit);
        }
        if (given.longOnly) expect(minimum).toBeGreaterThanOrEqual(0);
        if (!given.reduceOnly) return;
        expect(maximum).toBeLessThanOrEqual(Math.max(prior, 0));
        expect(minimum).toBeGreaterThanOrEqual(Math.min(prior, 0));
      }),
    );
  });

  it("goes the way of the optimum, up without one, and the only way there is", () => {
    const direction = (given: Parameters<typeof weightBounds>[0]) => weightBounds(given).direction;
    expect([1, -1, 0, -0, NAN].map((optimumWeight) => direction({ optimumWeight }))).toEqual([
      1, -1, 1, -1, 1,
    ]);
    expect(direction({ optimumWeight: -1, longOnly: true })).toBe(1);
    expect(direction({ optimumWeight: 1, reduceOnly: true, priorWeight: -0.5 })).toBe(-1);
  });
});

describe("covariance and tracking error", () => {
  it("is σᵢσⱼρᵢⱼ, shrunk towards no correlation", () => {
    const of = (shrinkage?: number) => covarianceMatrix([0.2, 0.1], [1, 0.5, 0.5, 1], shrinkage);
    expect(relativeDifference(of(), [0.04, 0.01, 0.01, 0.01])).toBeLessThan(1e-15);
    expect(relativeDifference(of(0.5), [0.04, 0.005, 0.005, 0.01])).toBeLessThan(1e-15);
    expect(
      relativeDifference(covarianceMatrix([0.2, 0.1], [1, NAN, NAN, 1], 1), [0.04, 0, 0, 0.01]),
    ).toBeLessThan(1e-15);
    expect(() => covarianceMatrix([0.2], [1, 0], 0)).toThrow(
      "the correlation matrix has 2 values where 1 are",
    );
    expect(() => covarianceMatrix([0.2], [1], 2)).toThrow("shrinkage of correlations is 2");
  });

  it("takes a variance below zero by rounding alone for 0, and no other", () => {
    const one = covarianceMatrix([0.1, 0.3], [1, 1, 1, 1]);
    expect(portfolioVariance([0.3, -0.1], one)).toBeGreaterThanOrEqual(0);
    expect(portfolioVariance([0.3, -0.1], one)).toBeLessThan(1e-17);
    expect(portfolioVariance([0.3, -0.1], covarianceMatrix([0.1, 0.3], [1, 1.01, 1.01, 1]))).toBeLessThan(0);
  });

  it("is a distance", () => {
    const covariance = covarianceMatrix([0.2, 0.1], [1, 0.5, 0.5, 1]);
    const pair = fc.tuple(weight, weight);
    fc.assert(
      fc.property(pair, pair, pair, (a, b, c) => {
        expect(trackingError(a, a, covariance)).toBe(0);
        expect(trackingError(a, b, covariance)).toBe(trackingError(b, a, covariance));
        const around = trackingError(a, b, covariance) + trackingError(b, c, covariance);
        expect(trackingError(a, c, covariance)).toBeLessThanOrEqual(around + 1e-12);
      }),
    );
  });

  it("refuses what has none", () => {
    expect(() => trackingError([1, -1], [0, 0], [1, 2, 2, 1])).toThrow("is -2, below zero; the correlations");
    expect(() => trackingError([1, NAN], [0, 0], [1, 0, 0, 1])).toThrow("a weight or a covariance is NaN");
    expect(() => trackingError([1], [0, 0], [1])).toThrow("the other portfolio has 2 values where 1 are");
    expect(() => trackingError([1], [0], [1, 0])).toThrow("the covariance matrix has 2 values where 1 are");
  });
});

describe("adjustment", () => {
  it("trades the share of the way that leaves the buffer", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (e, buffer) => {
          const factor = adjustmentFactor(e, buffer);
          expect(factor).toBeGreaterThanOrEqual(0);
          expect(factor).toBeLessThanOrEqual(1);
          expect(e - factor * e).toBeCloseTo(Math.min(e, buffer), 12);
        },
      ),
    );
    expect(adjustmentFactor(0, 0)).toBe(0);
  });

  it("rounds trades half to even, not positions", () => {
    const found = adjustedWeights({ optimised: [0.5, 0.5], prior: [0.25, 0], perContract: [0.1, 0.1] }, 1);
    expect(relativeDifference(found, [0.45, 0.5])).toBeLessThan(1e-15);
    expect(() => adjustedWeights({ optimised: [1], prior: [], perContract: [1] }, 1)).toThrow(
      "held weights has 0",
    );
  });
});

describe("correlations", () => {
  const dated = [10, 20].map((useStart) => ({
    names: ["A", "B"],
    matrix: Float64Array.of(1, useStart / 100, useStart / 100, 1),
    period: { useStart },
  }));

  it("are the last whose use has started", () => {
    const at = correlationReader(dated);
    expect([5, 10, 15, 20, 25].map((time) => at(time)?.period.useStart)).toEqual([undefined, 10, 10, 20, 20]);
    expect(() => correlationReader(dated.toReversed())(25)).toThrow("correlation matrix 1 starts before");
  });

  it("are read only as far as they are needed", () => {
    const read: number[] = [];
    const at = correlationReader(
      (function* () {
        for (const one of dated) {
          read.push(one.period.useStart);
          yield one;
        }
      })(),
    );
    at(5);
    expect(read).toEqual([10]);
    at(15);
    expect(read).toEqual([10, 20]);
  });

  it("are taken in the order asked for, missing for others", () => {
    expect([...correlationsOf(dated[0], ["B", "C", "A"])]).toEqual([1, NAN, 0.1, NAN, NAN, NAN, 0.1, NAN, 1]);
    expect([...correlationsOf(undefined, ["B", "A"])]).toEqual([1, 0, 0, 1]);
    const short = { names: ["A", "B"], matrix: new Float64Array(3) };
    expect(() => correlationsOf(short, ["A"])).toThrow(
      "the correlation matrix of 2 names has 3 values where 4",
    );
  });
});

describe("values, weights and costs", () => {
  const price = series(["2024-01-01", "2024-01-02", "2024-01-03"], [100, NAN, 110]);
  const fx = series(["2023-12-31 23:00:00", "2024-01-02 23:00:00"], [1.1, 1.2]);

  it("a contract is worth its price in base currency, as a fraction of capital", () => {
    const value = valuePerContract({ price, fx, pointSize: 50, capital: 100_000 });
    expect(relativeDifference(value.values, [0.055, NAN, 0.066])).toBeLessThan(1e-15);
    expect(value.time).toBe(price.time);
    expect(() => valuePerContract({ price, fx, pointSize: 50, capital: 0 })).toThrow(
      "capital is 0; give a number",
    );
    expect(() => valuePerContract({ price, fx, pointSize: NAN, capital: 1 })).toThrow(
      "the point size is NaN",
    );
  });

  it("a weight is contracts times the last value, filled forward on the union of times", () => {
    const value = series(["2024-01-01", "2024-01-03"], [0.1, 0.2]);
    const weights = portfolioWeights(
      {
        A: series(["2024-01-01", "2024-01-02", "2024-01-04"], [1, NAN, 3]),
        B: series(["2024-01-02", "2024-01-03"], [-1, -2]),
      },
      new Map([
        ["A", value],
        ["B", value],
      ]),
    );
    expect(weights.length).toBe(4);
    expect(relativeDifference(weights.floats("A"), [0.1, 0.1, 0.1, 0.6])).toBeLessThan(1e-15);
    expect(relativeDifference(weights.floats("B"), [NAN, -0.1, -0.4, -0.4])).toBeLessThan(1e-15);
    expect(() => portfolioWeights({ A: value }, {})).toThrow("A has a position and no value per contract");
    expect(portfolioWeights({}, {}).length).toBe(0);
  });

  it("a cost is today's times the deflator, and prohibitive before it", () => {
    const terms = { costPerContract: 30, fx: 1.2, valuePerContract: 0.06, capital: 100_000 };
    const deflator = series(["2024-01-02", "2024-01-04"], [0.5, NAN]);
    const index = ["2024-01-01", "2024-01-02", "2024-01-03", "2024-01-04"];
    const cost = costPerUnitWeight({ ...terms, deflator }, index);
    expect(relativeDifference(cost.values, [60, 0.003, 0.003, 0.003])).toBeLessThan(1e-15);
    const below = costPerUnitWeight({ ...terms, valuePerContract: -0.06, deflator }, index);
    expect([...below.values]).toEqual([...cost.values]);
  });
});
