import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { covarianceMatrix } from "../../../src/backtest/dynamic/covariance.js";
import { type GreedyProblem, greedyOptimise } from "../../../src/backtest/dynamic/greedy.js";
import { trackingError } from "../../../src/backtest/dynamic/trackingError.js";
import { weightBounds } from "../../../src/backtest/dynamic/weightBounds.js";
import "../../support/fastCheck.js";
import { problems } from "./problems.js";

const searches: fc.Arbitrary<GreedyProblem> = problems.map(({ instruments, correlations }) => {
  const rows = Object.values(instruments);
  const perContract = rows.map((row) => row.weightPerContract);
  const optimum = rows.map((row) => row.optimal * row.weightPerContract);
  const prior = rows.map((row) => row.previous! * row.weightPerContract);
  const bounds = rows.map((row, i) =>
    weightBounds({
      ...row,
      maxPositionWeight: row.positionLimit! * perContract[i]!,
      priorWeight: prior[i]!,
      optimumWeight: optimum[i]!,
    }),
  );
  const volatilities = rows.map((row) => row.volatility);
  const covariance = covarianceMatrix(volatilities, correlations.matrix);
  return { optimum, prior, perContract, covariance, bounds, costs: rows.map((row) => 50 * row.cost) };
});

/** The tracking error and the costs of trading, from scratch. */
function objective({ optimum, prior, covariance, costs }: GreedyProblem, weights: ArrayLike<number>): number {
  const cost = Array.from(weights, (weight, i) => costs[i]! * Math.abs(weight - prior[i]!));
  return trackingError(weights, optimum, covariance) + cost.reduce((total, part) => total + part, 0);
}

function search(problem: GreedyProblem): { readonly weights: Float64Array; readonly steps: number } {
  const found = greedyOptimise(problem);
  return found.kind === "optimised" ? found : expect.fail(found.kind);
}

describe("greedyOptimise", () => {
  it("ends where no contract in the direction of any instrument, within its bounds, comes closer", () => {
    fc.assert(
      fc.property(searches, (problem) => {
        const { weights, steps } = search(problem);
        const reached = objective(problem, weights);
        const start = problem.bounds.map((bounds) => bounds.start);
        expect(reached).toBeLessThanOrEqual(objective(problem, start));
        expect(steps > 0).toBe(weights.some((weight, i) => weight !== start[i]));
        for (const [i, { minimum, maximum, direction }] of problem.bounds.entries()) {
          const next = weights[i]! + direction * problem.perContract[i]!;
          const slack = 1e-9 * problem.perContract[i]!;
          if (next < minimum - slack || next > maximum + slack) continue;
          expect(objective(problem, weights.with(i, next))).toBeGreaterThanOrEqual(reached * (1 - 1e-9));
        }
      }),
      { numRuns: 500 },
    );
  });

  it("finds the best of all whole positions of one instrument", () => {
    fc.assert(
      fc.property(
        searches.filter((problem) => problem.optimum.length === 1),
        (problem) => {
          const [{ minimum, maximum, direction, start }] = problem.bounds as [GreedyProblem["bounds"][0]];
          const slack = 1e-9 * problem.perContract[0]!;
          const all = Array.from({ length: 40 }, (_, k) => start + k * direction * problem.perContract[0]!);
          const allowed = all.filter((weight) => weight >= minimum - slack && weight <= maximum + slack);
          const best = Math.min(...allowed.map((weight) => objective(problem, [weight])));
          expect(objective(problem, search(problem).weights)).toBeCloseTo(best, 12);
        },
      ),
    );
  });

  it("keeps its running sums exact over many steps", () => {
    const n = 3;
    const problem: GreedyProblem = {
      optimum: [400, -300, 200],
      prior: [0, 0, 0],
      perContract: [0.1, 0.07, 0.03],
      covariance: covarianceMatrix([0.2, 0.1, 0.3], [1, 0.5, -0.2, 0.5, 1, 0.1, -0.2, 0.1, 1]),
      costs: [0, 0, 0],
      bounds: [400, -300, 200].map((optimumWeight) => weightBounds({ optimumWeight })),
    };
    const { weights, steps } = search(problem);
    expect(steps).toBeGreaterThan(10_000);
    const contracts = Array.from(weights, (weight, i) => Math.round(weight / problem.perContract[i]!));
    for (let i = 0; i < n; i++) {
      expect(Math.abs(contracts[i]! - problem.optimum[i]! / problem.perContract[i]!)).toBeLessThanOrEqual(1);
    }
  });

  it("refuses lists of other lengths, and a contract without value", () => {
    const problem: GreedyProblem = {
      optimum: [1],
      prior: [0],
      perContract: [0.1],
      covariance: [0.04],
      costs: [0],
      bounds: [weightBounds({ optimumWeight: 1 })],
    };
    const refused = (changes: Partial<GreedyProblem>) => () => greedyOptimise({ ...problem, ...changes });
    expect(refused({ covariance: [1, 0] })).toThrow("the covariance matrix has 2 values where 1 are needed");
    expect(refused({ prior: [] })).toThrow("the list of held weights has 0 values where 1 are needed");
    expect(refused({ bounds: [] })).toThrow("the list of bounds has 0 values where 1 are needed");
    expect(refused({ perContract: [0] })).toThrow("one contract of instrument 0 has the weight 0");
    expect(refused({ perContract: [-0.1] })).toThrow("give a number above 0");
  });
});
