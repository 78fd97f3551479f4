import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  isPositionBroken,
  positionBuffer,
  requiredPosition,
  tradeRequired,
} from "../../src/positions/requiredPosition.js";
import { roundHalfEven } from "../../src/series/rounding.js";
import { buffered, dynamic, raw, simple } from "./samples.js";

const NAN = Number.NaN;
const refusal = (code: string, part: string) =>
  expect.toSatisfy(
    (error: { code: string; message: string }) => error.code === code && error.message.includes(part),
    `${code} with "${part}"`,
  );

describe("the position a buffer requires", () => {
  it.each([
    [10.87, 13.32, 8, 11],
    [10.87, 13.32, 14, 13],
    [2.5, 2.5, 0, 2],
    [3.5, 3.5, 0, 4],
    [-2.5, -1.5, 0, -2],
    // Outside the buffer, but the rounded bound is where the position already is.
    [3.4, 4.6, 3, 3],
    [-4.6, -3.4, -3, -3],
  ])("from %d to %d holding %d is %d", (lower, upper, actual, required) => {
    expect(requiredPosition({ lower, upper }, actual)).toBe(required);
    expect(tradeRequired({ lower, upper }, actual)).toBe(required - actual);
  });

  it("is the actual one where either bound is NaN", () => {
    for (const buffer of [
      { lower: NAN, upper: NAN },
      { lower: NAN, upper: 1 },
      { lower: 9, upper: NAN },
    ]) {
      expect(requiredPosition(buffer, 5)).toBe(5);
      expect(tradeRequired(buffer, 5)).toBe(0);
      expect(isPositionBroken(buffered(buffer), 5)).toBe(false);
    }
  });

  it.each([
    [2, 1],
    [Number.NEGATIVE_INFINITY, 1],
    [1, Number.POSITIVE_INFINITY],
    [NAN, Number.POSITIVE_INFINITY],
  ])("refuses bounds %d and %d, naming the instrument", (lower, upper) => {
    const wanted = refusal("POSITION_BUFFER", `CORN: a buffer from ${lower} to ${upper} contracts cannot be`);
    expect(() => requiredPosition({ lower, upper }, 0, "CORN")).toThrow(wanted);
    expect(() => tradeRequired({ lower, upper }, 0, "CORN")).toThrow(wanted);
    expect(() => isPositionBroken(buffered({ lower, upper }), 0, "CORN")).toThrow(wanted);
  });

  it("refuses bounds that are text, as JSON or CSV may hold them, and a position of no known kind", () => {
    const text = { lower: "1", upper: "2" } as unknown as { lower: number; upper: number };
    expect(() => requiredPosition(text, 0, "CORN")).toThrow(
      /CORN: a buffer from "1" to "2" contracts cannot be; give finite numbers/,
    );
    const nothing = { low: 1, high: 2 } as unknown as { lower: number; upper: number };
    expect(() => requiredPosition(nothing, 5)).toThrow(
      /a buffer from undefined to undefined contracts cannot be/,
    );
  });

  it.each([NAN, 1.5, Number.POSITIVE_INFINITY])("refuses an actual position of %d", (actual) => {
    const wanted = refusal("POSITION_VALUE", `the actual position was ${actual}; give whole contracts`);
    expect(() => requiredPosition({ lower: 0, upper: 1 }, actual)).toThrow(wanted);
    expect(() => isPositionBroken(raw, actual)).toThrow(wanted);
  });

  it("lies on or inside the rounded buffer, and is the actual one inside the buffer", () => {
    const bound = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    const whole = fc.integer({ min: -1_000_000, max: 1_000_000 });
    fc.assert(
      fc.property(bound, bound, whole, fc.boolean(), (a, b, position, near) => {
        const [lower, upper] = [Math.min(a, b), Math.max(a, b)];
        const actual = near ? Math.round(lower) + (position % 4) : position;
        const required = requiredPosition({ lower, upper }, actual);
        expect(Number.isInteger(required)).toBe(true);
        expect(isPositionBroken(buffered({ lower, upper }), required)).toBe(false);
        expect(requiredPosition({ lower, upper }, required)).toBe(required);
        if (actual >= lower && actual <= upper) expect(required).toBe(actual);
        if (actual < lower) expect(required).toBe(roundHalfEven(lower));
        if (actual > upper) expect(required).toBe(roundHalfEven(upper));
        expect(tradeRequired({ lower, upper }, actual)).toBe(required - actual);
      }),
      { numRuns: 1000 },
    );
  });
});

describe("whether a position is broken", () => {
  it("of a buffer: outside its rounded bounds", () => {
    const broken = [1, 2, 3, 4, 5].map((actual) =>
      isPositionBroken(buffered({ lower: 2.5, upper: 3.5 }), actual),
    );
    expect(broken).toEqual([true, false, false, false, true]);
  });

  it("of a simple position: not the rounded position (the reference has it the wrong way round)", () => {
    expect([2, 3, 4].map((actual) => isPositionBroken(simple(3), actual))).toEqual([true, false, true]);
    expect([2, 3].map((actual) => isPositionBroken(simple(2.4), actual))).toEqual([false, true]);
    expect(isPositionBroken(simple(NAN), 3)).toBe(false);
  });

  it("of a dynamic position: not the optimised position", () => {
    expect([2, 3].map((actual) => isPositionBroken(dynamic, actual))).toEqual([true, false]);
    expect(isPositionBroken({ ...dynamic, optimisedPosition: NAN }, 9)).toBe(false);
  });

  it("of a raw position: never", () => {
    expect(isPositionBroken(raw, 99)).toBe(false);
  });
});

describe("the buffer of each kind", () => {
  it("has no width for a simple and a dynamic position", () => {
    expect(positionBuffer(simple(2.5))).toEqual({ lower: 2.5, upper: 2.5 });
    expect(positionBuffer(dynamic)).toEqual({ lower: 3, upper: 3 });
    expect(positionBuffer(buffered({ lower: 1, upper: 2 }))).toMatchObject({ lower: 1, upper: 2 });
  });

  it("does not exist for a raw position", () => {
    expect(() => positionBuffer(raw, "CORN")).toThrow(
      refusal("OPTIMAL_POSITION_KIND", "CORN: a raw optimal position is not traded"),
    );
  });
});
