import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { GOOD, refusal, settingsOf } from "./support.js";

const cyclic: Record<string, unknown> = {};
cyclic.self = cyclic;

/** What is laid over the good configuration; the key that the error names; what its message holds. */
type Case = readonly [over: object, key: string, part: string];

const one = (setting: string, value: unknown, part: string): Case => [{ [setting]: value }, setting, part];
const inner = (block: string, key: string, value: unknown, part: string): Case => [
  { [block]: { [key]: value } },
  `${block}.${key}`,
  part,
];
const rule = (entry: object, key: string, part: string): Case => [
  { trading_rules: { ...GOOD.trading_rules, x: entry } },
  `trading_rules.x${key === "" ? "" : `.${key}`}`,
  part,
];
const grouped = (groups: unknown, key: string, part: string, setting = "forecast_weights"): Case => [
  { [setting]: { auto_weight_from_grouping: { groups } } },
  `${setting}.auto_weight_from_grouping.groups${key === "" ? "" : `.${key}`}`,
  part,
];

const names: readonly Case[] = [
  one("forecast_cpa", 20, 'did you mean "forecast_cap"?'),
  one("instrument_weight", {}, 'did you mean "instrument_weights"?'),
  one("use_sr_costs", true, 'did you mean "use_SR_costs"?'),
  one("constructor", 1, "is no setting of a backtest"),
  [JSON.parse('{"__proto__": {"forecast_cap": 1}}'), "__proto__", "is no setting of a backtest"],
  one("toString", 1, "is no setting of a backtest"),
  one("hasOwnProperty", () => true, "is no setting of a backtest"),
  one("base_config", "other.yaml", "read them with loadBacktestConfig"),
  [{ "my password is 123": 1 }, "…", "… is no setting of a backtest"],
];

const values: readonly Case[] = [
  ...["forecast_cap", "average_absolute_forecast", "notional_trading_capital"].flatMap((name) => [
    one(name, 0, "must be a number above 0, but is 0"),
    one(name, -1, "must be a number above 0, but is -1"),
    one(name, "20", 'must be a number above 0, but is "20"'),
    one(name, Number.NaN, "but is NaN"),
    one(name, Number.POSITIVE_INFINITY, "but is Infinity"),
    one(name, [20], "but is a list"),
    one(name, { value: 20 }, "but is a block of keys"),
    one(name, true, "but is true"),
    one(name, 20n, "but is 20"),
  ]),
  inner("forecast_weight_estimate", "bootstrap_length", 1, "must be a whole number of 2 or more, but is 1"),
  one("instrument_div_multiplier", 0, "must be a number above 0"),
  one("instrument_div_multiplier", { CORN: 1 }, "must be a number above 0, but is a block"),
  one("forecast_floor", 20, "must be below forecast_cap, 20, but is 20"),
  one("forecast_floor", "low", "must be a number, but is"),
  one("forecast_scalar", 0, "must be a number other than 0"),
  one("forecast_weight_ewma_span", 0.5, "must be a number of 1 or more, but is 0.5"),
  one("instrument_weight_ewma_span", -125, "must be a number of 1 or more"),
  one("forecast_post_ceiling_cost_SR", -1, "must be a number of 0 or more"),
  one("multiply_roll_costs_by", -0.5, "must be a number of 0 or more"),
  one("percentage_vol_target", 1001, "must be a number above 0 and of at most 1000"),
  one("percentage_vol_target", "16%", 'but is "16%"'),
  one("buffer_size", 1.5, "must be a number of 0 or more and of at most 1"),
  one("buffer_method", "forcast", "must be one of forecast, position, none"),
  one("buffer_method", "Forecast", "must be one of forecast, position, none"),
  one("base_currency", "usd", "must be three capital letters"),
  one("base_currency", 840, "must be text"),
  one("start_date", "yesterday", "must be a date, as in 1990-01-01"),
  one("start_date", "1990-02-30", "must be a date"),
  one("start_date", new Date(Number.NaN), "must be a date"),
  one("start_date", {}, "must be a date"),
  one("start_date", 19900101, "must be a date with dashes, as in 1990-01-01, but is 19900101"),
  one("start_date", 1990, "must be a date with dashes"),
  ...["buffer_trade_to_edge", "vol_normalise_currency_costs"].flatMap((name) => [
    one(name, "true", "must be true or false, without quotes"),
    one(name, 1, "must be true or false"),
  ]),
  ...["use_SR_costs", "use_forecast_scale_estimates", "use_instrument_weight_estimates"].flatMap((name) => [
    one(name, "yes", 'must be true or false, but is "yes"'),
    one(name, 0, "must be true or false, but is 0"),
    one(name, "", "must be true or false"),
  ]),
  inner("capital_multiplier", "func", "syscore.capital.quarter", "must be one of fixed, full, half"),
  inner("capital_multiplier", "fnc", "full", 'did you mean "func"?'),
  one("capital_multiplier", "full", "must be a block of keys"),
];

