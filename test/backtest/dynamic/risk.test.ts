import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DatedCorrelation } from "../../../src/backtest/dynamic/correlation.js";
import { riskMeasures } from "../../../src/backtest/dynamic/riskMeasures.js";
import { riskOverlayScalar } from "../../../src/backtest/dynamic/riskOverlay.js";
import { floatColumn } from "../../../src/series/column.js";
import { Frame } from "../../../src/series/frame.js";
import { randomStream } from "../../../src/testing/randomStream.js";
import { DAY } from "../../../src/time/civil.js";
import "../../support/fastCheck.js";
import { relativeDifference } from "../../support/golden.js";

const NAN = Number.NaN;
const days = (from: number, count: number): Float64Array =>
  Float64Array.from({ length: count }, (_, k) => (from + k) * DAY);

function frame(time: Float64Array, columns: Readonly<Record<string, readonly number[]>>): Frame {
  const entries = Object.entries(columns).map(([name, values]) => [
    name,
    floatColumn(Float64Array.from(values)),
  ]);
  return new Frame(time, Object.fromEntries(entries));
}

describe("riskMeasures", () => {
  const time = days(0, 3);
  const weights = frame(time, { A: [0.5, 0.5, -1], B: [NAN, 1, 1] });
  const volatilities = frame(time, { A: [0.2, 0.2, 0.2], B: [0.1, 0.1, NAN] });
  const correlations: readonly DatedCorrelation[] = [
    { names: ["B", "A"], matrix: Float64Array.of(1, 0.5, 0.5, 1), period: { useStart: 2 * DAY } },
  ];

  it("of two instruments, by hand", () => {
    const measures = riskMeasures({ weights, volatilities, correlations });
    expect(measures.names).toEqual(["risk", "shockedRisk", "sumAbsoluteRisk", "leverage"]);
    expect(measures.time).toBe(time);
    const risk = [0.1, Math.sqrt(0.01 + 0.01), Math.sqrt(0.04 + 0.01 - 2 * 0.5 * 0.2 * 0.1)];
    expect(relativeDifference(measures.floats("risk"), risk)).toBeLessThan(1e-14);
    // Three volatilities of A are needed, and there are only two of B before its last is filled forward.
    expect(relativeDifference(measures.floats("shockedRisk"), risk)).toBeLessThan(1e-14);
    expect(relativeDifference(measures.floats("sumAbsoluteRisk"), [0.1, 0.2, 0.3])).toBeLessThan(1e-14);
    expect(relativeDifference(measures.floats("leverage"), [0.5, 1.5, 2])).toBeLessThan(1e-14);
  });

  it("is 0 without instruments or data, and takes early volatility from the first row", () => {
    const nothing = frame(time, { A: [NAN, NAN, NAN] });
    const measures = riskMeasures({ weights: nothing, volatilities, correlations });
    for (const name of measures.names) expect([...measures.floats(name)]).toEqual([0, 0, 0]);
    expect(riskMeasures({ weights: frame(days(0, 0), {}), volatilities, correlations: [] }).length).toBe(0);
    const unknown = riskMeasures({ weights, volatilities: frame(days(0, 0), {}), correlations });
    expect([...unknown.floats("risk")]).toEqual([0, 0, 0]);
    expect([...unknown.floats("leverage")]).toEqual([0.5, 1.5, 2]);
    const late = frame(days(2, 1), { A: [0.3], B: [0.1] });
    const early = riskMeasures({ weights, volatilities: late, correlations: [] });
    expect(early.floats("risk")[0]).toBeCloseTo(0.15, 14);
  });

  it("is missing where correlations contradict each other", () => {
    const bad = [{ names: ["A", "B"], matrix: Float64Array.of(1, 9, 9, 1), period: { useStart: 0 } }];
    const risk = riskMeasures({ weights, volatilities, correlations: bad }).floats("risk");
    expect(Number.isNaN(risk[2])).toBe(true);
    expect(risk[0]).toBeCloseTo(0.1, 14);
  });

  it("equals w′Σw written out, the shock being the 99% quantile of what volatility was", () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 3, max: 30 }), (seed, rows) => {
        const random = randomStream(seed);
        const names = ["A", "B", "C"];
        const draw = (): Record<string, number[]> =>
          Object.fromEntries(
            names.map((name) => [name, Array.from({ length: rows }, () => random.uniform())]),
          );
        const [w, s] = [draw(), draw()];
        const at = days(0, rows);
        const matrix = Float64Array.of(1, 0.4, -0.1, 0.4, 1, 0.2, -0.1, 0.2, 1);
        const measures = riskMeasures({
          weights: frame(at, w),
          volatilities: frame(at, s),
          correlations: [{ names, matrix, period: { useStart: 0 } }],
        });
        const shock = (name: string, row: number): number => {
          const sorted = s[name]!.slice(0, Math.max(row, 2) + 1).sort((a, b) => a - b);
          const position = 0.99 * (sorted.length - 1);
          const low = Math.floor(position);
          const next = sorted[low + 1] ?? sorted[low]!;
          return sorted[low]! + (position - low) * (next - sorted[low]!);
        };
        const risk = (row: number, volatility: (name: string) => number): number => {
          let total = 0;
          for (const [i, a] of names.entries()) {
            for (const [j, b] of names.entries()) {
              total += w[a]![row]! * w[b]![row]! * volatility(a) * volatility(b) * matrix[3 * i + j]!;
            }
          }
          return Math.sqrt(total);
        };
        const usual = Array.from(at, (_, row) => risk(row, (name) => s[name]![row]!));
        const shocked = Array.from(at, (_, row) => risk(row, (name) => shock(name, row)));
        expect(relativeDifference(measures.floats("risk"), usual)).toBeLessThan(1e-12);
        expect(relativeDifference(measures.floats("shockedRisk"), shocked)).toBeLessThan(1e-12);
      }),
      { numRuns: 30 },
    );
  });
});

