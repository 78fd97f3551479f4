import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { Config, configLayer, configOf } from "../../src/config/config.js";
import type { ConfigValues } from "../../src/config/configValues.js";
import { DEFAULT_CONFIG } from "../../src/config/defaults.js";

const loose = (values: object) => values as Partial<ConfigValues>;

describe("built-in defaults", () => {
  it("keep to the schema, and hold where nothing else is given", () => {
    const config = configOf();
    for (const key of Object.keys(DEFAULT_CONFIG) as (keyof typeof DEFAULT_CONFIG)[]) {
      expect(config.get(key)).toEqual(DEFAULT_CONFIG[key]);
    }
    expect(config.get("email_pwd")).toBeUndefined();
  });
});

describe("merging", () => {
  const config = new Config([
    configLayer(
      loose({
        base_currency: null,
        stale_instruments: ["CORN"],
        strategy_capital_allocation: { strategy_weights: { trend: 60 }, function: null },
        roll_status_auto_update: { near_expiry_days: 5 },
        mongo_db: "mine",
      }),
      "private",
    ),
    configLayer(
      loose({ base_currency: "EUR", strategy_capital_allocation: { strategy_weights: { carry: 40 } } }),
      "base",
    ),
    configLayer({ ...DEFAULT_CONFIG, stale_instruments: ["US10", "V2X"] }, "defaults"),
  ]);

  it("goes key by key at every depth; null counts as missing", () => {
    expect(config.get("strategy_capital_allocation")).toEqual({
      function: "weightedAllocation",
      strategy_weights: { trend: 60, carry: 40 },
    });
    expect(config.get("roll_status_auto_update")).toEqual({
      ...DEFAULT_CONFIG.roll_status_auto_update,
      near_expiry_days: 5,
    });
    expect(config.get("base_currency")).toBe("EUR");
  });

  it("replaces lists and scalars", () => {
    expect(config.get("stale_instruments")).toEqual(["CORN"]);
    expect(config.get("mongo_db")).toBe("mine");
  });

  it("gives frozen values", () => {
    expect(Object.isFrozen(config.get("strategy_capital_allocation"))).toBe(true);
    expect(Object.isFrozen(config.get("strategy_capital_allocation").strategy_weights)).toBe(true);
    expect(Object.isFrozen(config.get("stale_instruments"))).toBe(true);
  });

  it("explains which source set a value, the winner first", () => {
    expect(config.explain("mongo_db")).toEqual({
      key: "mongo_db",
      value: "mine",
      sources: [
        { source: "private", value: "mine" },
        { source: "defaults", value: "production" },
      ],
    });
    expect(config.explain("base_currency").sources.map(({ source }) => source)).toEqual(["base", "defaults"]);
    expect(config.explain("strategy_capital_allocation.strategy_weights.carry")).toEqual({
      key: "strategy_capital_allocation.strategy_weights.carry",
      value: 40,
      sources: [{ source: "base", value: 40 }],
    });
    expect(config.explain(["strategy_capital_allocation", "strategy_weights"]).sources).toHaveLength(2);
    expect(config.explain("nonesuch")).toEqual({ key: "nonesuch", value: undefined, sources: [] });
    expect(config.explain("mongo_db.deeper").sources).toEqual([]);
  });

  it("is not misled by names that every object has", () => {
    const odd = configOf({ reports: JSON.parse('{"__proto__": {"polluted": 1}, "constructor": 2}') });
    expect(Object.keys(odd.get("reports") ?? {})).toEqual(["__proto__", "constructor"]);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
    expect(odd.explain("toString").sources).toEqual([]);
    expect(() => configOf(loose({ constructor: 1 }))).toThrow('there is no setting "constructor"');
  });
});