const lists: readonly Case[] = [
  ...["instruments", "long_only_instruments", "long_only_instruments_DO_ONLY"].flatMap((name): Case[] => [
    one(name, "CORN", "must be a list"),
    [{ [name]: ["CORN", 5] }, `${name}.1`, "must be the code of an instrument"],
    [{ [name]: ["../CORN"] }, `${name}.0`, "must be the code of an instrument"],
    [{ [name]: [null] }, `${name}.0`, "but is not set"],
  ]),
  one("instruments", [], "holds no instrument"),
  one("allocate_zero_instrument_weights_to_these_instruments", { CORN: 0 }, "must be a list"),
  inner("exclude_instrument_lists", "bad_market", [], 'did you mean "bad_markets"?'),
  inner("exclude_instrument_lists", "bad_markets", "CORN", "must be a list"),
  inner("duplicate_instruments", "excluded", {}, 'did you mean "exclude"?'),
  inner("duplicate_instruments", "exclude", ["CORN"], "must be a block of codes by market"),
  [
    { duplicate_instruments: { exclude: { corn: 5 } } },
    "duplicate_instruments.exclude.corn",
    "must be the code",
  ],
  [
    { use_attenuation: ["trnd"] },
    "use_attenuation.0",
    "names no rule of trading_rules, which holds trend, carry",
  ],
  one("use_attenuation", true, "must be a list"),
];

const blocks: readonly Case[] = [
  one("volatility_calculation", 35, "must be a block of keys"),
  inner("volatility_calculation", "func", "my.own.vol", "must be one of mixed_vol_calc, robust_vol_calc"),
  inner("volatility_calculation", "func", "constructor", "must be one of mixed_vol_calc"),
  inner("volatility_calculation", "days", 0, "must be a whole number of 1 or more"),
  inner("volatility_calculation", "days", 35.5, "must be a whole number of 1 or more"),
  inner("volatility_calculation", "min_periods", -1, "must be a whole number of 0 or more"),
  inner("volatility_calculation", "proportion_of_slow_vol", 30, "of at most 1"),
  inner("volatility_calculation", "slow_vol_years", 0, "above 0"),
  inner("volatility_calculation", "backfill", "True", "must be true or false, without quotes"),
  inner("volatility_calculation", "name_returns_attr_in_rawdata", "weekly_returns", "one of daily_returns"),
  inner("volatility_calculation", "dayz", 35, 'did you mean "days"?'),
  inner("forecast_scalar_estimate", "window", "all", "must be a whole number"),
  inner(
    "forecast_scalar_estimate",
    "func",
    "private.scalars.mine",
    "must be left out: estimators cannot be replaced",
  ),
  inner("forecast_scalar_estimate", "pool_instruments", "y", "must be true or false"),
  inner("forecast_weight_estimate", "method", "boostrap", "must be one of handcraft, shrinkage"),
  inner("forecast_weight_estimate", "equalise_vols", false, "must be true with the method handcraft"),
  inner("forecast_weight_estimate", "frequency", "fortnight", "must be one of B, W, 7D, M, A"),
  inner("forecast_weight_estimate", "interval_frequency", "0D", "must be 12M, Y, M, W"),
  inner(
    "forecast_weight_estimate",
    "date_method",
    "in sample",
    "must be one of expanding, rolling, in_sample",
  ),
  inner("forecast_weight_estimate", "rollyears", 0, "must be a whole number of 1 or more"),
  inner("forecast_weight_estimate", "shrinkage_corr", 2, "of at most 1"),
  inner("forecast_weight_estimate", "mean_estimate", 5, "must be a block of keys"),
  [
    { forecast_weight_estimate: { correlation_estimate: { ew_lookbak: 5 } } },
    "forecast_weight_estimate.correlation_estimate.ew_lookbak",
    'did you mean "ew_lookback"?',
  ],
  [
    { instrument_weight_estimate: { vol_estimate: { min_periods: "5" } } },
    "instrument_weight_estimate.vol_estimate.min_periods",
    "must be a whole number",
  ],
  inner(
    "instrument_correlation_estimate",
    "pool_instruments",
    true,
    "is no setting of instrument_correlation_estimate",
  ),
  inner("instrument_correlation_estimate", "shrinkage", 0.5, "set shrinkage_parameter instead"),
  inner("instrument_returns_correlation", "clip", 1.5, "of at most 1"),
  inner("instrument_returns_correlation", "frequency", 7, "must be one of B, W, 7D"),
  inner("forecast_div_mult_estimate", "dm_max", 0, "above 0"),
  inner("forecast_cost_estimates", "use_pooled_cost", true, 'did you mean "use_pooled_costs"?'),
  inner("small_system", "shadow_cost", -50, "must be a number of 0 or more"),
  inner("small_system", "shrink_instrument_returns_correlation", 1.1, "of at most 1"),
  [
    { risk_overlay: { max_risk_leverage: 13 } },
    "risk_overlay.max_risk_fraction_normal_risk",
    "must be a number above 0, but is not set",
  ],
  one("risk_overlay", [1.4, 3.6], "must be a block of keys"),
  one("forecast_mapping", [1.5], "must be a block of keys"),
  [
    { forecast_mapping: { CORN: { a_param: 1.5, b_param: 4 } } },
    "forecast_mapping.CORN.threshold",
    "must be a number of 0 or more, but is not set",
  ],
  inner("forecast_mapping", "-CORN", {}, "is not named after an instrument"),
];

