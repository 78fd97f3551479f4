import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { significantText } from "../../../src/backtest/accounts/significantText.js";

describe("significantText", () => {
  // What printf("%.4g") of the C library prints.
  it.each([
    [0, "0"],
    [-0, "-0"],
    [20, "20"],
    [100, "100"],
    [0.475, "0.475"],
    [-29.3149, "-29.31"],
    [0.00062781, "0.0006278"],
    [0.0001, "0.0001"],
    [0.00001, "1e-05"],
    [1.04712e-7, "1.047e-07"],
    [1.5e-300, "1.5e-300"],
    [5e-324, "4.941e-324"],
    [9999, "9999"],
    [9999.4, "9999"],
    [9999.5, "1e+04"],
    [12345, "1.234e+04"],
    [12355, "1.236e+04"],
    [1e21, "1e+21"],
    [1.7976931348623157e308, "1.798e+308"],
    [2.0625, "2.062"],
    [2.1875, "2.188"],
    [1000.5, "1000"],
    [0.99994, "0.9999"],
    [0.99996, "1"],
    [Number.NaN, "nan"],
    [Number.POSITIVE_INFINITY, "inf"],
    [Number.NEGATIVE_INFINITY, "-inf"],
  ])("%d is %s", (value, text) => {
    expect(significantText(value)).toBe(text);
  });

  it("takes other numbers of digits", () => {
    expect(significantText(1234.5678, 2)).toBe("1.2e+03");
    expect(significantText(1234.5678, 8)).toBe("1234.5678");
    expect(significantText(2.5, 1)).toBe("2");
  });

  it("reads back as the number, to half a digit", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e300, max: 1e300 }), (value) => {
        fc.pre(Math.abs(value) > 1e-300);
        expect(Math.abs(Number(significantText(value)) / value - 1)).toBeLessThanOrEqual(5.0001e-4);
      }),
    );
  });
});
