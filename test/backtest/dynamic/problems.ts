import fc from "fast-check";
import type { InstrumentToOptimise } from "../../../src/backtest/dynamic/optimisePositions.js";
import type { CorrelationMatrix } from "../../../src/backtest/estimation/correlationMatrix.js";
import { randomStream } from "../../../src/testing/randomStream.js";

/** A portfolio to optimise with every kind of restriction, its correlations a true correlation matrix. */
export interface Problem {
  readonly instruments: Readonly<Record<string, InstrumentToOptimise>>;
  readonly correlations: CorrelationMatrix;
}

/** Portfolios of 0 to 7 instruments, drawn from a seed, so that no two numbers are the same. */
export const problems: fc.Arbitrary<Problem> = fc
  .tuple(fc.integer(), fc.integer({ min: 0, max: 7 }))
  .map(([seed, size]) => problem(seed, size));

export function problem(seed: number, size: number): Problem {
  const random = randomStream(seed);
  const names = "ABCDEFG".slice(0, size).split("");
  const factors = names.map(() => [1, 2, 3, 4].map(() => random.normal()));
  const length = (a: readonly number[]): number => Math.sqrt(dot(a, a));
  const matrix = factors.flatMap((a, i) =>
    factors.map((b, j) => (i === j ? 1 : dot(a, b) / length(a) / length(b))),
  );
  const instruments = Object.fromEntries(
    names.map((name): [string, InstrumentToOptimise] => [
      name,
      {
        optimal: 4 * random.normal(),
        previous: random.uniform() < 0.3 ? 0 : Math.round(3 * random.normal()),
        weightPerContract: 0.01 + 0.2 * random.uniform(),
        volatility: 0.05 + 0.3 * random.uniform(),
        cost: 0.0004 * random.uniform(),
        positionLimit: random.uniform() < 0.7 ? Number.NaN : random.below(5),
        noTrade: random.uniform() < 0.1,
        reduceOnly: random.uniform() < 0.15,
        longOnly: random.uniform() < 0.15,
      },
    ]),
  );
  return { instruments, correlations: { names, matrix: Float64Array.from(matrix) } };
}

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((total, value, i) => total + value * b[i]!, 0);