const weights: readonly Case[] = [
  one("forecast_weights", {}, "holds no weight above zero; leave it out"),
  one("forecast_weights", { trend: 0, carry: 0 }, "holds no weight above zero"),
  one("forecast_weights", ["trend"], "must be a block of keys"),
  inner("forecast_weights", "trnd", 0.5, "names no rule of trading_rules, which holds trend, carry"),
  inner("forecast_weights", "__defineGetter__", 0.5, "names no rule of trading_rules"),
  inner("forecast_weights", "trend", -0.1, "must be a number of 0 or more"),
  inner("forecast_weights", "trend", Number.NaN, "must be a number of 0 or more, but is NaN"),
  [
    { forecast_weights: { CORN: { trend: 1 }, US10: 0.5 } },
    "forecast_weights.US10",
    "one weight among blocks",
  ],
  [{ forecast_weights: { CORN: { trend: 1, carri: 1 } } }, "forecast_weights.CORN.carri", "names no rule"],
  [{ forecast_weights: { CORN: { trend: 0 } } }, "forecast_weights.CORN", "holds no weight above zero"],
  [
    { forecast_weights: { CORN: { trend: 1 }, US10: {} } },
    "forecast_weights.US10",
    "holds no weight above zero",
  ],
  one("instrument_weights", {}, "holds no weight above zero"),
  one("instrument_weights", { CORN: 0 }, "holds no weight above zero"),
  inner("instrument_weights", "CORN", "0.5", 'must be a number of 0 or more, but is "0.5"'),
  inner("instrument_weights", "CORN", { trend: 1 }, "but is a block of keys"),
  [JSON.parse('{"instrument_weights": {"__proto__": 0.5}}'), "instrument_weights.__proto__", "use its code"],
  inner("forecast_scalars", "cary", 3, 'did you mean "carry", which has no scalar?'),
  inner("forecast_scalars", "carry", { CORN: 30 }, "must be a number, but is a block of keys"),
  inner("forecast_div_multiplier", "CORN", 0, "above 0"),
  one("forecast_div_multiplier", "1.3", "above 0"),
  [{ rule_variations: ["trend", "tred"] }, "rule_variations.1", "names no rule"],
  one("rule_variations", [], "holds no rule"),
  [{ rule_variations: { CORN: "trend" } }, "rule_variations.CORN", "must be a list"],
  grouped({}, "", "holds nothing"),
  grouped(undefined, "", "must be a block of keys, but is not set"),
  grouped({ trend: 0.5 }, "trend", "is no group; the top level holds groups"),
  grouped({ g: { trend: 0.5, inner: { carry: 1 } } }, "g.trend", "a group holds either members or groups"),
  grouped({ g: { weight: 0.5 } }, "g", "holds nothing"),
  grouped({ g: { trend: 0 } }, "g", "holds weights of zero only"),
  grouped({ g: { weight: 0, trend: 1 } }, "", "holds weights of zero only"),
  grouped({ g: { weight: -1, trend: 1 } }, "g.weight", "must be a number of 0 or more"),
  grouped({ g: { trend: Number.NaN } }, "g.trend", "but is NaN"),
  grouped({ g: { tren: 1 } }, "g.tren", "names no rule"),
  grouped(
    { g: { trend: 1 }, h: { trend: 1 } },
    "h.trend",
    "stands in forecast_weights.auto_weight_from_grouping.groups.g too",
  ),
  grouped({ g: { "a b": 1 } }, "g.…", "is not named after an instrument", "instrument_weights"),
  [
    { forecast_weights: { auto_weight_from_grouping: { groups: { g: { trend: 1 } } }, carry: 1 } },
    "forecast_weights.carry",
    "stands beside auto_weight_from_grouping",
  ],
  [
    {
      forecast_weights: {
        auto_weight_from_grouping: { parameters: { use_approx_DM: "true" }, groups: { g: { trend: 1 } } },
      },
    },
    "forecast_weights.auto_weight_from_grouping.parameters.use_approx_DM",
    "must be true or false, without quotes",
  ],
];

