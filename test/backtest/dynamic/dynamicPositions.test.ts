import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DatedCorrelation } from "../../../src/backtest/dynamic/correlation.js";
import { type DynamicSystem, dynamicPositions } from "../../../src/backtest/dynamic/dynamicPositions.js";
import { optimisePositions } from "../../../src/backtest/dynamic/optimisePositions.js";
import { series } from "../../../src/series/construct.js";
import type { Series } from "../../../src/series/series.js";
import { toFrame } from "../../../src/series/toFrame.js";
import { randomStream } from "../../../src/testing/randomStream.js";
import { DAY } from "../../../src/time/civil.js";
import "../../support/fastCheck.js";

const NAN = Number.NaN;
const NAMES = ["B", "A", "C"];

const on = (from: number, values: readonly number[]): Series =>
  series(
    Float64Array.from(values, (_, k) => (from + k) * DAY),
    values,
  );

/** Three instruments over some days; C starts five days later, and correlations start and change in between. */
function system(seed: number, days: number): DynamicSystem {
  const random = randomStream(seed);
  const walk = (from: number, start: number, step: number): Series => {
    let value = start;
    const values = Array.from({ length: days - from }, () => {
      value += step * random.normal();
      return value;
    });
    return on(from, values);
  };
  const first: Readonly<Record<string, number>> = { A: 0, B: 0, C: 5 };
  const each = (make: (from: number) => Series): Record<string, Series> =>
    Object.fromEntries(NAMES.map((name) => [name, make(first[name]!)]));
  const constant = (value: number) => (from: number) => on(from, new Array<number>(days - from).fill(value));
  const correlated = (rho: number, useStart: number): DatedCorrelation => ({
    names: ["A", "B", "C"],
    matrix: Float64Array.from({ length: 9 }, (_, k) => (k % 4 === 0 ? 1 : rho)),
    period: { useStart },
  });
  return {
    positions: each((from) => walk(from, 0, 1)),
    valuesPerContract: each(constant(0.05 + 0.1 * random.uniform())),
    volatilities: toFrame(each(constant(0.1 + 0.2 * random.uniform()))),
    correlations: [correlated(0.3, 8 * DAY), correlated(-0.2, 15 * DAY)],
    costs: each(constant(0.0001)),
  };
}

const value = (data: unknown, name: string, row: number): number =>
  (data as Record<string, Series>)[name]!.values[row] ?? NAN;

