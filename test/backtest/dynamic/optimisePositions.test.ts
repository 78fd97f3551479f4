import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type InstrumentToOptimise,
  optimisePositions,
} from "../../../src/backtest/dynamic/optimisePositions.js";
import { isContangoError } from "../../../src/errors/contangoError.js";
import "../../support/fastCheck.js";
import { naiveOptimise } from "./naive.js";
import { type Problem, problems } from "./problems.js";

const NAN = Number.NaN;
const plain: InstrumentToOptimise = { optimal: 3, weightPerContract: 0.1, volatility: 0.2, cost: 0.0001 };

const held = (found: ReturnType<typeof optimisePositions>): Record<string, number> =>
  Object.fromEntries(Object.entries(found.positions).map(([name, row]) => [name, row.optimisedPosition]));

const solve = ({ instruments, correlations }: Problem, settings = {}) =>
  optimisePositions(instruments, correlations, { shrinkCorrelation: 0, ...settings });

describe("optimisePositions: properties", () => {
  const settings = fc.record({
    shadowCost: fc.constantFrom(0, 10, 50, 200),
    trackingErrorBuffer: fc.constantFrom(0, 0.0125, 0.05, 0.2),
  });

  it("equals the optimiser written out", () => {
    fc.assert(
      fc.property(problems, settings, (problem, chosen) => {
        const positions = naiveOptimise(problem, chosen);
        expect(Object.values(held(solve(problem, chosen)))).toEqual(positions.map((k) => k + 0));
      }),
      { numRuns: 600 },
    );
  });

  it("gives whole contracts within every restriction, whatever was held", () => {
    fc.assert(
      fc.property(problems, settings, (problem, chosen) => {
        for (const [name, position] of Object.entries(held(solve(problem, chosen)))) {
          const { previous = 0, positionLimit = NAN, ...row } = problem.instruments[name]!;
          expect(Number.isInteger(position)).toBe(true);
          if (row.noTrade) {
            expect(position).toBe(previous + 0);
            continue;
          }
          if (!Number.isNaN(positionLimit)) expect(Math.abs(position)).toBeLessThanOrEqual(positionLimit);
          if (row.longOnly) expect(position).toBeGreaterThanOrEqual(0);
          if (!row.reduceOnly) continue;
          expect(Math.abs(position)).toBeLessThanOrEqual(Math.abs(previous));
          expect(position * previous).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 600 },
    );
  });

  it("does not depend on the order of instruments", () => {
    fc.assert(
      fc.property(problems, fc.infiniteStream(fc.nat()), (problem, order) => {
        const names = [...problem.correlations.names];
        const shuffled = names
          .map((name) => [order.next().value as number, name] as const)
          .sort(([a], [b]) => a - b)
          .map(([, name]) => name);
        const n = names.length;
        const matrix = shuffled.flatMap((a) =>
          shuffled.map((b) => problem.correlations.matrix[names.indexOf(a) * n + names.indexOf(b)]!),
        );
        const instruments = Object.fromEntries(shuffled.map((name) => [name, problem.instruments[name]!]));
        const correlations = { names: shuffled, matrix: Float64Array.from(matrix) };
        expect(held(solve({ instruments, correlations }))).toEqual(held(solve(problem)));
      }),
    );
  });

  it("gives the opposite positions for the opposite ones", () => {
    fc.assert(
      fc.property(problems, ({ instruments, correlations }) => {
        const signed = (sign: 1 | -1) =>
          Object.entries(instruments).map(([name, { optimal, previous = 0, ...row }]) => {
            return [
              name,
              { ...row, optimal: sign * optimal, previous: sign * previous, longOnly: false },
            ] as const;
          });
        const there = held(solve({ instruments: Object.fromEntries(signed(1)), correlations }));
        const back = held(solve({ instruments: Object.fromEntries(signed(-1)), correlations }));
        for (const [name, position] of Object.entries(there)) expect(back[name]! + position).toBe(0);
      }),
    );
  });

  it("keeps what is held within the buffer, and says so", () => {
    fc.assert(
      fc.property(problems, fc.double({ min: 0.001, max: 0.2, noNaN: true }), (problem, buffer) => {
        const { diagnostics, positions } = solve(problem, { trackingErrorBuffer: buffer });
        const within = diagnostics.trackingErrorOfPrevious < buffer;
        expect(diagnostics.decision === "within-buffer").toBe(within);
        if (diagnostics.decision === "optimised") return;
        for (const [name, row] of Object.entries(positions)) {
          const { positionLimit = NAN, longOnly, noTrade } = problem.instruments[name]!;
          const limited =
            !noTrade &&
            (Math.abs(row.previousPosition) > positionLimit || (longOnly && row.previousPosition < 0));
          if (!limited) expect(row.optimisedPosition).toBe(row.previousPosition + 0);
        }
      }),
    );
  });
});

describe("optimisePositions", () => {
  it("fills in every field", () => {
    const { positions, leftOut, diagnostics, failure } = optimisePositions({
      CORN: { ...plain, optimal: 3.4, previous: 1, positionLimit: 2 },
      US10: { ...plain, optimal: -1.6, weightPerContract: 0.25, reduceOnly: true },
    });
    expect(positions.CORN).toEqual({
      kind: "dynamic",
      optimal: 3.4,
      weightPerContract: 0.1,
      previousPosition: 1,
      previousWeight: 0.1,
      reduceOnly: false,
      dontTrade: false,
      positionLimitContracts: 2,
      positionLimitWeight: 0.2,
      optimumWeight: 3.4 * 0.1,
      minimumWeight: -0.2,
      maximumWeight: 0.2,
      startWeight: 0,
      optimisedWeight: 0.1,
      optimisedPosition: 1,
    });
    expect(positions.US10).toMatchObject({
      reduceOnly: true,
      minimumWeight: 0,
      maximumWeight: 0,
      positionLimitContracts: 999_999_999,
      optimisedPosition: 0,
    });
    expect(leftOut).toEqual({});
    expect(failure).toBeUndefined();
    expect(diagnostics.decision).toBe("optimised");
    expect(diagnostics.steps).toBe(2);
    expect(diagnostics.distanceToOptimised).toBeCloseTo(0.02, 12);
    expect(diagnostics.adjustmentFactor).toBeCloseTo(0.375, 12);
  });

  it("takes no instruments, and one", () => {
    const none = optimisePositions({});
    expect(none.positions).toEqual({});
    expect(none.diagnostics.decision).toBe("within-buffer");
    expect(held(optimisePositions({ A: plain }, undefined, { trackingErrorBuffer: 0 }))).toEqual({ A: 3 });
  });

  it("takes a portfolio without any risk: what is held stays", () => {
    const still = { ...plain, volatility: 0, previous: 2 };
    expect(held(optimisePositions({ A: still, B: { ...still, previous: -1 } }))).toEqual({ A: 2, B: -1 });
    const unbuffered = optimisePositions({ A: still }, undefined, { trackingErrorBuffer: 0 });
    expect(held(unbuffered)).toEqual({ A: 2 });
    expect(unbuffered.diagnostics.decision).toBe("close-enough");
  });

  it("reaches a position limit of any size exactly", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.001, max: 0.5, noNaN: true }),
        fc.integer({ min: 1, max: 60 }),
        (weight, limit) => {
          const row = { ...plain, optimal: 200, weightPerContract: weight, cost: 0, positionLimit: limit };
          expect(held(optimisePositions({ A: row }, undefined, { trackingErrorBuffer: 0 }))).toEqual({
            A: limit,
          });
        },
      ),
    );
  });

  it("keeps to a limit below what is held, both within the buffer and after a partial trade", () => {
    const over = { ...plain, previous: 3, positionLimit: 2 };
    const inside = optimisePositions({ A: over });
    expect(inside.diagnostics.decision).toBe("within-buffer");
    expect(held(inside)).toEqual({ A: 2 });
    const partial = optimisePositions({ A: { ...over, optimal: 1, previous: 9 } }, undefined, {
      trackingErrorBuffer: 0.1,
      shadowCost: 0,
    });
    expect(partial.diagnostics.decision).toBe("optimised");
    expect(held(partial)).toEqual({ A: 2 });
    expect(held(optimisePositions({ A: { ...over, noTrade: true } }))).toEqual({ A: 3 });
  });

  it("closes every position where limits say so", () => {
    const closed = { ...plain, previous: 3, positionLimit: 0 };
    expect(held(optimisePositions({ A: closed, B: { ...closed, previous: -4 } }))).toEqual({ A: 0, B: 0 });
  });

  it("keeps what is held where no position is best, or closes it when asked", () => {
    const small = { A: { ...plain, optimal: 0.2, previous: 3 } };
    const kept = optimisePositions(small);
    expect(kept.diagnostics.decision).toBe("all-zero");
    expect(held(kept)).toEqual({ A: 3 });
    const closed = optimisePositions(small, undefined, { allZero: "close" });
    expect(closed.diagnostics.decision).toBe("optimised");
    expect(closed.diagnostics.adjustmentFactor).toBeCloseTo(1 - 0.0125 / 0.06, 12);
    expect(held(closed)).toEqual({ A: 1 });
  });

  it("gives a tie to the first instrument by code", () => {
    const row = { ...plain, optimal: 0.6, cost: 0 };
    const matrix = { names: ["B", "A", "C"], matrix: new Float64Array(9).fill(1) };
    const settings = { shrinkCorrelation: 0, trackingErrorBuffer: 0 };
    expect(held(optimisePositions({ C: row, B: row, A: row }, matrix, settings))).toEqual({
      A: 2,
      B: 0,
      C: 0,
    });
  });

  it("gives no more to a later one of instruments that are alike, whatever rounding says", () => {
    const alike = fc.record({
      optimal: fc.double({ min: 0.1, max: 5, noNaN: true }),
      weightPerContract: fc.double({ min: 0.01, max: 0.3, noNaN: true }),
      volatility: fc.double({ min: 0.05, max: 0.5, noNaN: true }),
      cost: fc.double({ min: 0, max: 0.0005, noNaN: true }),
    });
    fc.assert(
      fc.property(alike, fc.double({ min: 0, max: 0.9, noNaN: true }), (row, rho) => {
        const names = "ABCDEF".split("");
        const matrix = Float64Array.from({ length: 36 }, (_, k) => (k % 7 === 0 ? 1 : rho));
        const instruments = Object.fromEntries(names.map((name) => [name, row]));
        const positions = Object.values(held(solve({ instruments, correlations: { names, matrix } })));
        expect(positions).toEqual(positions.toSorted((a, b) => b - a));
      }),
      { numRuns: 500 },
    );
  });

  it("shrinks correlations towards none", () => {
    const instruments = { A: { ...plain, optimal: 0.6, cost: 0 }, B: { ...plain, optimal: 0.6, cost: 0 } };
    const matrix = { names: ["A", "B"], matrix: Float64Array.of(1, 1, 1, 1) };
    const buffer = { trackingErrorBuffer: 0 };
    expect(held(optimisePositions(instruments, matrix, { ...buffer, shrinkCorrelation: 0 }))).toEqual({
      A: 1,
      B: 0,
    });
    expect(held(optimisePositions(instruments, matrix, { ...buffer, shrinkCorrelation: 1 }))).toEqual({
      A: 1,
      B: 1,
    });
  });

  it("counts the cost multiplier as it counts the shadow cost", () => {
    const instruments = { A: { ...plain, cost: 0.001 }, B: { ...plain, volatility: 0.1, cost: 0.002 } };
    const doubled = optimisePositions(instruments, undefined, { costMultiplier: 2 });
    const shadow = optimisePositions(instruments, undefined, { shadowCost: 100 });
    expect(doubled).toEqual(shadow);
    expect(held(doubled)).not.toEqual(held(optimisePositions(instruments)));
  });

  it("leaves out what lacks an input, and says what", () => {
    const matrix = {
      names: ["A", "B", "C", "D", "F"],
      matrix: Float64Array.from({ length: 25 }, (_, k) => (k % 6 === 0 ? (k === 24 ? NAN : 1) : 0.2)),
    };
    const { positions, leftOut } = optimisePositions(
      {
        A: plain,
        B: { ...plain, optimal: NAN },
        C: { ...plain, weightPerContract: NAN },
        D: { ...plain, volatility: NAN },
        E: plain,
        F: plain,
        G: { ...plain, weightPerContract: 0 },
      },
      matrix,
    );
    expect(Object.keys(positions)).toEqual(["A"]);
    expect(leftOut).toEqual({
      B: "optimal",
      C: "valuePerContract",
      D: "volatility",
      E: "correlation",
      F: "correlation",
      G: "valuePerContract",
    });
  });

  it("counts a price below zero by its size", () => {
    const below = optimisePositions({ A: { ...plain, weightPerContract: -0.1 }, B: plain });
    expect(below).toEqual(optimisePositions({ A: plain, B: plain }));
  });

  it.each([
    [
      "missing-cost",
      "B has no cost of trading",
      { A: plain, B: { ...plain, cost: NAN, previous: -2 } },
      [1, 0, 0, 1],
    ],
    [
      "missing-correlation",
      "A has no correlation",
      { A: plain, B: { ...plain, previous: -2 } },
      [1, NAN, NAN, 1],
    ],
    [
      "negative-variance",
      "the variance of the portfolio",
      { A: { ...plain, optimal: 3 }, B: { ...plain, previous: -2 } },
      [1, -3, -3, 1],
    ],
    [
      "too-many-contracts",
      "the optimum of A is more contracts",
      { A: { ...plain, weightPerContract: 1e-9, optimal: 1e9 }, B: { ...plain, previous: -2 } },
      [1, 0, 0, 1],
    ],
  ])("keeps what is held where the search cannot be made: %s", (decision, text, instruments, matrix) => {
    const correlations = { names: ["A", "B"], matrix: Float64Array.from(matrix) };
    const found = optimisePositions(instruments, correlations, { shrinkCorrelation: 0 });
    expect(found.diagnostics.decision).toBe(decision);
    expect(found.failure).toContain(text);
    expect(held(found)).toEqual({ A: 0, B: -2 });
  });

  it("sees a variance below zero that only a candidate has", () => {
    const correlations = { names: ["A", "B"], matrix: Float64Array.of(1, 3, 3, 1) };
    const instruments = { A: { ...plain, optimal: 2 }, B: { ...plain, optimal: 0.2, previous: -2 } };
    const found = optimisePositions(instruments, correlations, { shrinkCorrelation: 0 });
    expect(found.diagnostics.decision).toBe("negative-variance");
    expect(found.failure).toContain("the variance of a portfolio with more B is below zero");
    expect(held(found)).toEqual({ A: 0, B: -2 });
  });

  it("sees a variance below zero of the portfolio that it starts from", () => {
    const correlations = { names: ["A", "B"], matrix: Float64Array.of(1, 3, 3, 1) };
    const closed = { ...plain, positionLimit: 0 };
    const instruments = { A: { ...closed, optimal: 2 }, B: { ...closed, optimal: -0.5, previous: -2 } };
    const found = optimisePositions(instruments, correlations, { shrinkCorrelation: 0 });
    expect(found.diagnostics.decision).toBe("negative-variance");
    expect(found.failure).toContain("the variance of the portfolio is below zero");
    expect(held(found)).toEqual({ A: 0, B: 0 });
  });

  it.each([
    [{ shadowCost: NAN }, "shadowCost is NaN"],
    [{ costMultiplier: -1 }, "costMultiplier is -1"],
    [{ trackingErrorBuffer: Number.POSITIVE_INFINITY }, "trackingErrorBuffer is Infinity"],
    [{ shrinkCorrelation: 1.5 }, "shrinkCorrelation is 1.5"],
    [{ allZero: "sell" as "close" }, 'allZero is "sell"; give "keep" or "close"'],
  ])("refuses the settings %j", (settings, message) => {
    expect(refusal(() => optimisePositions({ A: plain }, undefined, settings))).toContain(message);
  });

  it("refuses what is not a number, and a matrix of the wrong size", () => {
    const text = { ...plain, optimal: "3" as unknown as number };
    expect(refusal(() => optimisePositions({ CORN: text }))).toContain("CORN: optimal is 3; give a number");
    const matrix = { names: ["A", "B"], matrix: new Float64Array(3) };
    expect(refusal(() => optimisePositions({ A: plain }, matrix))).toContain(
      "the correlation matrix of 2 names has 3 values where 4 are needed",
    );
  });
});

function refusal(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (isContangoError(error, "OPTIMISATION")) return error.message;
    throw error;
  }
  return expect.fail("nothing was refused");
}