const rules: readonly Case[] = [
  one("trading_rules", undefined, "holds no rule; give one"),
  one("trading_rules", {}, "holds no rule"),
  one("trading_rules", ["ewmac"], "must be a block of keys"),
  inner("trading_rules", "x", 5, "must be a function or the name of one"),
  inner("trading_rules", "x", "ewmca", 'did you mean "ewmac"?'),
  inner("trading_rules", "x", "ewmac", "needs the argument fast"),
  inner("trading_rules", "-x", "longBias", "has no name for a rule"),
  rule({}, "function", "must be a function or the name of one"),
  rule(
    { function: "private.rules.mine" },
    "function",
    'Register one of your own with { rules: { "private.rules.mine": yourRule } }',
  ),
  rule(
    { function: "systems.provided.rules.ewmac.ewmmac" },
    "function",
    "there are ewmac, ewmacOwnVolatility",
  ),
  rule({ function: "toString" }, "function", "does not exist"),
  rule({ function: ["ewmac"] }, "function", "must be a function or the name of one"),
  rule({ fucntion: "ewmac" }, "fucntion", 'did you mean "function"?'),
  rule({ function: "ewmac", other_args: { Lfast: 16 } }, "other_args", "needs the argument slow"),
  rule(
    { function: "ewmac", other_args: { Lfast: "16", Lslow: 64 } },
    "other_args.Lfast",
    'has fast "16"; give a number of at least 1',
  ),
  rule({ function: "ewmac", other_args: { Lfast: 0, Lslow: 64 } }, "other_args.Lfast", "has fast 0"),
  rule(
    { function: "ewmac", other_args: { fast: 64, Lslow: 16 } },
    "other_args.fast",
    "give a fast span below the slow one",
  ),
  rule(
    { function: "ewmac", other_args: { Lfast: 16, fast: 16, slow: 64 } },
    "other_args.fast",
    "gives fast a second time",
  ),
  rule(
    { function: "ewmac", other_args: { Lfats: 16, Lslow: 64 } },
    "other_args.Lfats",
    'did you mean "Lfast"?',
  ),
  rule(
    { function: "ewmac", other_args: { Lfast: [16], Lslow: 64 } },
    "other_args.Lfast",
    "must be a number, a text, true or false, but is a list",
  ),
  rule({ function: "ewmac", other_args: { Lfast: Number.NaN, Lslow: 64 } }, "other_args.Lfast", "but is NaN"),
  rule({ function: "ewmac", other_args: [16, 64] }, "other_args", "must be a block of keys"),
  rule({ function: "breakout", other_args: { lookback: 10.5 } }, "other_args.lookback", "a whole number"),
  rule(
    { function: "breakout", other_args: { lookback: 10, smooth: 10 } },
    "other_args.smooth",
    "below the lookback",
  ),
  rule({ function: "breakout", forecast_scalar: "1" }, "forecast_scalar", "must be a number"),
  rule({ function: "breakout", data: 5 }, "data", "must be a list of series"),
  rule(
    { function: "breakout", data: ["rawdata.get_daily_price"] },
    "data.0",
    "must be a series: data.daily_prices",
  ),
  rule({ function: "breakout", data: [5] }, "data.0", "must be text"),
  rule(
    { function: "breakout", data: ["dailyPrice", "volatility"] },
    "data",
    "must name 1 series, for dailyPrice, but names 2",
  ),
  rule({ function: "breakout", data: { price: "dailyPrice" } }, "data.price", "known are dailyPrice"),
  rule(
    { function: "breakout", data: { dailyPrice: { nam: "x" } } },
    "data.dailyPrice.nam",
    'did you mean "name"?',
  ),
  rule({ function: "breakout", data: { dailyPrice: "raw.price" } }, "data.dailyPrice", "must be a series"),
  rule(
    { function: "relativeCarry", data: ["smoothedCarry", "assetClassCarry"], other_args: { _smooth: 5 } },
    "other_args._smooth",
    "is no argument of smoothedCarry; it takes smoothDays",
  ),
  rule(
    {
      function: "relativeCarry",
      data: ["smoothedCarry", "assetClassCarry"],
      other_args: { ___smoothDays: 5 },
    },
    "other_args.___smoothDays",
    "more underscores than data has entries",
  ),
  rule(
    { function: "relativeCarry", data: ["smoothedCarry", "assetClassCarry"], other_args: { _smoothDays: 0 } },
    "other_args._smoothDays",
    "of 1 or more",
  ),
  rule(
    { function: "relativeCarry", other_args: { _smoothDays: 5 } },
    "other_args._smoothDays",
    "belongs to an entry of data",
  ),
  rule(
    { function: "breakout", data: ["dailyPrice"], other_args: { _days: 5 } },
    "other_args._days",
    "it takes none",
  ),
  rule(
    {
      function: "factor",
      data: ["rawdata.get_demeanded_factor_value"],
      other_args: { _factor_name: "skwe" },
    },
    "other_args._factor_name",
    "must be one of skew, neg_skew, kurtosis, neg_kurtosis, negativeSkew, negativeKurtosis, but is",
  ),
  rule(
    {
      function: "factor",
      data: ["rawdata.get_demeanded_factor_value"],
      other_args: { _demean_method: "neg_skew" },
    },
    "other_args._demean_method",
    "historic_average_factor_value_for_instrument, average_factor",
  ),
  rule(
    {
      function: "factor",
      data: ["rawdata.get_demeanded_factor_value"],
      other_args: { _lookback_days: 0.5 },
    },
    "other_args._lookback_days",
    "must be a number of 1 or more, but is 0.5",
  ),
  rule({ function: () => 1, other_args: { f: () => 1 } }, "other_args.f", "must be a number, a text"),
  rule({ function: () => 1, data: ["smoothedCarry", "smoothedCarry"] }, "data.1", "is smoothedCarry again"),
];

