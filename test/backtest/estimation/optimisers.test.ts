import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bootstrap } from "../../../src/backtest/estimation/bootstrap.js";
import { twoClusters } from "../../../src/backtest/estimation/completeLinkage.js";
import { equalCorrelations } from "../../../src/backtest/estimation/correlationMatrix.js";
import { diversificationOf } from "../../../src/backtest/estimation/diversification.js";
import { handcraft } from "../../../src/backtest/estimation/handcraft.js";
import { equalWeights, onePeriod, shrinkage } from "../../../src/backtest/estimation/meanVariance.js";
import { seededStream } from "../../../src/backtest/estimation/seededStream.js";
import {
  adjustForSharpe,
  firstOfTwo,
  sharpeRatioMultiplier,
} from "../../../src/backtest/estimation/sharpeAdjustment.js";
import { tangencyWeights } from "../../../src/backtest/estimation/tangencyWeights.js";
import { frame } from "../../../src/series/construct.js";
import { WEIGHTS, weeklyReturns } from "./samples.js";
import "../../support/fastCheck.js";

const letters = (size: number): string[] =>
  Array.from({ length: size }, (_, at) => String.fromCharCode(97 + at));

/** A symmetric matrix from the entries below its diagonal, row by row. */
function correlations(size: number, below: readonly number[]) {
  const { names, matrix } = equalCorrelations(letters(size), 0);
  let at = 0;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++, at++) {
      matrix[i * size + j] = below[at]!;
      matrix[j * size + i] = below[at]!;
    }
  }
  return { names, matrix };
}

/** A correlation matrix of assets that are random mixes of random factors: always one that can be true. */
const possible = fc.integer({ min: 2, max: 7 }).chain((size) =>
  fc
    .array(fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 }), {
      minLength: size,
      maxLength: size,
    })
    .map((loadings) => {
      const own = 0.3;
      const norm = loadings.map((row) => Math.sqrt(own + row.reduce((sum, x) => sum + x * x, 0)));
      const below = loadings.flatMap((row, i) =>
        loadings
          .slice(0, i)
          .map((other, j) => row.reduce((sum, x, k) => sum + x * other[k]!, 0) / (norm[i]! * norm[j]!)),
      );
      return correlations(size, below);
    }),
);

function sharpe(
  { names, matrix }: { readonly names: readonly string[]; readonly matrix: Float64Array },
  mean: ArrayLike<number>,
  volatility: ArrayLike<number>,
  weights: ArrayLike<number>,
): number {
  let [gain, variance] = [0, 0];
  for (let i = 0; i < names.length; i++) {
    gain += weights[i]! * mean[i]!;
    for (let j = 0; j < names.length; j++)
      variance += weights[i]! * weights[j]! * volatility[i]! * volatility[j]! * matrix[i * names.length + j]!;
  }
  return gain / Math.sqrt(variance);
}

function expectClose(got: ArrayLike<number>, expected: ArrayLike<number>, digits = 12): void {
  expect(got).toHaveLength(expected.length);
  for (let at = 0; at < expected.length; at++) expect(got[at]).toBeCloseTo(expected[at]!, digits);
}

const total = (weights: ArrayLike<number>): number =>
  Array.from(weights).reduce((sum, weight) => sum + weight, 0);

describe("two clusters", () => {
  it("split what does not move together", () => {
    const blocks = correlations(4, [0.9, 0.1, 0.1, 0.1, 0.1, 0.8]);
    expect(twoClusters(blocks)).toEqual([
      [0, 1],
      [2, 3],
    ]);
  });

  it("use the farthest members of clusters: complete linkage", () => {
    // Rows lie on a line: a and b close, c between, d and e at the other end.
    const [left, right] = twoClusters(correlations(5, [0.95, 0.6, 0.65, 0.1, 0.1, 0.5, 0, 0.05, 0.4, 0.9]));
    expect([[...left].sort(), [...right].sort()]).toEqual([
      [0, 1, 2],
      [3, 4],
    ]);
  });

  it("take every second asset where merges tie or something is unknown", () => {
    const half = [
      [0, 2, 4],
      [1, 3],
    ];
    expect(twoClusters(equalCorrelations(letters(5), 0.99))).toEqual(half);
    expect(twoClusters(equalCorrelations(letters(5), 1))).toEqual(half);
    const unknown = correlations(5, [0.9, 0.1, 0.1, Number.NaN, 0.1, 0.8, 0.2, 0.2, 0.2, 0.2]);
    expect(twoClusters(unknown)).toEqual(half);
    expect(twoClusters(equalCorrelations(["a", "b"], 0.3))).toEqual([[0], [1]]);
  });

  it("hold every asset once", () => {
    fc.assert(
      fc.property(possible, (matrix) => {
        const [left, right] = twoClusters(matrix);
        expect([...left, ...right].sort()).toEqual(matrix.names.map((_, asset) => asset));
        expect(Math.min(left.length, right.length)).toBeGreaterThan(0);
      }),
    );
  });
});

