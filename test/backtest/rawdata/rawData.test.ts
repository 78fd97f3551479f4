import { describe, expect, it } from "vitest";
import { createCache } from "../../../src/backtest/cache.js";
import { createRawData } from "../../../src/backtest/rawdata/createRawData.js";
import { RAW_DATA, type RawDataName } from "../../../src/backtest/rawdata/names.js";
import { volatility } from "../../../src/backtest/rawdata/volatility.js";
import { diff } from "../../../src/series/change.js";
import { asOf } from "../../../src/series/reindex.js";
import { Series } from "../../../src/series/series.js";
import { between } from "../../../src/series/slice.js";
import { HOUR } from "../../../src/time/civil.js";
import { toTime } from "../../../src/time/text.js";
import { relativeDifference } from "../../support/golden.js";
import { closes, dataOf, market, multiplePrices, rawData, SETTINGS, walk } from "./fixtures.js";

const ROWS = 120;
const NAMES = Object.keys(RAW_DATA) as RawDataName[];
const corn = closes(walk(ROWS, 1, 400));
const wheat = closes(walk(ROWS - 20, 2, 500), 20);
const soy = closes(walk(ROWS + 5, 3, 900));
const bond = closes(walk(ROWS, 4, 110));
const data = dataOf(
  market("CORN", corn, { multiplePrices: multiplePrices(corn) }),
  market("WHEAT", wheat, { multiplePrices: multiplePrices(wheat, -0.25) }),
  market("SOYBEAN", soy, { multiplePrices: multiplePrices(soy, 1) }),
  market("US10", bond, { assetClass: "Bond" }),
);
const refusal = (code: string, ...texts: readonly string[]): unknown =>
  expect.objectContaining({
    code,
    message: expect.stringMatching(
      new RegExp(texts.map((text) => text.replace(/[()]/g, "\\$&")).join(".*"), "s"),
    ),
  });

