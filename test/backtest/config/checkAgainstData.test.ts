import { describe, expect, it } from "vitest";
import { checkAgainstData } from "../../../src/backtest/config/checkAgainstData.js";
import type { BacktestData, InstrumentData } from "../../../src/backtest/data.js";
import type { TradingRule } from "../../../src/backtest/rules/rule.js";
import { isContangoError } from "../../../src/errors/contangoError.js";
import { instrument } from "../../../src/instruments/instrument.js";
import { frame, series } from "../../../src/series/construct.js";
import { GOOD, settingsOf } from "./support.js";

const prices = series(["2000-01-03", "2000-01-04"], [100, 101]);
const carry = frame(["2000-01-03"], {
  PRICE: [100],
  CARRY: [99],
  PRICE_CONTRACT: ["20000300"],
  CARRY_CONTRACT: ["20000600"],
});

function held(code: string, over: Partial<InstrumentData> = {}, currency = "USD"): [string, InstrumentData] {
  return [
    code,
    {
      instrument: instrument({ code, pointSize: 50, currency, assetClass: "Ags" }),
      adjustedPrice: prices,
      multiplePrices: carry,
      rollsPerYear: 1,
      ...over,
    },
  ];
}

const { multiplePrices: _, ...withoutCarry } = held("US10")[1];
const data = (...instruments: [string, InstrumentData][]): BacktestData => ({
  instruments: new Map(instruments),
  fxPrices: new Map([["EURUSD", prices]]),
});
const both = data(held("CORN"), held("US10"));
const check = (over: object, what: BacktestData = both) =>
  checkAgainstData(settingsOf({ ...GOOD, ...over }), what);

function problem(over: object, what: BacktestData = both) {
  try {
    check(over, what);
  } catch (error) {
    if (isContangoError(error)) return error;
    throw error;
  }
  return expect.fail("nothing was refused");
}

describe("settings that fit the data", () => {
  it("give the instruments, and those that should not be traded", () => {
    expect(check({})).toEqual({ instruments: ["CORN", "US10"], notTraded: [] });
    const bad = { exclude_instrument_lists: { bad_markets: ["US10", "V2X"] } };
    expect(check(bad)).toEqual({ instruments: ["CORN", "US10"], notTraded: ["US10"] });
    const zero = { ...bad, allocate_zero_instrument_weights_to_these_instruments: ["US10"] };
    expect(check(zero).notTraded).toEqual([]);
    expect(check({ instrument_weights: null }, data(held("MXP"))).instruments).toEqual(["MXP"]);
  });

  it("need FX prices only of currencies that there are", () => {
    expect(check({}, data(held("CORN"), held("US10", {}, "EUR"))).instruments).toEqual(["CORN", "US10"]);
    expect(check({ base_currency: "EUR" }).instruments).toHaveLength(2);
  });

  it("need carry only of instruments with rules that read it", () => {
    const what = data(held("CORN"), ["US10", withoutCarry]);
    expect(
      check({ forecast_weights: { CORN: { carry: 1 }, US10: { trend: 1 } } }, what).instruments,
    ).toHaveLength(2);
    const own: TradingRule = ({ dailyPrice }) => dailyPrice;
    const rules = { trading_rules: { own }, forecast_weights: null };
    expect(check(rules, what).instruments).toHaveLength(2);
  });

  it("may read series that the data brings", () => {
    const own: TradingRule = ({ dailyPrice }) => dailyPrice;
    const trading_rules = { own: { function: own, data: { positions: "cot" } } };
    const what = data(held("CORN", { series: { cot: prices } }));
    const over = { trading_rules, forecast_weights: null, instrument_weights: { CORN: 1 } };
    expect(check(over, what).instruments).toEqual(["CORN"]);
  });
});