describe("handcrafting", () => {
  const estimates = (matrix: ReturnType<typeof correlations>, mean: readonly number[], years = 20) => ({
    ...matrix,
    mean: Float64Array.from(mean),
    volatility: new Float64Array(mean.length).fill(0.15),
    years,
  });

  it("shares equally between two, and gives halves, times their diversification, to two clusters", () => {
    const two = estimates(correlations(2, [0.3]), [0.1, 0.2]);
    expect([...handcraft(two, { equaliseSharpe: true })]).toEqual([0.5, 0.5]);
    const three = estimates(correlations(3, [0.8, 0, 0]), [0.1, 0.1, 0.1]);
    const pair = 0.25 / Math.sqrt(0.9);
    const got = handcraft(three, { equaliseSharpe: true });
    expectClose(got, [pair, pair, 0.5]);
    expect(handcraft(estimates(correlations(1, []), [0.1]), { equaliseSharpe: false })).toEqual(
      Float64Array.of(1),
    );
  });

  it("moves weights by Sharpe ratios, and then they add to 1", () => {
    const better = estimates(correlations(3, [0.8, 0, 0]), [0.15, 0.05, 0.1]);
    const plain = handcraft(better, { equaliseSharpe: true });
    const moved = handcraft(better, { equaliseSharpe: false });
    expect(total(moved)).toBeCloseTo(1, 14);
    expect(moved[0]! / moved[1]!).toBeGreaterThan(plain[0]! / plain[1]!);
    const surer = handcraft({ ...better, years: 200 }, { equaliseSharpe: false });
    expect(surer[0]!).toBeGreaterThan(moved[0]!);
  });
});

describe("the adjustment for Sharpe ratios", () => {
  it("has the exact optimum of two assets", () => {
    expect(firstOfTwo(0.075, 0.075, 0.5)).toBe(0.5);
    expect(firstOfTwo(0.1, 0.05, 0)).toBeCloseTo(2 / 3, 15);
    expect(firstOfTwo(0.1, 0.02, 0.5)).toBe(1);
    expect(firstOfTwo(-0.1, 0.02, 0.5)).toBe(0);
    const asset = fc.double({ min: -0.3, max: 0.3, noNaN: true });
    const correlation = fc.double({ min: -0.9, max: 0.95, noNaN: true });
    fc.assert(
      fc.property(
        asset,
        asset,
        correlation,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (a, b, rho, other) => {
          const matrix = correlations(2, [rho]);
          const of = (first: number) => sharpe(matrix, [a, b], [1, 1], [first, 1 - first]);
          fc.pre(Math.max(a, b) > 0.001);
          expect(of(firstOfTwo(a, b, rho))).toBeGreaterThanOrEqual(of(other) - 1e-12);
        },
      ),
    );
  });

  it("never goes against the difference, and grows with certainty", () => {
    expect(sharpeRatioMultiplier(0, 0.5, 20)).toBe(1);
    const difference = fc.double({ min: -2, max: 2, noNaN: true });
    const correlation = fc.double({ min: -0.5, max: 0.99, noNaN: true });
    fc.assert(
      fc.property(
        difference,
        correlation,
        fc.double({ min: 0.5, max: 100, noNaN: true }),
        (by, rho, years) => {
          const multiplier = sharpeRatioMultiplier(by, rho, years);
          expect((multiplier - 1) * by).toBeGreaterThanOrEqual(0);
          expect(multiplier).toBeGreaterThanOrEqual(0);
          expect(multiplier).toBeLessThanOrEqual(2);
        },
      ),
    );
    expect(sharpeRatioMultiplier(0.3, 0.5, 50)).toBeGreaterThan(sharpeRatioMultiplier(0.3, 0.5, 5));
  });

  it("keeps NaN and makes the others add to 1", () => {
    const weights = adjustForSharpe(Float64Array.of(0.5, Number.NaN, 0.5), [-0.01, -0.02, -0.01], 0.5, 100);
    expect(weights[1]).toBeNaN();
    expect(weights[0]).toBe(0.5);
  });
});

