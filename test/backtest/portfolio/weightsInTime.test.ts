import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { equalWeights, extendWithZero } from "../../../src/backtest/portfolio/equalWeights.js";
import { fitWeights } from "../../../src/backtest/portfolio/fitWeights.js";
import { normaliseWeights } from "../../../src/backtest/portfolio/normaliseWeights.js";
import { smoothWeights } from "../../../src/backtest/portfolio/smoothWeights.js";
import { weightsInTime } from "../../../src/backtest/portfolio/weightsInTime.js";
import { frame } from "../../../src/series/construct.js";
import { Frame } from "../../../src/series/frame.js";
import { asOf } from "../../../src/series/reindex.js";
import { availableFrames, businessDays, dailyFrame, expectClose, listed, refusal } from "./made.js";

/** Every column as a list. */
const cells = (weights: Frame): Record<string, (number | null)[]> =>
  Object.fromEntries(weights.names.map((name) => [name, listed(weights.series(name))]));

const frameOf = (weights: Readonly<Record<string, number>>, index: Frame): Frame =>
  new Frame(
    index.time,
    new Map(
      index.names.map((name) => [
        name,
        { kind: "float64", values: new Float64Array(index.length).fill(weights[name]!) } as const,
      ]),
    ),
  );

const someWeights = (names: readonly string[]) =>
  fc
    .array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: names.length, maxLength: names.length })
    .map(
      (weights): Record<string, number> =>
        Object.fromEntries(names.map((name, at) => [name, Math.round(weights[at]! * 1000) / 1000])),
    );

const availableWithWeights = availableFrames.chain((available) =>
  fc.record({ available: fc.constant(available), weights: someWeights(available.names) }),
);

describe("normaliseWeights", () => {
  it("makes rows add to 1; missing stays missing, zeros stay zeros", () => {
    const weights = dailyFrame({ a: [1, 0, null, null, 0.3], b: [3, 0, 2, null, 0.2] });
    expect(cells(normaliseWeights(weights))).toEqual({
      a: [0.25, 0, null, null, 0.6],
      b: [0.75, 0, 1, null, 0.4],
    });
  });
});

describe("fitWeights", () => {
  const available = dailyFrame({
    a: [null, 1, null, 2],
    b: [null, null, 0, null],
    c: [null, null, null, null],
  });

  it("is 0 until a column starts, and as given before any has", () => {
    expect(cells(fitWeights({ a: 0.5, b: 0.3, c: 0.2, other: 9 }, available))).toEqual({
      a: [0.5, 0.5, 0.5, 0.5],
      b: [0.3, 0, 0.3, 0.3],
      c: [0.2, 0, 0, 0],
    });
  });

  it("looks weights in a frame up as of each row", () => {
    const raw = dailyFrame({ b: [0.3, 0.6, null, 0.7], c: [1, 1, 1, 1], a: [0.7, 0.4, 0.9, null] }).rows(1);
    expect(cells(fitWeights(raw, available))).toEqual({
      a: [null, 0.4, 0.9, null],
      b: [null, 0, null, 0.7],
      c: [null, 0, 0, 0],
    });
  });

  it("leaves its inputs alone", () => {
    const raw = dailyFrame({ a: [1, 1, 1, 1], b: [1, 1, 1, 1], c: [1, 1, 1, 1] });
    fitWeights(raw, available);
    expect(cells(raw)).toEqual({ a: [1, 1, 1, 1], b: [1, 1, 1, 1], c: [1, 1, 1, 1] });
  });

  it.each([
    [{ a: 1, b: Number.NaN, c: 1 }, '"b" are NaN'],
    [{ a: 1, b: 1, c: Number.POSITIVE_INFINITY }, '"c" are Infinity'],
    [{ a: 1, b: 1 }, 'none for "c"'],
    [dailyFrame({ a: [1], b: [1] }), 'none for "c"'],
  ])("refuses weights that are no numbers or not there", (raw, text) => {
    for (const call of [() => fitWeights(raw, available), () => weightsInTime(raw, available, 125)]) {
      const error = refusal(call);
      expect(error.code).toBe("BACKTEST_CONFIG");
      expect(error.message).toContain(text);
      expect(error.details.name).toMatch(/^[bc]$/);
    }
  });

  it("refuses a name that an object only inherits", () => {
    expect(refusal(() => fitWeights({}, dailyFrame({ constructor: [1] }))).code).toBe("BACKTEST_CONFIG");
  });

  it("refuses to weigh nothing", () => {
    const nothing = new Frame(businessDays(3), {});
    expect(refusal(() => fitWeights({ a: 1 }, nothing)).code).toBe("BACKTEST_CONFIG");
    expect(refusal(() => weightsInTime({ a: 1 }, nothing, 125)).message).toContain("nothing to weigh");
  });
});