describe("settings that do not fit the data", () => {
  const own: TradingRule = ({ dailyPrice }) => dailyPrice;
  const reading = (name: string) => ({
    trading_rules: { own: { function: own, data: { y: name } } },
    forecast_weights: null,
  });
  const nothing = series(["2000-01-03"], [null]);

  it.each<readonly [over: object, what: BacktestData, code: string, key: string, part: string]>([
    [
      {},
      data(held("CORN")),
      "BACKTEST_CONFIG",
      "instrument_weights.US10",
      "has no data; load it, or take it out",
    ],
    [
      {},
      data(held("CORN"), held("US10Y")),
      "BACKTEST_CONFIG",
      "instrument_weights.US10",
      'did you mean "US10Y"?',
    ],
    [
      { instrument_weights: null, instruments: ["CRON"] },
      both,
      "BACKTEST_CONFIG",
      "instruments.CRON",
      'has no data (did you mean "CORN"?)',
    ],
    [
      { exclude_instrument_lists: { ignore_instruments: ["CORN", "US10"] } },
      both,
      "BACKTEST_CONFIG",
      "instrument_weights",
      "leaves no instrument to trade",
    ],
    [{ instrument_weights: null }, data(), "BACKTEST_CONFIG", "instruments", "leaves no instrument to trade"],
    [
      { forecast_div_multiplier: { CORN: 1.2 } },
      both,
      "BACKTEST_CONFIG",
      "forecast_div_multiplier.US10",
      "add it",
    ],
    [
      { forecast_weights: { CORN: { trend: 1 } } },
      both,
      "BACKTEST_CONFIG",
      "forecast_weights.US10",
      "add it",
    ],
    [
      { forecast_mapping: { CRON: { threshold: 10, a_param: 1.5, b_param: 3 } } },
      both,
      "BACKTEST_CONFIG",
      "forecast_mapping.CRON",
      'is of no instrument in the data (did you mean "CORN"?)',
    ],
    [
      {},
      data(held("CORN"), held("US10", { adjustedPrice: nothing })),
      "BACKTEST_DATA",
      "instrument_weights.US10",
      "no adjusted prices;",
    ],
    [
      { start_date: "2000-01-05" },
      both,
      "BACKTEST_DATA",
      "start_date",
      "CORN has no adjusted prices since then",
    ],
    [
      {},
      data(held("CORN", {}, "GBP"), held("US10")),
      "BACKTEST_DATA",
      "base_currency",
      "no FX prices GBPUSD, and CORN is in GBP",
    ],
    [{ base_currency: "GBP" }, both, "BACKTEST_DATA", "base_currency", "the backtest in GBP; load them"],
    [
      {},
      data(held("CORN"), ["US10", withoutCarry]),
      "BACKTEST_DATA",
      "trading_rules.carry.data",
      "US10 has no multiple prices",
    ],
    [
      reading("cot"),
      both,
      "BACKTEST_DATA",
      "trading_rules.own.data",
      "reads cot, and there is no such series of CORN",
    ],
    [reading("dailyPrices"), both, "BACKTEST_DATA", "trading_rules.own.data", 'did you mean "dailyPrice"?'],
    [reading("constructor"), both, "BACKTEST_DATA", "trading_rules.own.data", "reads constructor"],
  ])("%# are refused: %o", (over, what, code, key, part) => {
    const error = problem(over, what);
    expect([error.code, error.details.key]).toEqual([code, key]);
    expect(error.message).toContain(part);
  });

  it.each([
    ["FX of zero", { EURUSD: [1.1, 0] }, "the FX price EURUSD of 2000-01-04 00:00:00 is 0; correct it"],
    ["FX below zero", { EURUSD: [-1.1, 1.1] }, "the FX price EURUSD of 2000-01-03 00:00:00 is -1.1"],
    [
      "FX from after the last price",
      { EURUSD: [Number.NaN, Number.NaN, 1.1] },
      "begin on 2000-01-05 00:00:00, after the last price of US10",
    ],
    [
      "infinite FX",
      { EURUSD: [1.1, Number.POSITIVE_INFINITY] },
      "the FX prices EURUSD are infinite on 2000-01-04",
    ],
  ])("are refused with %s", (_, { EURUSD }, message) => {
    const fx = series(["2000-01-03", "2000-01-04", "2000-01-05"].slice(0, EURUSD.length), EURUSD);
    const what = { ...data(held("CORN"), held("US10", {}, "EUR")), fxPrices: new Map([["EURUSD", fx]]) };
    expect(problem({}, what)).toMatchObject({
      code: "BACKTEST_DATA",
      message: expect.stringContaining(message),
    });
  });

  it.each([
    [
      "infinite prices",
      series(["2000-01-03"], [Number.NEGATIVE_INFINITY]),
      "CORN are infinite on 2000-01-03",
    ],
    ["prices that are a list", [1, 2, 3] as never, "the adjusted prices of CORN are not a Series"],
    ["no prices at all", undefined as never, "the adjusted prices of CORN are not a Series"],
  ])("are refused with %s", (_, adjustedPrice, message) => {
    const what = data(held("CORN", { adjustedPrice }), held("US10"));
    expect(problem({}, what)).toMatchObject({
      code: "BACKTEST_DATA",
      message: expect.stringContaining(message),
    });
  });

  it("are refused with multiple prices that have no price of the current contract", () => {
    const empty = frame(["2000-01-03"], { PRICE: [Number.NaN], CARRY: [99] });
    const what = data(held("CORN", { multiplePrices: empty }), held("US10"));
    expect(problem({}, what)).toMatchObject({
      code: "BACKTEST_DATA",
      message: expect.stringContaining("the multiple prices of CORN have no PRICE"),
    });
  });

  it("are not looked at by instrument where the multiplier is estimated", () => {
    const over = { forecast_div_multiplier: { CORN: 1.2 }, use_forecast_div_mult_estimates: true };
    expect(check(over).instruments).toHaveLength(2);
  });
});
