import { describe, expect, it } from "vitest";
import {
  fixedInstrumentWeights,
  instrumentsNeverHeld,
} from "../../../src/backtest/portfolio/instrumentWeights.js";
import { daily, refusal } from "./made.js";

describe("fixedInstrumentWeights", () => {
  it("takes what is configured, leaves out others, and forces zeros", () => {
    const configured = { CORN: 0.5, US10: 0.3, VIX: 0.2 };
    expect(fixedInstrumentWeights(configured, ["CORN", "US10"])).toEqual({ CORN: 0.5, US10: 0.3 });
    expect(fixedInstrumentWeights(configured, ["CORN", "MXP"], new Set(["MXP"]))).toEqual({
      CORN: 0.5,
      MXP: 0,
    });
  });

  it("without any, weighs those that are not forced to 0 the same", () => {
    expect(fixedInstrumentWeights(undefined, ["CORN", "MXP", "US10"], new Set(["MXP"]))).toEqual({
      CORN: 0.5,
      MXP: 0,
      US10: 0.5,
    });
    expect(fixedInstrumentWeights(undefined, ["MXP"], new Set(["MXP"]))).toEqual({ MXP: 0 });
  });

  it("refuses an instrument that has no configured weight, by its name and with what to do", () => {
    const error = refusal(() => fixedInstrumentWeights({ CORN: 1 }, ["CORN", "US10"]));
    expect(error.code).toBe("BACKTEST_CONFIG");
    expect(error.details).toEqual({ key: "instrument_weights", instrument: "US10" });
    expect(error.message).toMatch(/no weight for US10; add one, or leave US10 out with \S+/);
  });

  it("refuses a weight that is no number, by its key", () => {
    const error = refusal(() => fixedInstrumentWeights({ CORN: Number.NaN }, ["CORN"]));
    expect([error.code, error.details.key]).toEqual(["BACKTEST_CONFIG", "instrument_weights.CORN"]);
    expect(error.message).toContain("instrument_weights.CORN is NaN; give a number");
  });
});

describe("instrumentsNeverHeld", () => {
  it("names those whose position is 0 or missing throughout", () => {
    const positions = new Map([
      ["ZERO", daily([0, -0, null])],
      ["HELD", daily([0, 0, 0.001])],
      ["MISSING", daily([null, null])],
      ["EMPTY", daily([])],
      ["SHORT", daily([null, -1])],
    ]);
    expect(instrumentsNeverHeld(positions)).toEqual(["ZERO", "MISSING", "EMPTY"]);
  });
});