const cases = [...names, ...values, ...lists, ...blocks, ...weights, ...rules];

describe("a bad configuration", () => {
  it("comes in at least 120 kinds, no two alike", () => {
    const texts = cases.map(([over, key, part]) => inspect(over, { depth: 9 }) + key + part);
    expect(new Set(texts).size).toBe(texts.length);
    expect(texts.length).toBeGreaterThanOrEqual(120);
  });

  it.each(cases)("%# %o is refused at %s", (over, key, part) => {
    const error = refusal({ ...GOOD, ...over });
    expect(error.message).toContain(part);
    expect(error.details.key).toBe(key);
    expect(error.message).toMatch(/^\[contango\] \[backtest\] /);
    expect(error.message).toContain(key);
  });

  it.each([undefined, null, 5, "a text", [GOOD], new Map(Object.entries(GOOD)), () => GOOD])(
    "is not %o either",
    (config) => {
      expect(refusal(config).message).toContain("the configuration must be a block of settings");
    },
  );

  it("that goes round in circles is refused", () => {
    expect(
      refusal({ ...GOOD, forecast_weights: { auto_weight_from_grouping: { groups: cyclic } } }).message,
    ).toContain("lies deeper than 16 levels");
    expect(refusal({ ...GOOD, volatility_calculation: cyclic }).details.key).toBe(
      "volatility_calculation.self",
    );
    expect(settingsOf({ ...GOOD, rule_groups: cyclic }).forecastCap).toBe(20);
  });

  it("pollutes no prototype", () => {
    const polluting = '{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}}';
    for (const name of ["trading_rules", "forecast_scalars", "volatility_calculation", "forecast_mapping"]) {
      refusal({ ...GOOD, [name]: JSON.parse(polluting) });
    }
    settingsOf({ ...GOOD, style_groups: JSON.parse(polluting) });
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  it("does not show what a long text or a key without the look of a name holds", () => {
    expect(refusal({ ...GOOD, buffer_method: "x".repeat(500) }).message.length).toBeLessThan(200);
    const odd = refusal({ ...GOOD, forecast_weights: { "hunter2: horse": 1 } });
    expect(JSON.stringify([odd.message, odd.details])).not.toContain("hunter2");
  });
});
