import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { backtestSettings } from "../../src/backtest/config/backtestSettings.js";
import { DEFAULT_BACKTEST_CONFIG } from "../../src/backtest/config/defaultBacktestConfig.js";
import { effectiveBacktestConfig } from "../../src/backtest/config/effectiveBacktestConfig.js";
import { BACKTEST_SETTING_NAMES, TOLERATED_SETTINGS } from "../../src/backtest/config/settingNames.js";
import { BUILT_IN_RULES } from "../../src/backtest/rules/builtInRules.js";
import type { TradingRule } from "../../src/backtest/rules/rule.js";
import { BACKTEST_SETTINGS } from "../../src/config/backtestSettings.js";
import { configLayer, configOf } from "../../src/config/config.js";
import { DEFAULT_CONFIG } from "../../src/config/defaults.js";
import { loadBacktestConfig } from "../../src/config/loadBacktestConfig.js";
import { loadConfig } from "../../src/config/readConfig.js";
import { toTime } from "../../src/time/text.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "contango-backtest-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function write(name: string, text: string): string {
  const file = join(folder, name);
  mkdirSync(join(file, ".."), { recursive: true });
  writeFileSync(file, text);
  return file;
}

const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const RULE = "trading_rules: { trend: { function: ewmac, other_args: { fast: 16, slow: 64 } } }\n";
const mine: TradingRule = ({ dailyPrice }) => dailyPrice;

describe("the system of chapter 15", () => {
  it("has its fixed parameters, and the defaults for the rest", async () => {
    const { settings } = await loadBacktestConfig(path("../../examples/configs/chapter15.yaml"));
    const { ewmac, carry } = BUILT_IN_RULES;
    const trend = (fast: number, forecastScalar: number) => {
      const name = `ewmac${fast}_${4 * fast}`;
      return [
        name,
        { name, rule: ewmac!.rule, args: { fast, slow: 4 * fast }, inputs: {}, forecastScalar },
      ] as const;
    };
    const defaults = backtestSettings({ trading_rules: { carry: "carry" } });
    expect(settings).toEqual({
      ...defaults,
      percentageVolatilityTarget: 20,
      notionalCapital: 250_000,
      rules: new Map<string, unknown>([
        trend(2, 10.6),
        trend(4, 7.5),
        trend(8, 5.3),
        trend(16, 3.75),
        trend(32, 2.65),
        trend(64, 1.87),
        [
          "carry",
          { name: "carry", rule: carry!.rule, args: { smoothDays: 90 }, inputs: {}, forecastScalar: 30 },
        ],
      ]),
      forecastWeights: {
        kind: "flat",
        weights: { ewmac16_64: 0.21, ewmac32_128: 0.08, ewmac64_256: 0.21, carry: 0.5 },
      },
      forecastDiversificationMultiplier: 1.31,
      instrumentWeights: {
        kind: "flat",
        weights: { SOFR: 0.117, US10: 0.117, EUROSTX: 0.2, V2X: 0.098, MXP: 0.233, CORN: 0.233 },
      },
      instrumentDiversificationMultiplier: 1.89,
    });
  });

  it("has a variant of which everything is estimated", async () => {
    const fixed = await loadBacktestConfig(path("../../examples/configs/chapter15.yaml"));
    const { settings, explain } = await loadBacktestConfig(
      path("../../examples/configs/chapter15_estimated.yaml"),
    );
    expect(settings).toEqual({
      ...fixed.settings,
      estimateForecastScalars: true,
      estimateForecastWeights: true,
      estimateForecastDiversification: true,
      estimateInstrumentWeights: true,
      estimateInstrumentDiversification: true,
      ruleVariations: ["carry", "ewmac16_64", "ewmac32_128", "ewmac64_256"],
      instruments: ["CORN", "EUROSTX", "MXP", "SOFR", "US10", "V2X"],
    });
    expect(explain("instrument_div_multiplier").sources.map(({ source }) => source)).toEqual([
      path("../../examples/configs/chapter15.yaml"),
      "built-in defaults",
    ]);
  });
});