describe("the long-only portfolio of the highest Sharpe ratio", () => {
  it("is the exact one: no long-only portfolio is better", () => {
    const scenario = possible.chain((matrix) => {
      const each = (min: number, max: number) =>
        fc.array(
          fc.integer({ min: 1000 * min, max: 1000 * max }).map((part) => part / 1000),
          {
            minLength: matrix.names.length,
            maxLength: matrix.names.length,
          },
        );
      return fc.tuple(
        fc.constant(matrix),
        each(-0.2, 0.4),
        each(0.05, 0.5),
        fc.array(each(0, 1), { minLength: 5, maxLength: 5 }),
      );
    });
    fc.assert(
      fc.property(scenario, ([matrix, mean, volatility, others]) => {
        const weights = tangencyWeights(matrix, mean, volatility);
        expect(total(weights)).toBeCloseTo(1, 12);
        expect(Math.min(...weights)).toBeGreaterThanOrEqual(0);
        const best = sharpe(matrix, mean, volatility, weights);
        const single = matrix.names.map((_, asset) => matrix.names.map((_, at) => (at === asset ? 1 : 0)));
        const near = matrix.names.map((_, asset) =>
          weights.map((weight, at) => (at === asset ? weight + 0.01 : weight)),
        );
        for (const other of [...others, ...single, ...near]) {
          if (total(other) < 1e-6) continue;
          expect(best).toBeGreaterThanOrEqual(sharpe(matrix, mean, volatility, other) - 1e-9);
        }
      }),
    );
  });

  it("of assets that lose money is the one that loses least for its risk", () => {
    expect([...tangencyWeights(correlations(3, [0, 0, 0]), [-0.1, -0.02, -0.1], [0.1, 0.1, 0.1])]).toEqual([
      0, 1, 0,
    ]);
  });

  it("stands correlations of 1, impossible and unknown ones", () => {
    const [a, b, c] = tangencyWeights(correlations(3, [1, 0, 0]), [0.1, 0.1, 0.1], [0.1, 0.1, 0.1]);
    expect(a! + b!).toBeCloseTo(0.5, 6);
    expect(a).toBeCloseTo(b!, 6);
    expect(c).toBeCloseTo(0.5, 6);
    for (const below of [
      [0.9, 0.9, -0.9],
      [Number.NaN, 0.5, 0.2],
      [Number.NaN, Number.NaN, Number.NaN],
    ]) {
      const weights = tangencyWeights(correlations(3, below), [0.1, 0.1, 0.1], [0.1, 0.1, 0.1]);
      expect(total(weights)).toBeCloseTo(1, 12);
      expect(Math.min(...weights)).toBeGreaterThanOrEqual(0);
    }
  });

  it("is found among many assets", () => {
    const returns = weeklyReturns(
      Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`x${at}`, { common: (at % 7) / 10 }])),
      40,
    );
    const size = 60;
    const next = seededStream(3);
    const { matrix, names } = equalCorrelations(returns.names, 0.3);
    const mean = Float64Array.from({ length: size }, () => next(1000) / 5000 - 0.05);
    const volatility = new Float64Array(size).fill(0.2);
    const weights = tangencyWeights({ matrix, names }, mean, volatility);
    const best = sharpe({ matrix, names }, mean, volatility, weights);
    for (let asset = 0; asset < size; asset++) {
      const other = weights.map((weight, at) => (at === asset ? weight + 0.001 : weight));
      expect(best).toBeGreaterThanOrEqual(sharpe({ matrix, names }, mean, volatility, other) - 1e-12);
    }
  });
});