describe("smoothWeights", () => {
  it("is the exponentially weighted mean of each column", () => {
    expect(cells(smoothWeights(dailyFrame({ a: [null, 1, null, 3, 5] }), 3))).toEqual({
      a: [null, 1, 1, 2.6, 4.076923076923077],
    });
  });

  it("takes the mean of each business day first; weekends belong to Friday", () => {
    const weights = frame(["2024-03-01 10:00", "2024-03-01 23:00", "2024-03-02 12:00", "2024-03-05 23:00"], {
      a: [1, 2, 6, 7],
    });
    const smooth = smoothWeights(weights, 3);
    expect(smooth.time).toEqual(frame(["2024-03-01", "2024-03-04", "2024-03-05"], {}).time);
    expectClose(smooth.floats("a"), [3, 3, (0.25 * 3 + 7) / 1.25]);
  });

  it("shares the times of complete business days", () => {
    const weights = dailyFrame({ a: new Array<number>(12).fill(1) });
    expect(smoothWeights(weights, 3).time).toBe(weights.time);
    const holed = new Frame(
      weights.time.filter((_, row) => row !== 5),
      {},
    ).with({
      a: { kind: "float64", values: new Float64Array(11) },
    });
    expect(smoothWeights(holed, 3).time).toEqual(weights.time);
  });
});

