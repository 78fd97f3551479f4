import { describe, expect, it } from "vitest";
import { abs, add, clip, combine, divide, map, multiply, subtract } from "../../src/series/arithmetic.js";
import { cumulativeSum, diff, shift } from "../../src/series/change.js";
import { series } from "../../src/series/construct.js";

const NONE = Number.NaN;
const x = series([1, 2, 3], [1, NONE, -3], { name: "x" });
const y = series([2, 3, 4], [20, 0, 40], { name: "y" });

describe("arithmetic", () => {
  it("of two series is on the union of their times, NaN where one has none", () => {
    for (const [result, values] of [
      [add(x, y), [NONE, NONE, -3, NONE]],
      [subtract(y, x), [NONE, NONE, 3, NONE]],
      [divide(x, y), [NONE, NONE, -Infinity, NONE]],
      [combine(x, y, (a, b) => (Number.isNaN(a) ? b : a)), [1, 20, -3, 40]],
    ] as const) {
      expect([...result.time]).toEqual([1, 2, 3, 4]);
      expect([...result.values]).toEqual(values);
    }
    expect(multiply(x, y).at(2)).toBeCloseTo(0);
  });

  it("names the result after the first series, and shares its times where both have the same", () => {
    expect([add(x, y).name, add(1, y).name, add(y, 1).name, abs(x).name]).toEqual(["x", "y", "y", "x"]);
    const z = series([1, 2, 3], [1, 1, 1]);
    expect(add(x, z).time).toBe(x.time);
  });

  it("takes a number on either side", () => {
    expect([...add(x, 1).values]).toEqual([2, NONE, -2]);
    expect([...subtract(1, x).values]).toEqual([0, NONE, 4]);
    expect([...multiply(x, -2).values]).toEqual([-2, NONE, 6]);
    expect([...divide(6, x).values]).toEqual([6, NONE, -2]);
  });

  it("refuses two numbers", () => {
    for (const operation of [add, subtract, multiply, divide]) {
      expect(() => operation(1, 2)).toThrow(
        expect.objectContaining({
          code: "SERIES_PARAMETER",
          message: expect.stringContaining("give a series"),
        }),
      );
    }
  });
});

describe("functions of each value", () => {
  it("abs, map and clip", () => {
    expect([...abs(x).values]).toEqual([1, NONE, 3]);
    expect([...map(x, (value) => value ** 2).values]).toEqual([1, NONE, 9]);
    expect([...clip(x, { lower: -2, upper: 0.5 }).values]).toEqual([0.5, NONE, -2]);
    expect([...clip(x, { upper: 0.5 }).values]).toEqual([0.5, NONE, -3]);
    expect([...clip(x, { lower: 2, upper: undefined }).values]).toEqual([2, NONE, 2]);
  });

  it.each([{ lower: 1, upper: 0 }, { lower: NONE }])("clip refuses %j", (bounds) => {
    expect(() => clip(x, bounds)).toThrow(expect.objectContaining({ code: "SERIES_PARAMETER" }));
  });
});

describe("changes", () => {
  it("shift moves values over the times; diff takes the difference by row", () => {
    expect([...shift(x).values]).toEqual([NONE, 1, NONE]);
    expect([...shift(x, -1).values]).toEqual([NONE, -3, NONE]);
    expect([...shift(x, 0).values]).toEqual([...x.values]);
    expect([...diff(series([1, 2, 3, 4], [1, 3, NONE, 4])).values]).toEqual([NONE, 2, NONE, NONE]);
    expect([...diff(x, 2).values]).toEqual([NONE, NONE, -4]);
    expect([...shift(x, 9).values]).toEqual([NONE, NONE, NONE]);
    expect([...shift(x, -9).values]).toEqual([NONE, NONE, NONE]);
    for (const change of [shift, diff, cumulativeSum]) expect(change(series([], [])).length).toBe(0);
  });

  it("the running total goes on over missing values", () => {
    expect([...cumulativeSum(x).values]).toEqual([1, NONE, -2]);
  });

  it.each([0.5, NONE])("refuse %d rows", (rows) => {
    for (const change of [shift, diff]) {
      expect(() => change(x, rows)).toThrow(
        expect.objectContaining({ code: "SERIES_PARAMETER", message: expect.stringContaining(`is ${rows}`) }),
      );
    }
  });
});
