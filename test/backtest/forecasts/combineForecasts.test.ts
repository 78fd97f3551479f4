import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { alignForecasts } from "../../../src/backtest/forecasts/alignForecasts.js";
import {
  combineForecasts,
  multiplyByDiversification,
} from "../../../src/backtest/forecasts/combineForecasts.js";
import { equalWeights } from "../../../src/backtest/portfolio/equalWeights.js";
import { weightsInTime } from "../../../src/backtest/portfolio/weightsInTime.js";
import { forwardFill } from "../../../src/series/fill.js";
import { Frame } from "../../../src/series/frame.js";
import { toFrame } from "../../../src/series/toFrame.js";
import { availableFrames, daily, dailyFrame, listed, refusal } from "../portfolio/made.js";

describe("alignForecasts", () => {
  it("joins all times and goes on from the last value", () => {
    const aligned = alignForecasts(
      new Map([
        ["carry", daily([5, null, 7, 8], 1)],
        ["ewmac", daily([1, 2, 3])],
      ]),
    );
    expect(aligned.names).toEqual(["carry", "ewmac"]);
    expect(listed(aligned.series("carry"))).toEqual([null, 5, 5, 7, 8]);
    expect(listed(aligned.series("ewmac"))).toEqual([1, 2, 3, 3, 3]);
  });

  it("shares what needs no filling", () => {
    const [carry, ewmac] = [daily([null, 1, 2]), daily([1, null, 2])];
    const aligned = alignForecasts(new Map(Object.entries({ carry, ewmac })));
    expect(aligned.floats("carry")).toBe(carry.values);
    expect(listed(aligned.series("ewmac"))).toEqual([1, 1, 2]);
    expect(listed(ewmac)).toEqual([1, null, 2]);
  });

  it("is joining, then filling, whatever the columns", () => {
    fc.assert(
      fc.property(availableFrames, (frame) => {
        const columns = new Map(
          frame.names.map((name, at) => [name, frame.series(name).rows(at % 2, frame.length)]),
        );
        const [aligned, filled] = [alignForecasts(columns), forwardFill(toFrame(columns))];
        expect(aligned.time).toEqual(filled.time);
        for (const name of frame.names)
          expect(listed(aligned.series(name))).toEqual(listed(filled.series(name)));
      }),
    );
  });

  it("gives an empty frame of nothing", () => {
    expect(alignForecasts(new Map()).length).toBe(0);
  });
});

describe("combineForecasts", () => {
  const forecasts = dailyFrame({
    carry: [null, null, 10, 10],
    ewmac: [null, 5, -5, 20],
    spare: [1, 1, 1, 1],
  });

  it("sums what there is, 0 where there is nothing", () => {
    const weights = dailyFrame({ carry: [0.5, 0.5, 0.25, null], ewmac: [0.5, 1, 0.75, 0.1] });
    expect(listed(combineForecasts(forecasts, weights))).toEqual([0, 5, -1.25, 2]);
  });

  it("looks weights up as of each row", () => {
    const weights = toFrame({ carry: daily([0.4, 0.5], 1), ewmac: daily([0.6, 0.5], 1) });
    expect(listed(combineForecasts(forecasts, weights))).toEqual([0, 3, 2.5, 15]);
  });

  it("stays between the least and the greatest forecast where weights add to 1", () => {
    fc.assert(
      fc.property(availableFrames, (frame) => {
        const columns = new Map(frame.names.map((name) => [name, frame.series(name)]));
        const aligned = alignForecasts(columns);
        const combined = combineForecasts(aligned, weightsInTime(equalWeights(frame.names), aligned, 125));
        for (const [row, value] of combined.values.entries()) {
          const there = frame.names.map((name) => aligned.floats(name)[row]!).filter((x) => !Number.isNaN(x));
          expect(value).toBeGreaterThanOrEqual(Math.min(0, ...there) - 1e-9);
          expect(value).toBeLessThanOrEqual(Math.max(0, ...there) + 1e-9);
        }
      }),
    );
  });

  it("refuses no weights, and a weight without a forecast", () => {
    const none = refusal(() => combineForecasts(forecasts, new Frame(forecasts.time, {})));
    expect([none.code, none.details.key]).toEqual(["BACKTEST_CONFIG", "forecast_weights"]);
    expect(none.message).toContain("names no rule");
    const odd = refusal(() => combineForecasts(forecasts, dailyFrame({ carry: [1], breakout: [1] })));
    expect([odd.code, odd.details.rule]).toEqual(["BACKTEST_CONFIG", "breakout"]);
    expect(odd.message).toContain("carry, ewmac, spare");
  });
});

describe("multiplyByDiversification", () => {
  it("takes a number, or a series at each row's very time, filled", () => {
    const combined = daily([1, 2, 3, null]);
    expect(listed(multiplyByDiversification(combined, 1.5))).toEqual([1.5, 3, 4.5, null]);
    expect(listed(multiplyByDiversification(combined, daily([2, null], 1)))).toEqual([null, 4, 6, null]);
  });
});