describe("weightsInTime", () => {
  it("passes smoothly from what is there to what comes later", () => {
    const available = dailyFrame({ a: [null, 1, 1, 1], b: [null, null, null, 1] });
    const weights = weightsInTime({ a: 0.6, b: 0.2 }, available, 3);
    // b, smoothed with weights of 1, 1/2, 1/4, 1/8: there at first, then not, then again.
    const late = [1, 0.5 / 1.5, 0.25 / 1.75, (1 + 0.125) / 1.875].map((share) => 0.2 * share);
    expectClose(
      weights.floats("b"),
      late.map((weight) => weight / (0.6 + weight)),
    );
    expectClose(
      weights.floats("a"),
      late.map((weight) => 0.6 / (0.6 + weight)),
    );
  });

  it("is fitting, smoothing and normalising", () => {
    fc.assert(
      fc.property(availableWithWeights, fc.integer({ min: 1, max: 200 }), ({ available, weights }, span) => {
        const fused = weightsInTime(weights, available, span);
        const steps = normaliseWeights(smoothWeights(fitWeights(weights, available), span));
        const estimated = weightsInTime(frameOf(weights, available), available, span);
        expect(fused.names).toEqual(available.names);
        expect(fused.time).toBe(available.time);
        for (const name of available.names) {
          expectClose(fused.floats(name), steps.floats(name), name);
          expectClose(estimated.floats(name), steps.floats(name), name);
        }
      }),
    );
  });

  it("has rows that add to 1 or are 0, no weight below 0, and none for what has never come", () => {
    fc.assert(
      fc.property(availableWithWeights, ({ available, weights }) => {
        const made = weightsInTime(weights, available, 125);
        for (let row = 0; row < made.length; row++) {
          const cells = made.names.map((name) => made.floats(name)[row]!);
          const total = cells.reduce((sum, weight) => sum + weight, 0);
          expect(Math.min(Math.abs(total - 1), Math.abs(total))).toBeLessThan(1e-9);
          expect(Math.min(...cells)).toBeGreaterThanOrEqual(0);
        }
        const fitted = fitWeights(weights, available);
        const firsts = available.names.map((name) =>
          available.floats(name).findIndex((value) => !Number.isNaN(value)),
        );
        const first = Math.min(...firsts.filter((at) => at >= 0), Number.POSITIVE_INFINITY);
        for (const [at, name] of available.names.entries()) {
          const start = firsts[at]! < 0 ? available.length : firsts[at]!;
          for (let row = 0; row < available.length; row++) {
            const there = row < first || row >= start;
            expect(fitted.floats(name)[row]).toBe(there ? weights[name] : 0);
          }
        }
      }),
    );
  });

  it("does not change when later rows come", () => {
    fc.assert(
      fc.property(availableWithWeights, fc.nat(40), ({ available, weights }, rows) => {
        const count = Math.min(available.length, rows);
        const early = weightsInTime(weights, available.rows(0, count), 125);
        const whole = weightsInTime(weights, available, 125);
        for (const name of available.names) {
          expectClose(early.floats(name), whole.floats(name).subarray(0, count), name);
        }
      }),
    );
  });

  it("weighs intraday rows by business day", () => {
    const available = frame(["2024-03-01 10:00", "2024-03-01 23:00", "2024-03-04 23:00"], {
      a: [1, 1, 1],
      b: [null, 1, 1],
    });
    const weights = weightsInTime({ a: 0.5, b: 0.5 }, available, 1);
    expect(weights.time).toEqual(frame(["2024-03-01", "2024-03-04"], {}).time);
    expectClose(weights.floats("a"), [0.5 / 0.75, 0.5]);
    expectClose(asOf(weights, available).floats("b"), [0.25 / 0.75, 0.25 / 0.75, 0.5]);
  });

  it("is missing before weights in a frame begin, and starts afresh with them", () => {
    const raw = dailyFrame({ a: [null, null, 0.2, 0.6], b: [null, null, 0.2, 0.2] }).rows(2);
    expect(cells(weightsInTime(raw, dailyFrame({ a: [1, 1, 1, 1], b: [1, 1, 1, 1] }), 1))).toEqual({
      a: [null, null, 0.5, expect.closeTo(0.75, 12)],
      b: [null, null, 0.5, expect.closeTo(0.25, 12)],
    });
  });

  it("gives columns that weigh the same the same values", () => {
    const available = dailyFrame({ a: [1, 1], b: [1, 1], c: [null, 1] });
    const weights = weightsInTime({ a: 0.2, b: 0.2, c: 0.2 }, available, 125);
    expect(weights.floats("a")).toBe(weights.floats("b"));
    expect(weights.floats("a")).not.toBe(weights.floats("c"));
  });

  it("is the raw weights where nothing ever comes, 0 where all are 0, and nothing without rows", () => {
    const never = dailyFrame({ a: [null, null], b: [null, null] });
    expect(cells(weightsInTime({ a: 1, b: 3 }, never, 125))).toEqual({ a: [0.25, 0.25], b: [0.75, 0.75] });
    expect(cells(weightsInTime({ a: 0, b: 0 }, never, 125))).toEqual({ a: [0, 0], b: [0, 0] });
    expect(weightsInTime({ a: 1, b: 3 }, dailyFrame({ a: [], b: [] }), 125).length).toBe(0);
  });

  it.each([0, Number.NaN, Number.POSITIVE_INFINITY])("refuses a span of %d", (span) => {
    const available = dailyFrame({ a: [1, 2] });
    for (const raw of [{ a: 1 }, dailyFrame({ a: [1] })]) {
      const error = refusal(() => weightsInTime(raw, available, span));
      expect(error.code).toBe("SERIES_PARAMETER");
      expect(error.message).toContain(`span is ${span}`);
    }
  });
});

describe("equalWeights and extendWithZero", () => {
  it("weighs all the same", () => {
    expect(equalWeights(["a", "b", "c", "d"])).toEqual({ a: 0.25, b: 0.25, c: 0.25, d: 0.25 });
    expect(equalWeights([])).toEqual({});
  });

  it("adds columns of zeros for what is missing", () => {
    const weights = dailyFrame({ b: [0.4, null], a: [0.6, 1] });
    const extended = extendWithZero(weights, ["c", "a", "d"]);
    expect(cells(extended)).toEqual({ b: [0.4, null], a: [0.6, 1], c: [0, 0], d: [0, 0] });
    expect(extended.names).toEqual(["b", "a", "c", "d"]);
  });
});