describe("a file in the full style of pysystemtrade", () => {
  it("is read, every value of it", async () => {
    const { settings, config } = await loadBacktestConfig(path("full_backtest.yaml"));
    const { rules, ...rest } = settings;
    const fitting = { frequency: "M", intervalFrequency: "13W", dateMethod: "rolling", rollYears: 10 };
    const yearly = { intervalFrequency: "12M", rollYears: 20 };
    const defaults = backtestSettings({ trading_rules: { carry: "carry" } });
    expect(rest).toEqual({
      startDate: toTime("1990-01-01"),
      instruments: undefined,
      excluded: ["COPPER-mini", "CORN-micro", "CORN_mini", "MILK"],
      notTraded: ["CHEESE", "SOFR"],
      zeroWeight: ["CHEESE"],
      longOnly: ["V2X"],
      longOnlyDynamic: ["VIX"],
      volatility: {
        method: "robust",
        days: 40,
        minPeriods: 12,
        slowYears: 10,
        proportionOfSlow: 0.3,
        floor: 2e-10,
        multiplierToDaily: 1,
        backfill: true,
        floorQuantile: 0.1,
        floorDays: 250,
        floorMinPeriods: 50,
      },
      returnsForVolatility: "daily_returns",
      forecastScalars: { normmom16: 4.1, breakout80: 1, a_rule_of_another_file: 3.3 },
      forecastScalar: 2,
      estimateForecastScalars: false,
      forecastScalarEstimate: { poolInstruments: true, window: 1000, minPeriods: 100, backfill: true },
      forecastCap: 15,
      forecastFloor: 0,
      averageAbsoluteForecast: 8,
      attenuatedRules: ["ewmac8_32", "normmom16"],
      forecastWeights: {
        kind: "grouped",
        grouping: {
          approximateDiversification: true,
          costCeilingFirst: true,
          groups: {
            trend: {
              weight: 0.6,
              members: {},
              groups: {
                momentum: { weight: 0.7, groups: {}, members: { ewmac8_32: 0.5, normmom16: 0.5 } },
                range: { weight: 0.3, groups: {}, members: { breakout80: 1 } },
              },
            },
            other: { weight: 0.4, groups: {}, members: { relcarry: 0.5, skewabs365: 0.3, conditioned: 0.2 } },
          },
        },
      },
      ruleVariations: { CORN: ["ewmac8_32", "relcarry"], US10: ["breakout80", "ewmac8_32"] },
      estimateForecastWeights: false,
      forecastWeightSpan: 60,
      forecastCostCeiling: 0.2,
      poolForecastCosts: true,
      poolForecastTurnover: false,
      forecastWeightEstimate: {
        ...fitting,
        method: "shrinkage",
        poolGrossReturns: false,
        equaliseGross: true,
        costMultiplier: 1.5,
        applyCostWeight: true,
        ceilingCostSharpe: 0.13,
        cleaning: false,
        equaliseSharpe: true,
        annualTargetSharpe: 0.6,
        equaliseVolatilities: false,
        shrinkageSharpe: 0.8,
        shrinkageCorrelation: 0.4,
        bootstrapRuns: 100,
        bootstrapLength: 50,
        bootstrapSeed: 1,
        correlation: {
          ...fitting,
          poolInstruments: false,
          forwardFill: false,
          usingExponent: false,
          lookback: 500,
          minPeriods: 11,
          cleaning: false,
          floorAtZero: true,
          offDiagonal: 0.99,
          clip: Number.NaN,
          shrinkage: 0.25,
        },
        mean: { usingExponent: false, lookback: 600, minPeriods: 6 },
        volatility: { usingExponent: true, lookback: 700, minPeriods: 7 },
      },
      forecastDiversificationMultiplier: { CORN: 1, US10: 1.4 },
      estimateForecastDiversification: false,
      forecastCorrelationEstimate: {
        ...yearly,
        rollYears: 5,
        poolInstruments: false,
        frequency: "B",
        dateMethod: "in_sample",
        usingExponent: false,
        lookback: 200,
        minPeriods: 15,
        cleaning: false,
        floorAtZero: false,
        forwardFill: false,
        offDiagonal: 0.5,
        clip: 0.9,
        shrinkage: 0.1,
      },
      forecastDiversificationEstimate: { span: 100, maximum: 2 },
      forecastMapping: { CORN: { threshold: 13.6, a: 1.5, b: 4.7 } },
      percentageVolatilityTarget: 25,
      notionalCapital: 500_000,
      baseCurrency: "GBP",
      capitalMultiplier: "full",
      instrumentWeights: {
        kind: "grouped",
        grouping: {
          approximateDiversification: false,
          costCeilingFirst: false,
          groups: {
            ags: { weight: 0.5, groups: {}, members: { CORN: 1 } },
            rates: { weight: 0.5, groups: {}, members: { US10: 0.6, SOFR: 0.4 } },
          },
        },
      },
      estimateInstrumentWeights: false,
      instrumentWeightEstimate: {
        ...defaults.instrumentWeightEstimate,
        method: "equal_weights",
        cleaning: false,
        equaliseSharpe: false,
        correlation: { ...defaults.instrumentWeightEstimate.correlation, floorAtZero: false },
      },
      instrumentWeightSpan: 90,
      instrumentDiversificationMultiplier: 1.5,
      estimateInstrumentDiversification: false,
      instrumentCorrelationEstimate: {
        ...defaults.instrumentCorrelationEstimate,
        lookback: 30,
        forwardFill: false,
      },
      instrumentDiversificationEstimate: { span: 50, maximum: 2.5 },
      bufferMethod: "position",
      bufferSize: 0.2,
      tradeToEdge: false,
      sharpeCosts: true,
      normaliseCostsByVolatility: false,
      rollCostMultiplier: 0.25,
      riskOverlay: { maxRiskNormal: 1.4, maxRiskShocked: 3.6, maxSumAbsoluteRisk: 3.4, maxLeverage: 13 },
      returnsCorrelationEstimate: {
        ...defaults.returnsCorrelationEstimate,
        intervalFrequency: "M",
        frequency: "W",
        dateMethod: "expanding",
        rollYears: 20,
        floorAtZero: true,
        clip: 0.8,
        shrinkage: 0.3,
      },
      smallSystem: { shadowCost: 20, costMultiplier: 2, trackingErrorBuffer: 0.02, shrinkCorrelation: 0.7 },
    });
    expect([...rules.keys()]).toEqual([
      "ewmac8_32",
      "normmom16",
      "breakout80",
      "relcarry",
      "skewabs365",
      "conditioned",
      "bias",
    ]);
    expect(rules.get("normmom16")?.inputs).toEqual({ dailyPrice: { name: "normalisedPrice" } });
    expect(rules.get("conditioned")?.inputs).toEqual({
      demeanedFactor: { name: "demeanedFactor", args: { factor: "skew", demean: "allInstrumentsHistory" } },
      condition: { name: "smoothedCarry", args: { smoothDays: 250 } },
    });
    expect(inspect(config, { depth: 9 })).not.toMatch(/hunter2|max_price_spike|rule_groups/);
    expect(backtestSettings(config)).toEqual(settings);
  });
});

