import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { instrumentRules } from "../../../src/backtest/config/instrumentRules.js";
import { notTradedInstruments, systemInstruments } from "../../../src/backtest/config/systemInstruments.js";
import { GOOD, refusal, settingsOf } from "./support.js";

const RULES = { a: "longBias", b: "longBias", c: "longBias", d: "longBias", e: "longBias" };
const read = (over: object) => settingsOf({ trading_rules: RULES, ...over });

describe("grouped weights", () => {
  const groups = {
    trend: { weight: 0.6, mom: { weight: 0.6, a: 0.3, b: 0.7 }, brk: { weight: 0.4, c: 0.5, d: 0.5 } },
    carry: { e: 1 },
  };
  const parameters = { use_approx_DM: true, apply_forecast_post_ceiling_cost_SR_before_weighting: null };

  it("keep their tree; a group without a weight counts as 1", () => {
    expect(
      read({ forecast_weights: { auto_weight_from_grouping: { parameters, groups } } }).forecastWeights,
    ).toEqual({
      kind: "grouped",
      grouping: {
        approximateDiversification: true,
        costCeilingFirst: false,
        groups: {
          trend: {
            weight: 0.6,
            members: {},
            groups: {
              mom: { weight: 0.6, groups: {}, members: { a: 0.3, b: 0.7 } },
              brk: { weight: 0.4, groups: {}, members: { c: 0.5, d: 0.5 } },
            },
          },
          carry: { weight: 1, groups: {}, members: { e: 1 } },
        },
      },
    });
  });

  it("say which instruments and rules there are", () => {
    const settings = read({
      forecast_weights: { auto_weight_from_grouping: { groups } },
      instrument_weights: {
        auto_weight_from_grouping: { groups: { x: { US10: 1, CORN: 0 }, y: { V2X: 1 } } },
      },
    });
    expect(systemInstruments(settings, [])).toEqual(["CORN", "US10", "V2X"]);
    expect(instrumentRules(settings, "CORN")).toEqual(["a", "b", "c", "d", "e"]);
  });
});

describe("weights of any finite numbers", () => {
  it("are read as they are, or refused by name", () => {
    const weights = fc.dictionary(fc.constantFrom("a", "b", "c", "d", "e", "f"), fc.double());
    fc.assert(
      fc.property(weights, (forecast_weights) => {
        const values = Object.values(forecast_weights);
        const right =
          values.every((weight) => Number.isFinite(weight) && weight >= 0) &&
          values.some((weight) => weight > 0) &&
          !("f" in forecast_weights);
        if (right) {
          const { forecastWeights } = read({ forecast_weights });
          return forecastWeights.kind === "flat" && forecastWeights.weights !== undefined;
        }
        return String(refusal({ trading_rules: RULES, forecast_weights }).details.key).startsWith(
          "forecast_weights",
        );
      }),
    );
  });
});

describe("the rules of an instrument", () => {
  it("are those with a weight, else all", () => {
    expect(instrumentRules(read({}), "CORN")).toEqual(["a", "b", "c", "d", "e"]);
    expect(instrumentRules(read({ forecast_weights: { c: 1, b: 0 } }), "CORN")).toEqual(["b", "c"]);
    const byInstrument = read({ forecast_weights: { CORN: { d: 1 }, US10: { e: 2, a: null } } });
    expect(instrumentRules(byInstrument, "US10")).toEqual(["e"]);
    expect(() => instrumentRules(byInstrument, "V2X")).toThrow(
      "forecast_weights.V2X is not set, and forecast_weights is by instrument (CORN, US10); add it, or take V2X out",
    );
    expect(() => instrumentRules(byInstrument, "constructor")).toThrow(
      "forecast_weights.constructor is not set",
    );
  });

  it("are those of rule_variations where weights are estimated", () => {
    const estimated = { use_forecast_weight_estimates: "True", forecast_weights: { a: 1 } };
    expect(instrumentRules(read(estimated), "CORN")).toEqual(["a", "b", "c", "d", "e"]);
    expect(instrumentRules(read({ ...estimated, rule_variations: ["c", "b"] }), "CORN")).toEqual(["b", "c"]);
    const byInstrument = read({ ...estimated, rule_variations: { CORN: ["e"] } });
    expect(instrumentRules(byInstrument, "CORN")).toEqual(["e"]);
    expect(() => instrumentRules(byInstrument, "V2X")).toThrow("rule_variations.V2X is not set");
  });
});

describe("the instruments of a system", () => {
  const lists = {
    duplicate_instruments: { exclude: { sofr: "SOFR", corn: ["CORN_mini"] } },
    exclude_instrument_lists: {
      ignore_instruments: ["V2X"],
      bad_markets: ["CORN", "V2X", "CHEESE"],
      trading_restrictions: ["MXP"],
    },
  };
  const all = ["US10", "CORN", "EUROSTX", "MXP", "SOFR", "V2X", "CORN_mini"];
  const left = ["CORN", "EUROSTX", "MXP", "US10"];

  it("leave out duplicates and ignored ones; bad and restricted ones stay, and are named", () => {
    const weighted = read({ ...lists, instrument_weights: Object.fromEntries(all.map((code) => [code, 1])) });
    const listed = read({ ...lists, instruments: [...all, "CORN"] });
    for (const [settings, available] of [
      [weighted, []],
      [listed, []],
      [read(lists), all],
    ] as const) {
      expect(systemInstruments(settings, available)).toEqual(left);
      expect(notTradedInstruments(settings, available)).toEqual(["CORN", "MXP"]);
    }
  });

  it("come from the weights before the list", () => {
    expect(systemInstruments(settingsOf({ ...GOOD, instruments: ["V2X"] }), ["MXP"])).toEqual([
      "CORN",
      "US10",
    ]);
  });
});
