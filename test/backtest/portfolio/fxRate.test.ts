import { describe, expect, it } from "vitest";
import { fxRate } from "../../../src/backtest/portfolio/fxRate.js";
import { series } from "../../../src/series/construct.js";
import { toTime } from "../../../src/time/text.js";
import { listed, refusal } from "./made.js";

const EURUSD = series(["2024-03-01 23:00", "2024-03-04 23:00"], [1.25, 1.28]);
const GBPUSD = series(["2024-02-29 23:00", "2024-03-04 23:00"], [1.6, 1.5]);
const stored = new Map(Object.entries({ EURUSD, GBPUSD }));
const options = { instrument: "EUROSTX", until: "2024-03-05" };

describe("fxRate", () => {
  it("is the stored rate, its inverse, or the ratio of two", () => {
    expect(listed(fxRate(stored, "EUR", "USD", options))).toEqual([1.25, 1.28]);
    expect(listed(fxRate(stored, "USD", "EUR", options))).toEqual([0.8, 1 / 1.28]);
    expect(listed(fxRate(stored, "EUR", "GBP", options))).toEqual([null, 1.25 / 1.6, 1.28 / 1.5]);
  });

  it("is 1 in itself on every business day from 1970 up to a day, whatever is stored", () => {
    const rate = fxRate(new Map(), "CHF", "CHF", { ...options, until: "1970-01-06 12:00" });
    expect([...rate.time]).toEqual(
      ["1970-01-01", "1970-01-02", "1970-01-05", "1970-01-06"].map((day) => toTime(day)),
    );
    expect(listed(rate)).toEqual([1, 1, 1, 1]);
  });

  it("leaves out what is before the start date, after crosses are filled", () => {
    const startDate = "2024-03-01";
    expect(listed(fxRate(stored, "EUR", "GBP", { ...options, startDate }))).toEqual([1.25 / 1.6, 1.28 / 1.5]);
    expect(fxRate(stored, "USD", "USD", { ...options, startDate }).timeAt(0)).toBe(toTime(startDate));
    expect(fxRate(stored, "EUR", "USD", { ...options, startDate: "2030-01-01" }).length).toBe(0);
    expect(listed(fxRate(stored, "EUR", "USD", { ...options, startDate: Number.NEGATIVE_INFINITY }))).toEqual(
      [1.25, 1.28],
    );
  });

  it.each([
    ["JPY", "USD", "JPYUSD"],
    ["USD", "JPY", "JPYUSD"],
    ["EUR", "CHF", "CHFUSD"],
  ])("refuses %s in %s without its prices, by pair and instrument", (currency, base, missing) => {
    const error = refusal(() => fxRate(stored, currency, base, options));
    expect(error.code).toBe("BACKTEST_DATA");
    expect(error.details).toMatchObject({
      instrument: "EUROSTX",
      stored: missing,
      pair: `${currency}${base}`,
    });
    expect(error.message).toContain(`no prices of ${missing}; add them`);
  });
});