describe("several files", () => {
  it("put settings in the place of those before, and of those in their base_config, whole", async () => {
    const base = write(
      "base/base.yaml",
      `${RULE}forecast_cap: 10\nforecast_scalars: { trend: 2 }\nbuffer_size: 0.3\n`,
    );
    const upper = write(
      "upper.yaml",
      "base_config: base/base.yaml\nforecast_cap: 12\nforecast_floor: null\n",
    );
    const last = write("last.yaml", "forecast_cap:\ntrading_rules: { carry: carry }\n");
    const { settings, explain } = await loadBacktestConfig([upper, last]);
    expect([settings.forecastCap, settings.bufferSize, [...settings.rules.keys()]]).toEqual([
      12,
      0.3,
      ["carry"],
    ]);
    expect(settings.forecastScalars).toEqual({ trend: 2 });
    expect(explain("forecast_cap").sources).toEqual([
      { source: upper, line: 2, column: 15, value: 12 },
      { source: "built-in defaults", value: 20 },
    ]);
    expect(explain("trading_rules").sources.map(({ source }) => source)).toEqual([last]);
    expect(explain("base_config").sources).toEqual([]);
    expect((await loadBacktestConfig([last, upper])).settings.rules.has("trend")).toBe(true);
    expect((await loadBacktestConfig(base)).settings.forecastCap).toBe(10);
  });

  it("may not go round in circles, be missing, or be named by anything but text", async () => {
    const first = write("first.yaml", "base_config: second.yaml\n");
    write("second.yaml", "base_config: ./first.yaml\n");
    const lost = write("lost.yaml", "base_config: nowhere.yaml\n");
    const odd = write("odd.yaml", "base_config: [a.yaml]\n");
    await expect(loadBacktestConfig(first)).rejects.toMatchObject({ code: "CONFIG_VALUE" });
    await expect(loadBacktestConfig(lost)).rejects.toMatchObject({ code: "CONFIG_FILE" });
    await expect(loadBacktestConfig(odd)).rejects.toThrow(
      `${odd}:1:14: base_config must be the path of a file`,
    );
    await expect(loadBacktestConfig([])).rejects.toMatchObject({ code: "BACKTEST_CONFIG" });
  });
});

