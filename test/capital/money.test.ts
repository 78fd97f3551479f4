import { Decimal as Shared } from "decimal.js";
import { describe, expect, it } from "vitest";
import { Decimal, money } from "../../src/capital/money.js";
import { ContangoError } from "../../src/errors/contangoError.js";

describe("money", () => {
  it("reads a double by its shortest text", () => {
    expect(money(0.1).plus(money(0.2)).equals("0.3")).toBe(true);
    expect(money(1e21).toFixed()).toBe("1000000000000000000000");
    expect(money(5e-324).toNumber()).toBe(5e-324);
  });

  it("keeps 64 digits whatever the global settings of decimal.js are", () => {
    const { precision, rounding } = Shared;
    Shared.set({ precision: 3, rounding: Shared.ROUND_UP });
    try {
      expect(money("1234567890.12").plus("0.01").toString()).toBe("1234567890.13");
      expect(money(2).dividedBy(3).precision()).toBe(64);
      expect(money(new Shared("12345.6789")).toString()).toBe("12345.6789");
    } finally {
      Shared.set({ precision, rounding });
    }
    expect(Decimal).not.toBe(Shared);
  });

  it("takes decimal text in every usual form, and gives zero without a sign", () => {
    expect(["1", "-1.5", "+.5", "2.", "1e3", "1.5E-2"].map((text) => money(text).toNumber())).toEqual([
      1, -1.5, 0.5, 2, 1000, 0.015,
    ]);
    expect(Object.is(money(-0).toNumber(), 0)).toBe(true);
    expect(Object.is(money("-0.00").toNumber(), 0)).toBe(true);
  });

  it.each([
    Number.NaN,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    "",
    " 1",
    "1,000",
    "0x10",
    "Infinity",
    "NaN",
    "1e999",
    "12a",
    new Shared(Number.NaN),
    undefined as unknown as number,
    null as unknown as number,
    {} as unknown as number,
  ])("refuses %s", (value) => {
    const read = () => money(value, "deposit");
    expect(read).toThrow(ContangoError);
    expect(read).toThrow(`the deposit was ${String(value)}`);
    expect(read).toThrow(expect.objectContaining({ code: "CAPITAL_VALUE" }));
  });
});
