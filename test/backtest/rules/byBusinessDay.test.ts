import { describe, expect, it } from "vitest";
import { dailyPrice } from "../../../src/backtest/rawdata/dailyPrice.js";
import { byBusinessDay } from "../../../src/backtest/rules/byBusinessDay.js";
import { series } from "../../../src/series/construct.js";
import { Series } from "../../../src/series/series.js";
import { closes, walk } from "../rawdata/fixtures.js";

const NOTHING = new Series(new Float64Array(0), new Float64Array(0));

describe("a forecast by business day", () => {
  it("is left as it is where it has every business day", () => {
    const forecast = dailyPrice(closes(walk(30, 1, 100)));
    expect(byBusinessDay(forecast, "mine", "CORN")).toBe(forecast);
  });

  it("is refused without rows", () => {
    expect(() => byBusinessDay(NOTHING, "mine", "CORN")).toThrow("rule mine gave no rows on CORN");
  });

  it("gets rows for the business days that it leaves out", () => {
    const weekly = series(["2024-01-05", "2024-01-12"], [1, 2]);
    expect([...byBusinessDay(weekly, "mine", "CORN").values]).toEqual([1, ...Array(4).fill(Number.NaN), 2]);
  });

  it.each(["2024-01-05 23:00", "2024-01-06", "2024-01-07"])("is refused with a row at %s", (time) => {
    expect(() => byBusinessDay(series(["2024-01-04", time], [1, 2]), "mine", "CORN")).toThrow(
      expect.objectContaining({
        code: "RULE_OUTPUT",
        message: expect.stringContaining(`rule mine gave a forecast of CORN for ${time}`),
        details: expect.objectContaining({ rule: "mine", instrument: "CORN" }),
      }),
    );
  });
});
