import { describe, expect, it } from "vitest";
import { DATA_REFERENCES } from "../../../src/backtest/rawdata/dataReferences.js";
import { BUILT_IN_RULES } from "../../../src/backtest/rules/builtInRules.js";
import { ewmac } from "../../../src/backtest/rules/ewmac.js";
import type { TradingRule } from "../../../src/backtest/rules/rule.js";
import { refusal, settingsOf } from "./support.js";

const mine: TradingRule = ({ dailyPrice }) => dailyPrice;

/** One rule as it is read. */
function read(entry: unknown, rules: Readonly<Record<string, TradingRule>> = {}) {
  return settingsOf({ trading_rules: { x: entry } }, { rules }).rules.get("x")!;
}

/** Arguments with which every built-in rule runs. */
const ENOUGH: Readonly<Record<string, object>> = {
  ewmac: { fast: 2, slow: 8 },
  ewmacOwnVolatility: { fast: 2, slow: 8 },
};

describe("the function of a rule", () => {
  it.each(Object.entries(BUILT_IN_RULES))(
    "may be %s, by its own name and by all of pysystemtrade's",
    (name, builtIn) => {
      for (const text of [name, ...builtIn.aliases]) {
        expect(read({ function: text, other_args: ENOUGH[name] }).rule, text).toBe(builtIn.rule);
      }
    },
  );

  it("may stand in another module of pysystemtrade, not in one of a user's", () => {
    const rule = { other_args: { fast: 2, slow: 8 } };
    expect(read({ ...rule, function: "systems.provided.elsewhere.ewmac" }).rule).toBe(ewmac);
    expect(refusal({ trading_rules: { x: { ...rule, function: "private.rules.ewmac" } } }).message).toContain(
      'names the rule "private.rules.ewmac", which does not exist (did you mean "ewmac"?); there are ewmac,',
    );
  });

  it("may be a function itself, in a block or alone", () => {
    expect(read(mine)).toEqual({ name: "x", rule: mine, args: {}, inputs: {}, forecastScalar: Number.NaN });
    expect(
      read({ function: mine, forecast_scalar: -2, other_args: { a: 1, b: "t", c: false, d: null } }),
    ).toEqual({
      name: "x",
      rule: mine,
      args: { a: 1, b: "t", c: false },
      inputs: {},
      forecastScalar: -2,
    });
  });

  it("may be registered by any name, also by one of pysystemtrade's", () => {
    const dotted = "systems.provided.rules.ewmac.ewmac";
    const rules = { mine, [dotted]: mine, "private.rules.mine": mine };
    for (const name of Object.keys(rules)) expect(read({ function: name }, rules).rule).toBe(mine);
    expect(read("mine", rules).rule).toBe(mine);
    const odd = { mine: "ewmac" } as unknown as Readonly<Record<string, TradingRule>>;
    expect(refusal({ trading_rules: { x: "mine" } }, { rules: odd }).message).toContain(
      "registered and no function",
    );
    const error = refusal({ trading_rules: { x: "mime" } }, { rules });
    expect(error.message).toContain('(did you mean "mine"?); there are mine, systems.provided');
  });
});

describe("the arguments of a built-in rule", () => {
  it("go by the rule's names, in whichever form they are given", () => {
    const wanted = { fast: 16, slow: 64 };
    for (const args of [{ Lfast: 16, Lslow: 64 }, wanted, { fast: 16, Lslow: 64 }]) {
      expect(read({ function: ewmac, other_args: args }).args).toEqual(wanted);
    }
  });
});

describe("the data of a rule", () => {
  it("is what it usually reads where nothing else is said", () => {
    for (const data of [undefined, null, [], ["rawdata.raw_carry"], "rawdata.raw_carry", ["rawCarry"]]) {
      expect(read({ function: "carry", data }).inputs).toEqual({});
    }
  });

  it("takes the place of its inputs in their order", () => {
    const data = ["data.get_raw_price", "rawdata.annualised_returns_volatility"];
    expect(read({ function: "ewmac", other_args: ENOUGH.ewmac, data }).inputs).toEqual({
      dailyPrice: { name: "adjustedPrice" },
      volatility: { name: "annualisedVolatility" },
    });
  });

  it("may be a block, with arguments, and of series of the user's", () => {
    const data = {
      smoothedCarry: { name: "smoothedCarry", args: { smoothDays: 20 } },
      assetClassCarry: "cot",
    };
    expect(read({ function: "relativeCarry", data }).inputs).toEqual({
      smoothedCarry: { name: "smoothedCarry", args: { smoothDays: 20 } },
      assetClassCarry: { name: "cot" },
    });
    expect(
      read({ function: mine, data: { price: "rawdata.get_daily_prices", volatility: "volatility" } }).inputs,
    ).toEqual({
      price: { name: "dailyPrice" },
    });
  });

  it("gets the arguments whose underscores count to it", () => {
    const entry = {
      function: "systems.provided.rules.carry.relative_carry",
      data: ["rawdata.smoothed_carry", "rawdata.median_carry_for_asset_class"],
      other_args: { _smooth_days: 60, __smoothDays: 30 },
    };
    expect(read(entry)).toMatchObject({
      args: {},
      inputs: {
        smoothedCarry: { name: "smoothedCarry", args: { smoothDays: 60 } },
        assetClassCarry: { name: "assetClassCarry", args: { smoothDays: 30 } },
      },
    });
  });

  it("has words of pysystemtrade's in its arguments turned into those here", () => {
    const other_args = {
      _factor_name: "neg_skew",
      _demean_method: "average_factor_value_in_asset_class_for_instrument",
      _lookback_days: 180,
    };
    const factor = { factor: "negativeSkew", demean: "assetClass", lookbackDays: 180 };
    const listed = read({ function: "factor", data: ["rawdata.get_demeanded_factor_value"], other_args });
    expect(listed.inputs).toEqual({ demeanedFactor: { name: "demeanedFactor", args: factor } });
    const named = read({
      function: "factor",
      data: { demeanedFactor: { name: "demeanedFactor", args: factor } },
    });
    expect(named.inputs).toEqual(listed.inputs);
    expect(read({ function: "factor", data: ["rawdata.get_kurtosis"] }).inputs).toEqual({
      demeanedFactor: { name: "factor", args: { factor: "kurtosis" } },
    });
  });

  it.each(Object.entries(DATA_REFERENCES))("may be %s", (reference, { name, args }) => {
    const { inputs } = read({ function: mine, data: { y: reference } });
    expect(inputs).toEqual({ y: args === undefined ? { name } : { name, args } });
  });

  it("of a user's rule may list series, which keep their names", () => {
    expect(read({ function: mine, data: ["rawdata.get_daily_prices", "cot"] }).inputs).toEqual({});
    const smoothed = {
      function: mine,
      data: ["rawdata.smoothed_carry"],
      other_args: { _smooth_days: 5, days: 3 },
    };
    expect(read(smoothed)).toMatchObject({
      args: { days: 3 },
      inputs: { smoothedCarry: { name: "smoothedCarry", args: { smoothDays: 5 } } },
    });
  });
});
