import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { actualBuffers, actualPosition } from "../../../src/backtest/portfolio/actualPosition.js";
import { notionalPosition } from "../../../src/backtest/portfolio/notionalPosition.js";
import { positionBuffers } from "../../../src/backtest/portfolio/positionBuffers.js";
import { daily, expectClose, listed, maybe, refusal } from "./made.js";

describe("notionalPosition", () => {
  const subsystem = daily([null, 10, 20, -30]);

  it("is weighted, diversified and scaled", () => {
    const weight = daily([0.5, 0.25], 1);
    expect(listed(notionalPosition(subsystem, weight, 2))).toEqual([null, 10, 10, -15]);
    expect(listed(notionalPosition(subsystem, weight, 2, 0.5))).toEqual([null, 5, 5, -7.5]);
  });

  it("looks weights up as of each row, multiplier and scalar at its very time, filled", () => {
    const weight = daily([0.5, null], 1);
    expect(listed(notionalPosition(subsystem, weight, 2))).toEqual([null, 10, null, null]);
    const multiplier = daily([2, 4, null, null]);
    const scalar = daily([1, 0.5, null], 1);
    expect(listed(notionalPosition(subsystem, daily([1]), multiplier, scalar))).toEqual([null, 40, 40, -60]);
    expect(listed(notionalPosition(subsystem, daily([1]), daily([3], -1)))).toEqual([null, null, null, null]);
  });
});

describe("positionBuffers", () => {
  const position = daily([null, 4, null, -8]);
  const averagePosition = daily([10, null, 20, 20]);

  it("by forecast: a share of the weighted average position on either side", () => {
    const weight = daily([0.5, null, null, 0.25]);
    const buffers = positionBuffers({
      method: "forecast",
      size: 0.1,
      position,
      averagePosition,
      weight,
      idm: 2,
    });
    expectClose(buffers.lower.values, [Number.NaN, 3, 2, -9]);
    expectClose(buffers.upper.values, [Number.NaN, 5, 6, -7]);
  });

  it("by forecast for a subsystem: weight and multiplier are 1", () => {
    const { lower, upper } = positionBuffers({ method: "forecast", size: 0.1, position, averagePosition });
    expectClose(lower.values, [Number.NaN, 3, 2, -10]);
    expectClose(upper.values, [Number.NaN, 5, 6, -6]);
  });

  it("by position, a share of it; without, next to nothing", () => {
    const byPosition = positionBuffers({ method: "position", size: 0.25, position, averagePosition });
    expect(listed(byPosition.lower)).toEqual([null, 3, 3, -10]);
    expect(listed(byPosition.upper)).toEqual([null, 5, 5, -6]);
    const none = positionBuffers({ method: "none", size: 0.25, position, averagePosition });
    expectClose(none.lower.values, [Number.NaN, 3.999, 3.999, -8.001]);
    expectClose(none.upper.values, [Number.NaN, 4.001, 4.001, -7.999]);
  });

  it("holds the position, and the wider the buffer the more of it", () => {
    const values = fc.array(maybe({ min: -1e6, max: 1e6 }), { maxLength: 30 });
    fc.assert(
      fc.property(
        values,
        values,
        fc.constantFrom("forecast" as const, "position" as const, "none" as const),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: -2, max: 2, noNaN: true }),
        (positions, averages, method, size, weight) => {
          const of = (width: number) =>
            positionBuffers({
              method,
              size: width,
              position: daily(positions),
              averagePosition: daily(averages),
              weight,
              idm: 1.5,
            });
          const [narrow, wide] = [of(size), of(size * 2)];
          let held = Number.NaN;
          for (const [row, value] of positions.entries()) {
            held = value ?? held;
            const bounds = [wide.lower, narrow.lower, narrow.upper, wide.upper].map(
              ({ values }) => values[row]!,
            );
            if (bounds.some(Number.isNaN)) continue;
            const slack = 1e-9 * (1 + Math.abs(held));
            expect(bounds[1]!).toBeLessThanOrEqual(held + slack);
            expect(bounds[2]!).toBeGreaterThanOrEqual(held - slack);
            expect(bounds[0]!).toBeLessThanOrEqual(bounds[1]! + slack);
            expect(bounds[3]!).toBeGreaterThanOrEqual(bounds[2]! - slack);
          }
        },
      ),
    );
  });

  it.each([-0.1, Number.NaN])("refuses a size of %d", (size) => {
    const error = refusal(() => positionBuffers({ method: "position", size, position, averagePosition }));
    expect([error.code, error.details.key]).toEqual(["BACKTEST_CONFIG", "buffer_size"]);
    expect(error.message).toContain(`is ${size}; give a fraction`);
  });
});

describe("actual positions", () => {
  it("are multiplied at each row's very time, filled; so is each bound", () => {
    const multiplier = daily([1, null, 0.5], 1);
    expect(listed(actualPosition(daily([2, 4, 6, 8]), multiplier))).toEqual([null, 4, 6, 4]);
    const { lower, upper } = actualBuffers({ lower: daily([1, 2]), upper: daily([3, 4]) }, daily([2]));
    expect([listed(lower), listed(upper)]).toEqual([
      [2, 4],
      [6, 8],
    ]);
  });
});