describe("the desk's configuration", () => {
  it("lies under the file, block by block; values given lie over it", async () => {
    const privateFile = write(
      "private.yaml",
      "base_currency: EUR\nbuffer_size: 0.2\nemail_pwd: hunter2\nvolatility_calculation: { days: 50, min_periods: 20 }\n",
    );
    const config = await loadConfig({ privateFile });
    const file = write("trend.yaml", `${RULE}buffer_size: 0.15\nvolatility_calculation: { days: 25 }\n`);
    const values = { notional_trading_capital: 123_456.5, base_currency: "CHF" };
    const loaded = await loadBacktestConfig(file, { config, values });
    expect(loaded.settings).toMatchObject({
      baseCurrency: "CHF",
      notionalCapital: 123_456.5,
      bufferSize: 0.15,
      volatility: { days: 25, minPeriods: 20, slowYears: 10 },
    });
    expect(loaded.explain("base_currency").sources.map(({ source, value }) => [source, value])).toEqual([
      ["given values", "CHF"],
      [privateFile, "EUR"],
      ["built-in defaults", "USD"],
    ]);
    expect(loaded.explain("volatility_calculation.days").value).toBe(25);
    expect(loaded.explain("email_pwd")).toEqual({ key: "email_pwd", value: undefined, sources: [] });
    expect(inspect(loaded, { depth: 20 })).not.toContain("hunter2");
  });

  it("never sets the risk target: that is the file's, or the default", async () => {
    const privateFile = write("private.yaml", "percentage_vol_target: 40\nbuffer_size: 0.2\n");
    const file = write("trend.yaml", RULE);
    const target = async (name: string, config: Awaited<ReturnType<typeof loadConfig>>) =>
      (await loadBacktestConfig(name, { config })).settings.percentageVolatilityTarget;
    const config = await loadConfig({ privateFile });
    expect(config.get("percentage_vol_target")).toBe(40);
    expect(await target(file, config)).toBe(16);
    expect(await target(file, configOf({ percentage_vol_target: 40 }))).toBe(16);
    expect(
      await target(file, await loadConfig({ privateFile, defaults: { percentage_vol_target: 12 } })),
    ).toBe(12);
    expect(await target(write("own.yaml", `${RULE}percentage_vol_target: 25\n`), config)).toBe(25);
  });

  it("is named where one of its values is refused", async () => {
    const privateFile = write("private.yaml", "\nforecast_cap: none\n");
    const config = await loadConfig({ privateFile });
    await expect(loadBacktestConfig(write("trend.yaml", RULE), { config })).rejects.toThrow(
      `[contango] [backtest] ${privateFile}:2:15: forecast_cap must be a number above 0, but is "none"`,
    );
  });
});