describe("secrets", () => {
  const secrets = {
    email_pwd: "hunter2",
    quandl_key: "q-k-1",
    mongo_host: "mongodb://me:hunter2@example.com:27017/x",
    reports: { daily: { api_token: "tok-1", recipients: ["a@b.c"], site: "https://u:tok-1@x.y" } },
    execution_algos: { vendor_password: { deep: ["tok-1"] } },
  };
  const config = configOf(secrets);

  it("come out of get only", () => {
    expect(config.get("email_pwd")).toBe("hunter2");
    expect(config.get("mongo_host")).toBe(secrets.mongo_host);
    const shown = [
      inspect(config, { depth: 9, showHidden: true }),
      String(config),
      JSON.stringify(config),
      ...Object.keys(secrets).map((key) => inspect(config.explain(key), { depth: 9 })),
    ];
    for (const text of shown) expect(text).not.toMatch(/hunter2|q-k-1|tok-1/);
    expect(String(config)).toContain("mongodb://(secret)@example.com:27017/x");
    expect(config.explain("email_pwd").value).toBe("(secret)");
    expect(JSON.parse(JSON.stringify(config)).reports.daily.recipients).toEqual(["a@b.c"]);
  });

  it.each([
    [{ email_pwd: 12_345 }, "email_pwd must be text"],
    [{ barchart_key: ["12345"] }, "barchart_key must be text"],
    [
      { email_port: "mongodb://me:12345@x" },
      'email_port must be a whole number from 1 to 65535, but is "mongodb://(secret)@x"',
    ],
    [{ "email_pwd = 12345": "x" }, 'there is no setting "…"'],
    [{ email_pasword: "12345" }, 'there is no setting "email_pasword"; did you mean'],
  ])("are not in the error about %o", (values, part) => {
    const make = () => configOf(loose(values));
    expect(make).toThrow(part);
    expect(make).toThrow(
      expect.toSatisfy((error) => !inspect(error).includes("12345"), "an error without the secret"),
    );
  });
});

describe("checks", () => {
  it.each<[object, string]>([
    [{ production_capital_method: "double" }, 'must be one of full, half, fixed, but is "double"'],
    [{ percentage_vol_target: 1001 }, "must be a number above 0 and at most 1000, but is 1001"],
    [
      { strategy_capital_allocation: { strategy_weights: { a: -1 } } },
      "strategy_weights.a must be a number from 0, but is -1",
    ],
    [
      { strategy_list: { trend: { overnight_luncher: {} } } },
      'no setting "overnight_luncher" in strategy_list.trend; did you mean "overnight_launcher"?',
    ],
    [
      { strategy_list: { trend: { overnight_launcher: { function: 1 } } } },
      "overnight_launcher.function must be text",
    ],
    [
      { timezone: "Nowhere" },
      'must be the IANA name of a time zone, as in America/Chicago, but is "Nowhere"',
    ],
    [{ stale_instruments: ["A", null] }, "stale_instruments.1 must be a value, but is empty"],
    [{ mongo_db: "a\nb" }, 'mongo_db must be text (in quotes if it looks like a number), but is "a\\nb"'],
    [{ mongo_db: "x".repeat(500).concat("\n") }, `is "${"x".repeat(59)}…`],
    [{ zzzzzzzzzzzz: 1 }, 'there is no setting "zzzzzzzzzzzz"'],
  ])("refuse %o", (values, part) => {
    const make = () => configOf(loose(values));
    expect(make).toThrow(part);
    expect(make).toThrow(
      expect.objectContaining({
        code: "CONFIG_VALUE",
        details: expect.objectContaining({ file: "given values" }),
      }),
    );
  });

  it("suggest nothing where no known name is near", () => {
    expect(() => configOf(loose({ zzzzzzzzzzzz: 1 }))).toThrow(/"zzzzzzzzzzzz"$/);
  });

  it.each<[object, string, string]>([
    [new Map([["mongo_db", "x"]]), "the configuration", ""],
    [{ strategy_list: new Map([["trend", {}]]) }, "strategy_list", "strategy_list"],
    [{ trading_rules: [{ a: new Set(["x"]) }] }, "trading_rules.0.a", "trading_rules.0.a"],
    [{ start_date: new Date(0) }, "start_date", "start_date"],
    [{ risk_overlay: { f: () => 1 } }, "risk_overlay.f", "risk_overlay.f"],
  ])("refuse %o, which is no plain value", (values, where, key) => {
    expect(() => configOf(loose(values))).toThrow(
      expect.objectContaining({
        code: "CONFIG_VALUE",
        message: `[contango] [config] given values: ${where} must be made of plain objects, lists and scalars`,
        details: expect.objectContaining({ file: "given values", key }),
      }),
    );
  });

  it("take objects without a prototype and values that are not given", () => {
    const values = Object.assign(Object.create(null), { mongo_db: "x", email_to: undefined });
    expect(configOf(values).get("mongo_db")).toBe("x");
    expect(configOf(values).get("email_to")).toBeUndefined();
  });

  it("accept settings of backtests and of later work, whatever they hold", () => {
    const values = {
      instrument_weights: { CORN: 0.5 },
      trading_rules: [{ a: null }],
      use_attenuation: [],
      execution_algos: { default_algo: "x" },
      start_date: "2000-01-01",
    };
    const config = configOf(values);
    expect(config.get("instrument_weights")).toEqual({ CORN: 0.5 });
    expect(config.explain("instrument_weights.CORN").value).toBe(0.5);
    expect(config.get("timezone")).toBeUndefined();
  });
});
