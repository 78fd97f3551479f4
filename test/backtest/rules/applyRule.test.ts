import { describe, expect, it } from "vitest";
import { applyRule } from "../../../src/backtest/rules/applyRule.js";
import type { RuleInputs, TradingRule } from "../../../src/backtest/rules/rule.js";
import { ContangoError } from "../../../src/errors/contangoError.js";
import { Series } from "../../../src/series/series.js";
import { closes } from "../rawdata/fixtures.js";

const price = closes([1, 2, 3]);
const inputs = { dailyPrice: price } as unknown as RuleInputs;
const run = (rule: (inputs: RuleInputs) => unknown): Series =>
  applyRule(rule as TradingRule, inputs, {}, "mine");

describe("applying a rule", () => {
  it("names its forecast and takes exact zeros as missing", () => {
    const forecast = run(() => new Series(price.time, Float64Array.of(0, -0, 1e-300)));
    expect(forecast.name).toBe("mine");
    expect([...forecast.values]).toEqual([Number.NaN, Number.NaN, 1e-300]);
    expect(forecast.time).toBe(price.time);
  });

  it("leaves what the rule was given as it was", () => {
    const given = closes([0, 5]);
    run(() => given);
    expect([...given.values]).toEqual([0, 5]);
  });

  it("passes on inputs and arguments", () => {
    const scaled: TradingRule = ({ dailyPrice }, { by }) =>
      new Series(
        dailyPrice.time,
        dailyPrice.values.map((value) => value * Number(by)),
      );
    expect([...applyRule(scaled, inputs, { by: 3 }, "scaled").values]).toEqual([3, 6, 9]);
  });

  it.each([
    [undefined, "gave nothing"],
    [null, "gave null"],
    [12.5, "gave 12.5"],
    [[1, 2], "gave a value of type Array"],
    [{ time: [], values: [] }, "gave a value of type Object"],
    [Object.create(null), "gave a value of type object"],
    [Promise.resolve(price), "gave a Promise (rules are synchronous)"],
  ])("refuses a result that is no series: %s", (result, message) => {
    expect(() => run(() => result)).toThrow(
      expect.objectContaining({
        code: "RULE_OUTPUT",
        message: expect.stringContaining(`rule mine ${message}; a rule returns a Series`),
        details: { rule: "mine" },
      }),
    );
  });

  it("refuses a forecast whose times do not ascend", () => {
    expect(() => run(() => new Series(Float64Array.of(2, 1), Float64Array.of(1, 1)))).toThrow(
      expect.objectContaining({
        code: "RULE_OUTPUT",
        cause: expect.objectContaining({ code: "SERIES_UNSORTED_TIME" }),
      }),
    );
  });

  it("names the instrument, and lets pass what the rule says of its own arguments", () => {
    const failing = (): never => {
      throw new Error("boom");
    };
    expect(() => applyRule(failing, inputs, {}, "mine", "CORN")).toThrow("rule mine on CORN failed: boom");
    const refusing = (): never => {
      throw new ContangoError("RULE_ARGUMENT", "backtest", "rule mine takes no days");
    };
    expect(() => run(refusing)).toThrow(expect.objectContaining({ code: "RULE_ARGUMENT" }));
  });

  it("takes infinite values as missing", () => {
    const infinite = (): Series =>
      new Series(
        Float64Array.of(1, 2, 3),
        Float64Array.of(Number.POSITIVE_INFINITY, 2, Number.NEGATIVE_INFINITY),
      );
    expect([...run(infinite).values]).toEqual([Number.NaN, 2, Number.NaN]);
  });

  it("names the rule that failed, and keeps the cause", () => {
    const cause = new TypeError("x is not a function");
    const failing = (): never => {
      throw cause;
    };
    expect(() => run(failing)).toThrow(
      expect.objectContaining({
        code: "RULE_OUTPUT",
        message: expect.stringContaining("rule mine failed: x is not a function"),
        cause,
      }),
    );
  });

  it("passes on what the rule refuses", () => {
    const refusal = new ContangoError("RULE_ARGUMENT", "backtest", "no");
    const refusing = (): never => {
      throw refusal;
    };
    expect(() => run(refusing)).toThrow(refusal);
  });
});