describe("raw data", () => {
  it("are computed when they are asked for, once, under their name", () => {
    const cache = createCache();
    const raw = createRawData({ data, cache, settings: SETTINGS, instruments: ["CORN"] });
    expect(cache.size).toBe(0);
    const first = raw.volatility("CORN");
    expect(raw.volatility("CORN")).toBe(first);
    expect(raw.input("CORN", "volatility")).toBe(first);
    expect(raw.inputs("CORN").volatility).toBe(first);
    const kept: string[] = [];
    cache.drop("CORN", (name) => kept.push(name) > 0);
    expect(kept.sort()).toEqual(["adjustedPrice", "dailyPrice", "dailyReturns", "volatility"]);
    const smoothed = raw.smoothedCarry("CORN");
    expect(raw.input("CORN", "smoothedCarry", { smoothDays: 90 })).toBe(smoothed);
    expect(raw.input("CORN", "smoothedCarry", { smoothDays: null })).toBe(smoothed);
    expect(raw.input("CORN", "smoothedCarry", { smoothDays: 30 })).not.toBe(smoothed);
  });

  it("of one instrument share their time column", () => {
    const raw = rawData(data);
    const { time } = raw.dailyPrice("CORN");
    const others = NAMES.filter(
      (name) => !["adjustedPrice", "hourlyPrice", "hourlyReturns", "annualisedRoll"].includes(name),
    );
    for (const name of others) expect(raw.input("CORN", name).time, name).toBe(time);
  });

  it("share the time column of the carry where it outlasts the price", () => {
    const longer = dataOf(market("CORN", corn.rows(0, -3), { multiplePrices: multiplePrices(corn) }));
    const raw = rawData(longer);
    const { time } = raw.denominatorPrice("CORN");
    expect(time.length).toBe(ROWS);
    expect(raw.dailyPrice("CORN").length).toBe(ROWS - 3);
    for (const name of ["dailyAnnualisedRoll", "rawCarry", "smoothedCarry"] as const) {
      expect(raw[name]("CORN").time, name).toBe(time);
    }
  });

  it("start at the start date, prices and carry alike", () => {
    const startDate = toTime("1990-03-01");
    const raw = rawData(data, { startDate });
    expect(raw.dailyPrice("CORN").timeAt(0)).toBe(startDate);
    expect(raw.denominatorPrice("CORN").timeAt(0)).toBe(startDate);
    expect(raw.annualisedRoll("CORN").timeAt(0)).toBe(startDate + 23 * HOUR);
    expect(raw.input("CORN", "adjustedPrice").values).toEqual(between(corn, "1990-03-01").values);
  });

  it("without multiple prices take the adjusted price as denominator, and have no carry", () => {
    const raw = rawData(data);
    expect(raw.denominatorPrice("US10").values).toBe(raw.dailyPrice("US10").values);
    expect(() => raw.rawCarry("US10")).toThrow(
      refusal("PRICES_EMPTY", "US10 has no multiple prices", "no carry", "load them"),
    );
    const late = dataOf(market("CORN", corn, { multiplePrices: multiplePrices(corn).rows(0, 3) }));
    const cut = rawData(late, { startDate: toTime("1990-02-01") });
    expect(cut.denominatorPrice("CORN").values).toBe(cut.dailyPrice("CORN").values);
  });

  it("take volatility of hourly returns where the settings say so", () => {
    const hourly = { returnsForVolatility: "hourly_returns" } as const;
    const stamps = corn.time.map((time) => time - 7 * HOUR);
    const raw = rawData(dataOf(market("CORN", new Series(stamps, corn.values))), hourly);
    const hours = volatility(raw.hourlyReturns("CORN"), SETTINGS.volatility);
    expect(raw.volatility("CORN").time).toBe(raw.dailyPrice("CORN").time);
    const closesOfDays = raw.dailyPrice("CORN").time.map((time) => time + 23 * HOUR);
    expect(raw.volatility("CORN").values).toEqual(asOf(hours, closesOfDays).values);
    expect(() => rawData(data, hourly).volatility("CORN")).toThrow(
      refusal("PRICES_EMPTY", "CORN has no hourly prices", "name_returns_attr_in_rawdata to daily_returns"),
    );
    expect(raw.hourlyReturns("CORN").values).toEqual(diff(raw.hourlyPrice("CORN")).values);
    expect(raw.hourlyPrice("CORN").values.some(Number.isNaN)).toBe(false);
  });

  it("by name include the instrument's own series, whose names are not those of the built-in ones", () => {
    const sentiment = closes([1, 2]);
    const raw = rawData(dataOf(market("CORN", corn, { series: { sentiment } })));
    expect(raw.input("CORN", "sentiment")).toBe(sentiment);
    const taken = dataOf(market("CORN", corn, { series: { sentiment, dailyPrice: sentiment } }));
    expect(() => rawData(taken)).toThrow(
      refusal("BACKTEST_DATA", "CORN has a series of its own named dailyPrice", "give it another name"),
    );
    expect(raw.inputs("CORN").sentiment).toBe(sentiment);
    expect(() => raw.input("CORN", "sentiment", { days: 3 })).toThrow(
      refusal("RULE_ARGUMENT", `"sentiment" of CORN takes no arguments`),
    );
  });

  it.each(["weather", "toString", "__proto__"])(
    "refuse the unknown series %s, and list what there is",
    (name) => {
      expect(() => rawData(data).input("CORN", name)).toThrow(
        refusal("RULE_ARGUMENT", `CORN has no series "${name}"`, "dailyPrice, hourlyPrice", "demeanedFactor"),
      );
    },
  );

  it.each([
    ["volatility", { days: 20 }, `volatility takes no argument "days"; its arguments: none`],
    ["smoothedCarry", { days: 20 }, `takes no argument "days"; its arguments: smoothDays`],
    ["smoothedCarry", { smoothDays: 0 }, "has smoothDays 0; give a number of at least 1"],
    ["smoothedCarry", { smoothDays: "90" }, `has smoothDays "90"; give a number`],
    ["factor", { factor: "width" }, `has factor "width"; give one of skew, negativeSkew`],
    ["demeanedFactor", { demean: true }, "has demean true; give one of assetClass, allInstruments"],
  ])("refuse wrong arguments of %s: %j", (name, args, message) => {
    expect(() => rawData(data).input("CORN", name, args)).toThrow(refusal("RULE_ARGUMENT", message));
  });

  it("refuse an instrument without data, or without a price", () => {
    const none = closes([Number.NaN, Number.NaN]);
    const raw = rawData(dataOf(market("CORN", corn), market("EMPTY", closes([])), market("NONE", none)));
    expect(() => raw.dailyPrice("RICE")).toThrow(
      refusal("INSTRUMENT_MISSING", "no data of RICE", "CORN, EMPTY, NONE"),
    );
    for (const code of ["EMPTY", "NONE"]) {
      expect(() => raw.volatility(code)).toThrow(
        refusal("PRICES_EMPTY", `${code} has no adjusted prices; load them`, "take it off the list"),
      );
    }
    const late = rawData(data, { startDate: toTime("2030-01-01") });
    expect(() => late.dailyPrice("CORN")).toThrow(
      refusal("PRICES_EMPTY", "CORN has no adjusted prices from 2030-01-01 on", "start earlier"),
    );
  });

  it("of the asset class leave out members without prices or carry", () => {
    const more = dataOf(
      ...data.instruments.values(),
      market("EMPTY", closes([])),
      market("NOCARRY", closes(walk(ROWS, 8))),
    );
    const some = rawData(more);
    const all = rawData(data);
    expect(some.assetClassCarry("CORN").values).toEqual(all.assetClassCarry("CORN").values);
    expect(some.assetClassNormalisedPrice("CORN").values).not.toEqual(
      all.assetClassNormalisedPrice("CORN").values,
    );
    expect(() => some.input("CORN", "demeanedFactor", { demean: "assetClass" })).not.toThrow();
  });
});

