import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  cleanCorrelations,
  clipCorrelations,
  floorCorrelations,
  shrinkCorrelations,
} from "../../../src/backtest/estimation/cleanCorrelations.js";
import { averageCorrelation, equalCorrelations } from "../../../src/backtest/estimation/correlationMatrix.js";
import { ewmCorrelations } from "../../../src/backtest/estimation/ewmCorrelation.js";
import { pearsonCorrelations } from "../../../src/backtest/estimation/pearsonCorrelation.js";
import { frame } from "../../../src/series/construct.js";
import { relativeDifference } from "../../support/golden.js";
import "../../support/fastCheck.js";

const NONE = Number.NaN;

/** A pair's correlation over the rows that both have, every weight written out. */
function written(
  left: readonly number[],
  right: readonly number[],
  decay: number,
  minPeriods: number,
): number {
  const rows = left.map((x, row) => [x, right[row]!] as const).filter((pair) => pair.every(Number.isFinite));
  if (rows.length < Math.max(1, minPeriods)) return NONE;
  const weights = rows.map((_, row) => decay ** (rows.length - 1 - row));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const average = (of: (row: readonly [number, number]) => number): number =>
    rows.reduce((sum, row, at) => sum + weights[at]! * of(row), 0) / total;
  const [x, y] = [average((row) => row[0]), average((row) => row[1])];
  const [spreadX, spreadY] = [average((row) => (row[0] - x) ** 2), average((row) => (row[1] - y) ** 2)];
  // Of a constant the weighted sums leave some rounding.
  if (Math.min(spreadX, spreadY) < 1e-18) return NONE;
  return average((row) => (row[0] - x) * (row[1] - y)) / Math.sqrt(spreadX * spreadY);
}

const cell = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: -40, max: 40 }).map((tenths) => tenths / 10) },
  { weight: 1, arbitrary: fc.constantFrom(NONE, NONE, Number.POSITIVE_INFINITY) },
);
const table = fc
  .integer({ min: 1, max: 5 })
  .chain((columns) =>
    fc.array(fc.array(cell, { minLength: 25, maxLength: 25 }), { minLength: columns, maxLength: columns }),
  );
const frameOf = (columns: readonly (readonly number[])[]) =>
  frame(
    Float64Array.from(columns[0]!, (_, row) => row),
    Object.fromEntries(columns.map((values, at) => [`c${at}`, Float64Array.from(values)])),
  );

/** Every pair by the oracle, row by row of the matrix. */
const allWritten = (
  columns: readonly (readonly number[])[],
  rows: number,
  decay: number,
  minPeriods: number,
) =>
  columns.flatMap((x) => columns.map((y) => written(x.slice(0, rows), y.slice(0, rows), decay, minPeriods)));

/** Correlations compare by their distance: some are close to 0. */
const far = (got: ArrayLike<number>, expected: readonly number[]): number =>
  relativeDifference(
    Array.from(got, (value) => value + 3),
    expected.map((value) => value + 3),
  );

describe("exponentially weighted correlations", () => {
  it("the values written out", () => {
    const data = frameOf([
      [1, 2, 3, 4, NONE, 6],
      [2, 1, NONE, 5, 5, 7],
    ]);
    const all = [...ewmCorrelations(data, { span: 4, minPeriods: 3 }, [1, 2, 3, 4, 5, 6])];
    const pair = all.map((matrix) => matrix[1]!);
    expect(pair.slice(0, 3)).toEqual([NONE, NONE, NONE]);
    expect(pair[3]).toBeCloseTo(0.894794, 6);
    expect(pair[4]).toBe(pair[3]);
    expect(pair[5]).toBeCloseTo(0.964142, 6);
    expect(all[5]![0]).toBe(1);
    expect(all[5]![2]).toBe(pair[5]);
  });

  it("equal the weighted sums of each pair's own rows, after any number of rows", () => {
    const span = fc.double({ min: 3, max: 80, noNaN: true });
    fc.assert(
      fc.property(table, span, fc.integer({ min: 0, max: 10 }), (columns, length, minPeriods) => {
        const lengths = [0, 1, 2, 7, 7, 18, 25];
        const matrices = [...ewmCorrelations(frameOf(columns), { span: length, minPeriods }, lengths)];
        expect(matrices).toHaveLength(lengths.length);
        matrices.forEach((matrix, at) => {
          const expected = allWritten(columns, lengths[at]!, 1 - 2 / (length + 1), minPeriods);
          expect(far(matrix, expected)).toBeLessThan(1e-7);
        });
      }),
      { numRuns: 60 },
    );
  });

  it("plain ones are those in which every row weighs the same", () => {
    fc.assert(
      fc.property(table, fc.integer({ min: 0, max: 10 }), (columns, minPeriods) => {
        const [matrix] = [...pearsonCorrelations(frameOf(columns), { minPeriods })];
        expect(far(matrix!, allWritten(columns, 25, 1, minPeriods))).toBeLessThan(1e-9);
      }),
      { numRuns: 60 },
    );
  });

  it("of a constant are unknown", () => {
    const [matrix] = [
      ...pearsonCorrelations(
        frameOf([
          [0.1, 0.1, 0.1],
          [1, 2, 4],
        ]),
      ),
    ];
    expect([...matrix!]).toEqual([NONE, NONE, NONE, 1]);
  });

  it("refuse a span below 1 and broken periods", () => {
    const data = frameOf([[1, 2]]);
    expect(() => [...ewmCorrelations(data, { span: 0.5 }, [2])]).toThrow(/span is 0.5; give a number/);
    expect(() => [...ewmCorrelations(data, { span: 3, minPeriods: -1 }, [2])]).toThrow(/minPeriods is -1/);
  });
});

describe("what is done to correlations", () => {
  const names = ["a", "b", "c"];
  const of = (ab: number, ac: number, bc: number) => ({
    names,
    matrix: Float64Array.of(1, ab, ac, ab, 1, bc, ac, bc, 1),
  });

  it("cleaning: nothing to do, nothing known, or the average for pairs that have had data", () => {
    const known = of(0.1, 0.2, 0.3);
    expect(cleanCorrelations(known, [true, true, true])).toBe(known);
    const none = { names, matrix: new Float64Array(9).fill(NONE) };
    expect(cleanCorrelations(none, [true, true, true])).toEqual(equalCorrelations(names, 0.99));
    expect(cleanCorrelations(none, [true, true, true], 0)).toEqual(equalCorrelations(names, 0));
    const some = of(0.4, NONE, NONE);
    some.matrix[8] = NONE;
    expect(cleanCorrelations(some, [true, true, true])).toEqual(of(0.4, 0.4, 0.4));
    expect(cleanCorrelations(some, [true, true, false], 0.7)).toEqual(of(0.4, 0.7, 0.7));
  });

  it("cleaning where only the assets themselves are known falls back", () => {
    expect(cleanCorrelations(of(NONE, NONE, NONE), [true, true, true], 0.6)).toEqual(of(0.6, 0.6, 0.6));
  });

  it("floor, clip and shrinkage keep 1 for an asset with itself", () => {
    const some = of(-0.5, 0.25, 1);
    expect(floorCorrelations(some)).toEqual(of(0, 0.25, 1));
    expect(clipCorrelations(some, 0.4)).toEqual(of(-0.4, 0.25, 0.4));
    expect(averageCorrelation(some)).toBe(0.25);
    expect(shrinkCorrelations(some, 0.5)).toEqual(of(-0.125, 0.25, 0.625));
    expect(shrinkCorrelations(some, 1)).toEqual(of(0.25, 0.25, 0.25));
  });
});