describe("riskOverlayScalar", () => {
  const limits = { maxRiskNormal: 1.5, maxRiskShocked: 2, maxSumAbsoluteRisk: 4, maxLeverage: 10 };
  const measures = frame(days(0, 6), {
    risk: [0.1, 0.6, 0.1, 0.1, 0.1, NAN],
    shockedRisk: [0.1, 0.1, 0.8, 0.1, 0.1, NAN],
    sumAbsoluteRisk: [0.1, 0.1, 0.1, 1, 0.1, 0.2],
    leverage: [1, 1, 1, 20, 40, 0],
  });

  it("is the least of limit over measure, and at most 1", () => {
    const scalar = riskOverlayScalar(measures, limits, 20);
    expect(relativeDifference(scalar.values, [1, 0.5, 0.5, 0.5, 0.25, 1])).toBeLessThan(1e-14);
    expect(scalar.time).toBe(measures.time);
  });

  it("brings every measure within its limit", () => {
    const positive = fc.double({ min: 1e-6, max: 100, noNaN: true });
    fc.assert(
      fc.property(fc.tuple(positive, positive, positive, positive), positive, ([a, b, c, d], target) => {
        const one = frame(days(0, 1), { risk: [a], shockedRisk: [b], sumAbsoluteRisk: [c], leverage: [d] });
        const scalar = riskOverlayScalar(one, limits, target).at(0);
        const risks = [
          a / (limits.maxRiskNormal * target),
          b / (limits.maxRiskShocked * target),
          c / (limits.maxSumAbsoluteRisk * target),
        ].map((part) => part * 100);
        const most = Math.max(...risks, d / limits.maxLeverage);
        expect(scalar * most).toBeLessThanOrEqual(1 + 1e-12);
        expect(scalar).toBeCloseTo(Math.min(1, 1 / most), 12);
      }),
    );
  });

  it("refuses limits that are none", () => {
    expect(() => riskOverlayScalar(measures, { ...limits, maxLeverage: 0 }, 20)).toThrow(
      "maxLeverage of the risk",
    );
    expect(() => riskOverlayScalar(measures, limits, NAN)).toThrow(
      "percentageVolatilityTarget of the risk overlay is NaN",
    );
    expect(() => riskOverlayScalar(measures.select(["risk"]), limits, 20)).toThrow('no column "shockedRisk"');
  });
});