describe("inputs of a rule", () => {
  it("stand under other names where they are rebound", () => {
    const raw = rawData(data);
    const inputs = raw.inputs("CORN", {
      dailyPrice: { name: "normalisedPrice" },
      condition: { name: "demeanedFactor", args: { factor: "kurtosis", demean: "ownHistory" } },
    });
    expect(inputs.dailyPrice).toBe(raw.normalisedPrice("CORN"));
    expect(inputs.condition).toBe(
      raw.input("CORN", "demeanedFactor", { factor: "kurtosis", lookbackDays: 365, demean: "ownHistory" }),
    );
    expect(inputs.volatility).toBe(raw.volatility("CORN"));
    expect(Object.keys(inputs)).toEqual([...NAMES, "condition"]);
  });

  it("refuse a name that there is not, where it is read", () => {
    const inputs = rawData(data).inputs("CORN");
    expect(() => inputs.dailyprice).toThrow(refusal("RULE_ARGUMENT", `CORN has no series "dailyprice"`));
    const wrong = rawData(data).inputs("CORN", { dailyPrice: { name: "prices" } });
    expect(() => wrong.dailyPrice).toThrow(refusal("RULE_ARGUMENT", `no series "prices"`));
  });

  it("can be awaited and have the methods of objects", async () => {
    const inputs = rawData(data).inputs("CORN");
    expect(await inputs).toBe(inputs);
    expect(String(inputs)).toBe("[object Object]");
  });
});

describe("no series of raw data looks ahead", () => {
  // Stamped in the afternoon, as closes do not count to hourly prices.
  const afternoon = (price: Series): Series =>
    new Series(
      price.time.map((time) => time - 8 * HOUR),
      price.values,
    );
  const whole = dataOf(
    ...[...data.instruments.values()].map((one) => {
      const adjustedPrice = afternoon(one.adjustedPrice);
      return {
        ...one,
        adjustedPrice,
        ...(one.multiplePrices && { multiplePrices: multiplePrices(adjustedPrice) }),
      };
    }),
  );
  const early = toTime("1990-04-16 12:00:00");
  const cut = dataOf(
    ...[...whole.instruments.values()].map((one) => ({
      ...one,
      adjustedPrice: between(one.adjustedPrice, undefined, early),
      ...(one.multiplePrices && { multiplePrices: between(one.multiplePrices, undefined, early) }),
    })),
  );
  const demeaned = RAW_DATA.demeanedFactor.args.demean.map(
    (demean) => ["demeanedFactor", { demean }] as const,
  );

  it.each([...NAMES.map((name) => [name, {}] as const), ...demeaned])("%s %j", (name, args) => {
    for (const code of ["CORN", "WHEAT"]) {
      const before = rawData(cut).input(code, name, args);
      const after = between(rawData(whole).input(code, name, args), undefined, before.timeAt(-1));
      expect(before.length).toBeGreaterThan(30);
      expect(before.time).toEqual(after.time);
      expect(relativeDifference(before.values, after.values)).toBe(0);
    }
  });
});