describe("one period, shrinkage, equal weights", () => {
  const matrix = correlations(3, [0.5, 0.1, 0.2]);
  const estimates = {
    ...matrix,
    mean: Float64Array.of(0.05, 0.1, 0.02),
    volatility: Float64Array.of(0.1, 0.4, 0.05),
    years: 10,
  };
  const options = { ...WEIGHTS, equaliseSharpe: false };

  it("one period: equal volatilities keep Sharpe ratios", () => {
    const got = onePeriod(estimates, options);
    const expected = tangencyWeights(matrix, [0.5, 0.25, 0.4], [1, 1, 1]);
    expectClose(got, expected);
    expect(onePeriod(estimates, { ...options, equaliseVolatilities: false })).toEqual(
      tangencyWeights(matrix, estimates.mean, estimates.volatility),
    );
  });

  it("one period: equal Sharpe ratios leave only correlations", () => {
    const got = onePeriod(estimates, { ...options, equaliseSharpe: true });
    const expected = tangencyWeights(matrix, [0.5, 0.5, 0.5], [1, 1, 1]);
    expectClose(got, expected);
  });

  it("shrinkage moves Sharpe ratios to the target and correlations to their average", () => {
    const got = shrinkage(estimates, { ...options, shrinkageSharpe: 0.9, shrinkageCorrelation: 0.5 });
    const average = 0.8 / 3;
    const half = correlations(
      3,
      [0.5, 0.1, 0.2].map((value) => (value + average) / 2),
    );
    const expected = tangencyWeights(half, [0.45 + 0.05, 0.45 + 0.025, 0.45 + 0.04], [1, 1, 1]);
    expectClose(got, expected);
    const all = shrinkage(estimates, { ...options, shrinkageSharpe: 1, shrinkageCorrelation: 1 });
    expectClose(all, [1 / 3, 1 / 3, 1 / 3]);
  });

  it("equal weights", () => {
    expect([...equalWeights(estimates)]).toEqual([1 / 3, 1 / 3, 1 / 3]);
  });
});

describe("the bootstrap", () => {
  const returns = weeklyReturns({
    good: { common: 0.5, mean: 0.3 },
    poor: { common: 0.5, mean: -0.2 },
    twin: { common: 0.5, mean: 0.3 },
  });
  const options = { ...WEIGHTS, equaliseSharpe: false, bootstrapRuns: 100 };

  it("is the same for the same seed, another for another, and prefers what earns", () => {
    const weights = bootstrap(returns, options);
    expect(bootstrap(returns, options)).toEqual(weights);
    expect(bootstrap(returns, { ...options, bootstrapSeed: 2 })).not.toEqual(weights);
    expect(total(weights)).toBeCloseTo(1, 12);
    expect(weights[1]).toBeLessThan(0.05);
    expect(Math.min(weights[0]!, weights[2]!)).toBeGreaterThan(0.3);
  });

  it("comes close to the one-period weights of draws as long as the history is", () => {
    const long = bootstrap(returns, { ...options, equaliseSharpe: true, bootstrapLength: 5000 });
    const exact = bootstrap(returns, {
      ...options,
      equaliseSharpe: true,
      bootstrapLength: 5000,
      bootstrapSeed: 9,
    });
    expectClose(long, exact, 2);
  });

  it("leaves out what has no returns, and refuses no draws", () => {
    const some = frame(returns.time, {
      good: returns.floats("good"),
      none: new Float64Array(returns.length).fill(Number.NaN),
    });
    expect([...bootstrap(some, options)]).toEqual([Number.NaN, Number.NaN]);
    expect([...bootstrap(some.select(["good"]), options)]).toEqual([1]);
    expect(() => bootstrap(returns, { ...options, bootstrapRuns: 0 })).toThrow(/bootstrapRuns is 0/);
    expect(() => bootstrap(returns, { ...options, bootstrapLength: 1 })).toThrow(/bootstrapLength is 1/);
  });

  it("draws evenly", () => {
    const next = seededStream(42);
    const counts = new Array<number>(10).fill(0);
    for (let draw = 0; draw < 10_000; draw++) counts[next(10)]!++;
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });
});

describe("the diversification of a portfolio", () => {
  it("is 1 over its risk, at most the maximum", () => {
    expect(diversificationOf(equalCorrelations(letters(2), 0), [0.5, 0.5])).toBeCloseTo(Math.SQRT2, 15);
    expect(diversificationOf(equalCorrelations(letters(25), 0), new Array(25).fill(0.04))).toBe(2.5);
    expect(diversificationOf(equalCorrelations(letters(25), 0), new Array(25).fill(0.04), 9)).toBeCloseTo(
      5,
      12,
    );
    expect(diversificationOf(equalCorrelations(letters(3), 1), [0.2, 0.3, 0.5])).toBeCloseTo(1, 15);
  });

  it("is 1 without weights, correlations or risk", () => {
    const two = equalCorrelations(letters(2), 0.5);
    expect(diversificationOf(two, [0, 0])).toBe(1);
    expect(diversificationOf(two, [Number.NaN, Number.NaN])).toBe(1);
    expect(diversificationOf(correlations(2, [Number.NaN]), [0.5, 0.5])).toBe(1);
    expect(diversificationOf(correlations(2, [-1]), [0.5, 0.5])).toBe(1);
    expect(diversificationOf(two, [0.5, Number.NaN])).toBe(2);
  });
});