describe("errors in a file", () => {
  it.each([
    [`${RULE}forecast_cap: -1\n`, 2, 15, "forecast_cap", "must be a number above 0, but is -1"],
    [`${RULE}forecast_cpa: 20\n`, 2, 1, "forecast_cpa", 'did you mean "forecast_cap"?'],
    [`${RULE}forecast_weights:\n  trend: 1\n  trnd: 1\n`, 4, 3, "forecast_weights.trnd", "names no rule"],
    [`${RULE}instruments:\n  - CORN\n  - 5\n`, 4, 5, "instruments.1", "must be the code of an instrument"],
    ["trading_rules:\n  x:\n    function: my.rule\n", 3, 15, "trading_rules.x.function", "{ rules: {"],
    [
      "trading_rules:\n  x:\n    function: ewmac\n    other_args: { Lfast: a, Lslow: 9 }\n",
      4,
      26,
      "trading_rules.x.other_args.Lfast",
      'has fast "a"',
    ],
    [
      "trading_rules:\n  x:\n    function: ewmac\n",
      3,
      5,
      "trading_rules.x.other_args",
      "needs the argument fast",
    ],
    ["forecast_cap: 20\n", 1, 1, "trading_rules", "holds no rule; give one"],
    [
      `${RULE}risk_overlay: { max_risk_leverage: 1 }\n`,
      2,
      15,
      "risk_overlay.max_risk_fraction_normal_risk",
      "is not set",
    ],
    [`${RULE}forecast_cap: .nan\n`, 2, 15, "forecast_cap", "but is NaN"],
  ])("%# %j say line, column and key", async (text, line, column, key, part) => {
    const file = write("bad.yaml", text);
    const error: unknown = await loadBacktestConfig(file).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: "BACKTEST_CONFIG", details: { file, line, column, key } });
    expect(String(error)).toContain(`${file}:${line}:${column}: ${key} `);
    expect(String(error)).toContain(part);
  });
});

describe("rules of the user's", () => {
  it("are found by name, and the configuration that is kept names them", async () => {
    const file = write(
      "mine.yaml",
      "trading_rules: { a: { function: private.rules.mine, other_args: { api_token: tok-1, low_pass: 5 } } }\n",
    );
    const rules = { "private.rules.mine": mine };
    const { settings, config } = await loadBacktestConfig(file, { rules });
    expect(settings.rules.get("a")).toMatchObject({ rule: mine, args: { api_token: "tok-1", low_pass: 5 } });
    expect(config.trading_rules).toEqual({
      a: { function: "private.rules.mine", other_args: { api_token: "(secret)", low_pass: 5 } },
    });
  });
});

describe("the effective configuration", () => {
  it("of plain values has functions by name, and gives the same settings again", () => {
    const rules = { registered: mine };
    const given = {
      trading_rules: {
        a: mine,
        b: { function: BUILT_IN_RULES.carry!.rule, data: null },
        c: { function: "longBias" },
      },
      forecast_cap: 12,
      email_pwd: "hunter2",
    };
    const effective = effectiveBacktestConfig(given, { rules });
    expect(effective).toEqual({
      ...DEFAULT_BACKTEST_CONFIG,
      forecast_cap: 12,
      trading_rules: { a: "registered", b: { function: "carry" }, c: { function: "longBias" } },
    });
    expect(JSON.parse(JSON.stringify(effective))).toEqual(effective);
    expect(backtestSettings(effective, { rules })).toEqual(backtestSettings(given, { rules }));
    expect(effectiveBacktestConfig({ trading_rules: { a: mine } }).trading_rules).toEqual({ a: "mine" });
  });
});

describe("the lists of settings", () => {
  it("agree: what a desk allows, a backtest reads or tolerates", () => {
    const desk = configLayer(Object.fromEntries(BACKTEST_SETTINGS.map((name) => [name, 1])), "x");
    const known = new Set<string>([...BACKTEST_SETTING_NAMES, ...TOLERATED_SETTINGS]);
    for (const name of [...desk.entries.keys(), ...Object.keys(DEFAULT_CONFIG)])
      expect(known).toContain(name);
    for (const name of known) {
      const accepted = configLayer({ [name]: null }, "x");
      expect(accepted.entries.has(name)).toBe(true);
    }
    expect(known.size).toBe(BACKTEST_SETTING_NAMES.length + TOLERATED_SETTINGS.length);
  });
});