describe("dynamicPositions", () => {
  it("optimises each date from what the one before left", () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const days = 25;
        const data = system(seed, days);
        const restrictions = { reduceOnly: ["B"], longOnly: ["A"] };
        const { positions, diagnostics } = dynamicPositions({ ...data, ...restrictions });
        expect(positions.names).toEqual(NAMES);
        const held: Record<string, number> = {};
        for (let day = 0; day < days; day++) {
          const present = NAMES.filter((name) => name !== "C" || day >= 5);
          const instruments = Object.fromEntries(
            present.map((name) => {
              const row = name === "C" ? day - 5 : day;
              return [
                name,
                {
                  optimal: value(data.positions, name, row),
                  previous: held[name] ?? 0,
                  weightPerContract: value(data.valuesPerContract, name, row),
                  volatility: data.volatilities.floats(name)[day]!,
                  cost: value(data.costs, name, row),
                  reduceOnly: name === "B",
                  longOnly: name === "A",
                },
              ];
            }),
          );
          const correlations = [...data.correlations].findLast(({ period }) => period.useStart <= day * DAY);
          const found = optimisePositions(instruments, correlations);
          for (const name of NAMES) {
            held[name] = found.positions[name]?.optimisedPosition ?? 0;
            expect(positions.floats(name)[day]).toBe(held[name]);
          }
          expect(diagnostics.row(day)).toMatchObject({ ...found.diagnostics, failure: undefined });
        }
        expect(positions.floats("B").every((position) => position === 0)).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it("does not look ahead", () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 6, max: 24 }), (seed, days) => {
        const all = dynamicPositions(system(seed, 25)).positions.rows(0, days);
        const data = system(seed, 25);
        const cut = (named: unknown): Record<string, Series> =>
          Object.fromEntries(
            Object.entries(named as Record<string, Series>).map(([name, whole]) => {
              return [name, whole.rows(0, name === "C" ? days - 5 : days)];
            }),
          );
        const { positions } = dynamicPositions({
          ...data,
          positions: cut(data.positions),
          valuesPerContract: cut(data.valuesPerContract),
          costs: cut(data.costs),
          volatilities: data.volatilities.rows(0, days),
        });
        for (const name of NAMES) expect([...positions.floats(name)]).toEqual([...all.floats(name)]);
      }),
      { numRuns: 20 },
    );
  });

  it("trades nothing while trading is prohibitive", () => {
    const data = system(1, 20);
    const costs = Object.fromEntries(NAMES.map((name) => [name, on(0, new Array<number>(20).fill(1000))]));
    const { positions, diagnostics } = dynamicPositions({ ...data, costs });
    for (const name of NAMES) expect(positions.floats(name).every((position) => position === 0)).toBe(true);
    expect(new Set(diagnostics.strings("decision").dictionary)).toContain("all-zero");
  });

  it("keeps what is held on a date that cannot be searched, and says why", () => {
    const optimal = on(0, [3, -3, -3]);
    const { positions, diagnostics } = dynamicPositions({
      positions: { A: optimal },
      valuesPerContract: { A: on(0, [0.1, NAN, 0.1]) },
      volatilities: toFrame({ A: on(0, [0.2, 0.2, 0.2]) }),
      correlations: [],
      costs: { A: series([2 * DAY], [0.0001]) },
    });
    expect([...positions.floats("A")]).toEqual([0, 0, -2]);
    expect(diagnostics.row(0)).toMatchObject({
      decision: "missing-cost",
      failure: "A has no cost of trading; give it one (0 where trading is free)",
    });
    expect(diagnostics.row(2)).toMatchObject({ decision: "optimised", failure: undefined, steps: 3 });
  });

  it("fills values per contract both ways, and takes early volatility from its first row", () => {
    const data = {
      positions: { A: on(0, [3, 3, 3]) },
      valuesPerContract: { A: on(1, [0.1]) },
      volatilities: toFrame({ A: on(2, [0.2]) }),
      correlations: [],
      costs: { A: on(0, [0, NAN, NAN]) },
    };
    const { positions } = dynamicPositions(data, { trackingErrorBuffer: 0 });
    expect([...positions.floats("A")]).toEqual([3, 3, 3]);
  });

  it("takes no dates and no instruments, and tells of each date", () => {
    const nothing = { positions: {}, valuesPerContract: {}, costs: {}, correlations: [] };
    const empty = dynamicPositions({ ...nothing, volatilities: toFrame({}) });
    expect([empty.positions.length, empty.diagnostics.length]).toEqual([0, 0]);
    const told: unknown[] = [];
    dynamicPositions(system(1, 6), { onDate: (progress) => told.push(progress) });
    expect(told).toEqual(Array.from({ length: 6 }, (_, row) => ({ done: row + 1, of: 6, time: row * DAY })));
  });

  it("refuses settings and instruments without values per contract", () => {
    const data = system(1, 20);
    expect(() => dynamicPositions(data, { shadowCost: -1 })).toThrow(
      "shadowCost is -1; give a number of 0 or more",
    );
    expect(() => dynamicPositions({ ...data, valuesPerContract: {} })).toThrow(
      "B has a position and no value per",
    );
    expect(() => dynamicPositions({ ...data, correlations: [...data.correlations].toReversed() })).toThrow(
      "correlation matrix 1 starts before the one before it",
    );
  });
});
