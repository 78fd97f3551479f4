import { describe, expect, it } from "vitest";
import type { GroupAccount } from "../../../src/backtest/accounts/account.js";
import { accountCurve } from "../../../src/backtest/accounts/accountCurve.js";
import type { BacktestConfig } from "../../../src/backtest/config/backtestConfig.js";
import type { BacktestData, InstrumentData } from "../../../src/backtest/data.js";
import type { RuleInputs } from "../../../src/backtest/rules/rule.js";
import { type ClassicSystem, classicSystem } from "../../../src/backtest/system/classicSystem.js";
import { runBacktest } from "../../../src/backtest/system/runBacktest.js";
import { diff } from "../../../src/series/change.js";
import { lastValue, max, min } from "../../../src/series/reduce.js";
import { resampleBusinessDays } from "../../../src/series/resample.js";
import { valueAsOf } from "../../../src/series/search.js";
import { Series } from "../../../src/series/series.js";
import {
  backtestDataOf,
  type InstrumentDataOptions,
  instrumentData,
} from "../../../src/testing/backtestInstruments.js";
import { fxRate, rangingPrice, trendingPrice } from "../../../src/testing/backtestPrices.js";
import { DAY, HOUR } from "../../../src/time/civil.js";
import { toTime } from "../../../src/time/text.js";
import { relativeDifference } from "../../support/golden.js";

const RULES = {
  fast: { function: "ewmac", other_args: { fast: 4, slow: 16 }, forecast_scalar: 6 },
  slow: { function: "ewmac", other_args: { fast: 16, slow: 64 }, forecast_scalar: 3 },
} as const;
const CARRY = { carry: { function: "carry", forecast_scalar: 10 } } as const;
const CONFIG = {
  trading_rules: { ...RULES, ...CARRY },
  forecast_div_multiplier: 1.2,
  instrument_div_multiplier: 1.4,
  notional_trading_capital: 1_000_000,
  percentage_vol_target: 20,
} as const satisfies BacktestConfig;

const market = (code: string, options: InstrumentDataOptions = {}): InstrumentData =>
  instrumentData({
    code,
    pointSize: 10,
    spreadCost: 0.02,
    adjustedPrice: rangingPrice({ seed: code, days: 500, noise: 1, period: 90 }),
    ...options,
  });
const AAA = market("AAA", { assetClass: "Metals" });
const BBB = market("BBB", {
  currency: "EUR",
  adjustedPrice: trendingPrice({ seed: "BBB", days: 380, from: "2020-06-15", drift: -0.05, noise: 1 }),
});
const CCC = market("CCC", {
  currency: "GBP",
  adjustedPrice: trendingPrice({ seed: "CCC", days: 499, noise: 0.8, missing: [0, 30, 31, 250] }),
});
const RATES = {
  EURUSD: fxRate({ start: 1.1, from: "2019-12-01", days: 600, noise: 0.005, seed: 7 }),
  GBPUSD: fxRate({ start: 1.3, from: "2019-12-02", days: 600, noise: 0.005, seed: 8 }),
};
const ALL = backtestDataOf([AAA, BBB, CCC], RATES);
const ONE = backtestDataOf(AAA);

const system = (settings: BacktestConfig = {}, data: BacktestData = ALL): ClassicSystem =>
  classicSystem(data, { ...CONFIG, ...settings });

function expectNear(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance = 1e-11): void {
  expect(expected.length).toBeGreaterThan(0);
  expect(relativeDifference([...Array.from(actual)], [...Array.from(expected)])).toBeLessThanOrEqual(
    tolerance,
  );
}

const lastWeights = (frame: { names: readonly string[]; series(name: string): Series }): number[] =>
  frame.names.map((name) => lastValue(frame.series(name)));

/** The smoothed sum of 1s on rows from `start` on. */
function presence(rows: number, start: number, span: number): number[] {
  let sum = 0;
  return Array.from({ length: rows }, (_, row) => {
    sum = sum * (1 - 2 / (span + 1)) + (row >= start ? 1 : 0);
    return sum;
  });
}

const firstKnown = ({ values }: Series): number => values.findIndex((value) => !Number.isNaN(value));

describe("weights", () => {
  it("are equal where none are configured, and build up for what comes later", () => {
    const plain = system();
    expect(plain.instruments).toEqual(["AAA", "BBB", "CCC"]);
    expect(lastWeights(plain.forecastWeights("AAA"))).toEqual([1 / 3, 1 / 3, 1 / 3]);
    const weights = plain.instrumentWeights();
    const starts = plain.instruments.map((code) => {
      const position = plain.subsystemPosition(code);
      return weights.time.indexOf(position.time[firstKnown(position)]!);
    });
    expect(starts[1]).toBeGreaterThan(100);
    const first = Math.min(...starts);
    const sums = starts.map((start) =>
      presence(weights.length, 0, 125).map((before, row) => {
        const whole = presence(weights.length, start, 125)[row]!;
        // Before any market has a position, all count as there.
        const early = start === first ? 0 : presence(weights.length, first, 125)[row]!;
        return start === first ? before : whole + (before - early);
      }),
    );
    for (const [at, code] of plain.instruments.entries()) {
      const wanted = sums[at]!.map((sum, row) => sum / sums.reduce((total, one) => total + one[row]!, 0));
      expectNear(weights.floats(code), wanted, 1e-10);
    }
  });

  it("may be an instrument's own", () => {
    const own = system({
      forecast_weights: { AAA: { slow: 1 }, BBB: { carry: 1, fast: 3 }, CCC: { fast: 0, slow: 2 } },
    });
    expect(["AAA", "BBB", "CCC"].map((code) => own.rules(code))).toEqual([
      ["slow"],
      ["carry", "fast"],
      ["fast", "slow"],
    ]);
    expectNear(lastWeights(own.forecastWeights("BBB")), [0.25, 0.75]);
    expect(lastWeights(own.forecastWeights("CCC"))).toEqual([0, 1]);
  });

  it("may come from groups, of rules and of instruments", () => {
    const grouped = system({
      forecast_weights: {
        auto_weight_from_grouping: {
          groups: { trend: { weight: 0.6, fast: 3, slow: 7 }, other: { weight: 0.4, carry: 1 } },
        },
      },
      instrument_weights: {
        auto_weight_from_grouping: {
          parameters: { use_approx_DM: true },
          groups: { near: { weight: 1, AAA: 1, BBB: 1 }, far: { weight: 1, CCC: 1 } },
        },
      },
      instrument_weight_ewma_span: 1,
    });
    expect(grouped.forecastWeights("BBB").names).toEqual(["carry", "fast", "slow"]);
    expectNear(lastWeights(grouped.forecastWeights("BBB")), [0.4, 0.18, 0.42]);
    // Two members at level 2 raise their group by 2^(0.5 / 2).
    const raised = 0.5 * 2 ** 0.25;
    expectNear(
      lastWeights(grouped.instrumentWeights()),
      [raised / 2, raised / 2, 0.5].map((w) => w / (raised + 0.5)),
    );
  });

  it("are 0 for an instrument that is to have none, or that is never held", () => {
    const nothing = ({ dailyPrice }: RuleInputs): Series => dailyPrice;
    const zero = system({
      trading_rules: { ...CONFIG.trading_rules, nothing },
      forecast_weights: {
        AAA: { fast: 1 },
        BBB: { fast: 1 },
        CCC: { nothing: 0 },
      },
      allocate_zero_instrument_weights_to_these_instruments: ["BBB"],
    });
    expect(lastWeights(zero.instrumentWeights())).toEqual([1, 0, 0]);
    expect(max(zero.combinedForecast("CCC"))).toBe(0);
    expect(max(zero.bufferedPosition("BBB"))).toBe(0);
    expect(zero.account("CCC").net.values.every((value) => value === 0)).toBe(true);
  });

  it("keep bad markets, which are named, and leave out ignored ones", () => {
    const listed = system({
      instrument_weights: { AAA: 0.2, BBB: 0.3, CCC: 0.5 },
      exclude_instrument_lists: { bad_markets: ["BBB"], ignore_instruments: ["CCC"] },
    });
    expect([listed.instruments, listed.notTraded]).toEqual([["AAA", "BBB"], ["BBB"]]);
    const last = lastWeights(listed.instrumentWeights());
    expect(last[0]! + last[1]!).toBeCloseTo(1, 12);
  });
});

describe("forecasts", () => {
  it("may be mapped instead of capped", () => {
    const [threshold, a, b] = [6, 1.5, 2.2];
    const mapped = system(
      { forecast_div_multiplier: 3, forecast_mapping: { AAA: { threshold, a_param: a, b_param: b } } },
      ONE,
    );
    const weights = mapped.forecastWeights("AAA");
    const known = mapped.rules("AAA").map((rule) => mapped.forecast("AAA", rule));
    const wanted = weights.time.map((_, row) => {
      const parts = known.map(({ values }, at) => values[row]! * weights.floats(weights.names[at]!)[row]!);
      const sum = 3 * parts.reduce((total, part) => total + (Number.isNaN(part) ? 0 : part), 0);
      if (Math.abs(sum) < threshold) return 0;
      return Math.sign(sum) * (Math.abs(sum) > 20 ? 20 * a : b * (Math.abs(sum) - threshold));
    });
    expect(wanted.some((value) => value === 30) && wanted.some((value) => value === 0)).toBe(true);
    expectNear(mapped.combinedForecast("AAA").values, wanted);
  });

  it("of some rules may shrink where volatility is high", () => {
    const [usual, attenuated] = [system({}, ONE), system({ use_attenuation: ["slow"] }, ONE)];
    const { values } = usual.percentageVolatility("AAA");
    const relative = values.map((value, row) => {
      const seen = values.slice(0, row + 1).filter((one) => !Number.isNaN(one));
      return seen.length < 10 ? Number.NaN : value / (seen.reduce((sum, one) => sum + one, 0) / seen.length);
    });
    let [sum, weight] = [0, 0];
    const multiplier = relative.map((value, row) => {
      const below = relative.slice(0, row).filter((earlier) => earlier < value).length;
      sum = sum * (9 / 11) + 2 - (1.5 * below) / (row + 1);
      weight = weight * (9 / 11) + 1;
      return sum / weight;
    });
    const raw = usual.rawForecast("AAA", "slow").values;
    expectNear(
      attenuated.rawForecast("AAA", "slow").values,
      raw.map((value, row) => value * multiplier[row]!),
    );
    expect(attenuated.rawForecast("AAA", "fast").values).toEqual(usual.rawForecast("AAA", "fast").values);
  });

  it("that cost more than the ceiling have no weight", () => {
    const plain = system({ forecast_cost_estimates: { use_pooled_turnover: false } });
    const cost = (code: string, rule: string): number => {
      const { values } = plain.forecast(code, rule);
      const changes = Array.from(values.subarray(1), (value, row) => Math.abs(value - values[row]!) / 10);
      const known = changes.filter((change) => !Number.isNaN(change));
      const times = (256 * known.reduce((total, change) => total + change, 0)) / known.length;
      return (0.02 / (16 * lastYearOf(plain.volatility(code)))) * (times + 2 * 4);
    };
    const costs = ["carry", "fast", "slow"].map((rule) => cost("AAA", rule));
    expectNear(
      ["carry", "fast", "slow"].map((rule) => plain.forecastCost("AAA", rule)),
      costs,
    );
    const ceiling = (costs[1]! + Math.max(costs[0]!, costs[2]!)) / 2;
    const own = { forecast_cost_estimates: { use_pooled_turnover: false } };
    const cheap = system({ ...own, forecast_post_ceiling_cost_SR: ceiling });
    expect(cheap.forecastWeights("AAA").names).toEqual(["carry", "slow"]);
    expect(lastWeights(cheap.forecastWeights("AAA"))).toEqual([0.5, 0.5]);
    expect(cheap.rules("AAA")).toEqual(["carry", "fast", "slow"]);
    const dear = system({ ...own, forecast_post_ceiling_cost_SR: 1e-9 });
    expect(lastWeights(dear.forecastWeights("AAA"))).toEqual([0, 0, 0]);
    expect([max(dear.combinedForecast("AAA")), min(dear.combinedForecast("AAA"))]).toEqual([0, 0]);
  });

  it("that cost too much leave their weight to their group, or to all", () => {
    const grouped = (first: boolean): BacktestConfig["forecast_weights"] => ({
      auto_weight_from_grouping: {
        parameters: { apply_forecast_post_ceiling_cost_SR_before_weighting: first },
        groups: { trend: { weight: 0.6, fast: 0.3, slow: 0.7 }, other: { weight: 0.4, carry: 1 } },
      },
    });
    const [fast, slow, carry] = ["fast", "slow", "carry"].map((rule) =>
      system({}, ONE).forecastCost("AAA", rule),
    );
    const ceiling = (fast! + Math.max(slow!, carry!)) / 2;
    for (const [first, wanted] of [
      [true, [0.4, 0.6]],
      [false, [0.4 / 0.82, 0.42 / 0.82]],
    ] as const) {
      const settings = { forecast_weights: grouped(first), forecast_post_ceiling_cost_SR: ceiling };
      const cheap = system(settings, ONE).forecastWeights("AAA");
      expect(cheap.names).toEqual(["carry", "slow"]);
      expectNear(lastWeights(cheap), wanted);
    }
  });

  it("turnover is pooled by the length of forecasts, costs where asked to", () => {
    const pooled = system({
      forecast_cost_estimates: { use_pooled_costs: true, use_pooled_turnover: false },
    });
    const rows = pooled.instruments.map((code) => pooled.forecast(code, "fast").length);
    const trading = pooled.instruments.map((code) => {
      const perTrade = 0.02 / (16 * lastYearOf(pooled.volatility(code)));
      return perTrade * pooled.forecastTurnover(code, "fast");
    });
    const total = rows.reduce((sum, row) => sum + row, 0);
    const mean = trading.reduce((sum, cost, at) => sum + cost * rows[at]!, 0) / total;
    for (const code of pooled.instruments) {
      const rolls = (0.02 / (16 * lastYearOf(pooled.volatility(code)))) * 8;
      expectNear([pooled.forecastCost(code, "fast")], [mean + rolls]);
    }
  });
});

function lastYearOf(series: Series): number {
  const from = new Date(series.timeAt(-1));
  from.setUTCFullYear(from.getUTCFullYear() - 1);
  const year = [...series].filter(([time]) => time >= from.getTime());
  return year.reduce((total, [, value]) => total + value, 0) / year.length;
}

describe("data", () => {
  it("before the start date might as well not be there", () => {
    const start = toTime("2020-09-01");
    const since = (series: Series): Series => series.rows(series.time.findIndex((time) => time >= start));
    const cut = (one: InstrumentData): InstrumentData => {
      const prices = one.multiplePrices!;
      const first = prices.time.findIndex((time) => time >= start);
      return { ...one, adjustedPrice: since(one.adjustedPrice), multiplePrices: prices.rows(first) };
    };
    const late = backtestDataOf([AAA, BBB, CCC].map(cut), {
      EURUSD: since(RATES.EURUSD),
      GBPUSD: since(RATES.GBPUSD),
    });
    const [dated, short] = [system({ start_date: "2020-09-01 15:00" }), system({}, late)];
    expect(dated.dailyPrice("AAA").timeAt(0)).toBe(start);
    for (const code of dated.instruments) {
      expect(dated.notionalPosition(code).values).toEqual(short.notionalPosition(code).values);
      expect(dated.account(code).net.values).toEqual(short.account(code).net.values);
    }
  });

  it("is valued in the base currency at the rates of the day before", () => {
    const [dollars, pounds] = [system(), system({ base_currency: "GBP" })];
    for (const code of dollars.instruments) {
      const average = pounds.averagePosition(code);
      const wanted = average.time.map((time, row) => {
        const gbp = valueAsOf(RATES.GBPUSD, time);
        return dollars.averagePosition(code).values[row]! * gbp;
      });
      expectNear(average.values, wanted);
    }
    expect(lastValue(pounds.fxRate("CCC"))).toBe(1);
    const euro = pounds.fxRate("BBB");
    const monday = toTime("2021-03-08");
    const [eur, gbp] = [valueAsOf(RATES.EURUSD, monday), valueAsOf(RATES.GBPUSD, monday)];
    expect(RATES.EURUSD.values[RATES.EURUSD.time.indexOf(monday - 3 * DAY + 23 * HOUR)]).toBe(eur);
    expectNear([valueAsOf(euro, monday)], [eur / gbp]);
  });

  it("by the hour gives a volatility a day, that of the day's last hour", () => {
    const hours = hourlyPrice();
    const data = backtestDataOf(market("AAA", { adjustedPrice: hours }));
    const settings = {
      name_returns_attr_in_rawdata: "hourly_returns",
      multiplier_to_get_daily_vol: 3,
    } as const;
    const hourly = system(
      { volatility_calculation: { ...settings, func: "simple_vol_calc", days: 20 } },
      data,
    );
    const volatility = hourly.volatility("AAA");
    expect(volatility.time).toEqual(hourly.dailyPrice("AAA").time);
    const last = diff(hours).values.slice(-20);
    const mean = last.reduce((sum, one) => sum + one, 0) / 20;
    const variance = last.reduce((sum, one) => sum + (one - mean) ** 2, 0) / 19;
    expectNear([lastValue(volatility)], [3 * Math.sqrt(variance)], 1e-9);
    expect(Number.isNaN(lastValue(hourly.notionalPosition("AAA")))).toBe(false);
    expect(hourly.notionalPosition("AAA").time).toEqual(hourly.dailyPrice("AAA").time);
    const daily = system({ volatility_calculation: settings }, ONE);
    expect(() => daily.notionalPosition("AAA")).toThrow(expect.objectContaining({ code: "PRICES_EMPTY" }));
  });

  it("without carry runs rules of prices, and no other", () => {
    const { multiplePrices: _, ...spot } = AAA;
    const data = backtestDataOf([spot, BBB], RATES);
    expect(() => system({}, data)).toThrow(
      expect.objectContaining({
        code: "BACKTEST_DATA",
        message: expect.stringContaining("AAA has no multiple"),
      }),
    );
    const weights = { AAA: { fast: 1 }, BBB: { carry: 1, fast: 1 } };
    const some = system({ forecast_weights: weights }, data);
    expect(some.rules("AAA")).toEqual(["fast"]);
    const price = some.dailyPrice("AAA").values;
    const deviation = some.volatility("AAA").values;
    expectNear(
      some.percentageVolatility("AAA").values,
      price.map((value, row) => (100 * deviation[row]!) / value),
    );
    expect(Number.isNaN(lastValue(some.notionalPosition("AAA")))).toBe(false);
  });

  it("may have series of its own, whose forecasts have to be by business day", () => {
    const mood = AAA.adjustedPrice.named("mood");
    const data = backtestDataOf({ ...AAA, series: { mood } });
    const rule = (inputs: RuleInputs): Series => diff(resampleBusinessDays(inputs.mood!, "last"));
    const read = { function: rule, data: { mood: "mood" }, forecast_scalar: 1 };
    const own = system({ trading_rules: { read } }, data);
    expect(own.rawForecast("AAA", "read").values).toEqual(own.input("AAA", "dailyReturns").values);
    const late = system({ trading_rules: { late: (inputs: RuleInputs) => diff(inputs.mood!) } }, data);
    expect(() => late.notionalPosition("AAA")).toThrow(
      expect.objectContaining({
        code: "RULE_OUTPUT",
        message: expect.stringContaining("rule late gave a forecast of AAA for 2020-01-01 23:00"),
      }),
    );
    const taken = backtestDataOf({ ...AAA, series: { volatility: mood } });
    expect(() => system({}, taken)).toThrow(expect.objectContaining({ code: "BACKTEST_DATA" }));
  });

  it.each([1, 2, 9])("of %i days gives no positions, and costs nothing", (days) => {
    const data = backtestDataOf(market("AAA", { adjustedPrice: trendingPrice({ days }) }));
    const short = system({}, data);
    expect(short.notionalPosition("AAA").values.every(Number.isNaN)).toBe(true);
    expect(short.bufferedPosition("AAA").values.every((held) => held === 0)).toBe(true);
    expect(accountCurve(short.portfolio()).values.every((value) => value === 0)).toBe(true);
    expect(short.explain("AAA").toString()).toContain("AAA on 2020-01");
  });

  it("with prices at and below zero gives finite positions", () => {
    const through = trendingPrice({ days: 400, start: 20, drift: -0.1, noise: 0.3, seed: 4 });
    const zero = new Series(
      through.time,
      through.values.map((value, row) => (row === 200 ? 0 : value)),
    );
    expect(min(zero)).toBeLessThan(-1);
    const below = system({}, backtestDataOf(market("AAA", { adjustedPrice: zero })));
    const { values } = below.notionalPosition("AAA");
    expect(values.subarray(firstKnown(below.notionalPosition("AAA"))).every(Number.isFinite)).toBe(true);
    expect(accountCurve(below.portfolio()).values.every(Number.isFinite)).toBe(true);
  });
});

/** Seven hours and a close a day. */
function hourlyPrice(): Series {
  const closes = trendingPrice({ days: 120, noise: 1, seed: 5 });
  const at = [...closes].flatMap(([close, value], day) =>
    [9, 10, 11, 12, 13, 14, 15].map((hour): [number, number] => [
      close - 23 * HOUR + hour * HOUR,
      value + Math.sin(hour * (day + 1)),
    ]),
  );
  return new Series(
    Float64Array.from(at, ([time]) => time),
    Float64Array.from(at, ([, value]) => value),
  );
}

describe("positions", () => {
  it("of long-only instruments are never short", () => {
    const [plain, long] = [system(), system({ long_only_instruments: ["AAA"] })];
    expect(min(plain.subsystemPosition("AAA"))).toBeLessThan(0);
    expectNear(
      long.subsystemPosition("AAA").values,
      plain.subsystemPosition("AAA").values.map((held) => Math.max(held, 0)),
      0,
    );
    expect(long.subsystemPosition("BBB").values).toEqual(plain.subsystemPosition("BBB").values);
  });

  it("are what the target, the risk of a contract, weights and multipliers make of forecasts", () => {
    const plain = system();
    for (const code of plain.instruments) {
      const { values, time } = plain.notionalPosition(code);
      const forecast = plain.combinedForecast(code).values;
      const price = plain.input(code, "denominatorPrice");
      const deviation = plain.volatility(code);
      const fx = plain.fxRate(code);
      const weight = plain.instrumentWeights().series(code);
      let perContract = Number.NaN;
      const wanted = time.map((now, row) => {
        const here = price.values[row]!;
        // Percentage volatility times block value: the price cancels, but where it is missing.
        const risk =
          Number.isNaN(here) && Number.isNaN(perContract) ? Number.NaN : deviation.values[row]! * 10;
        perContract = Number.isNaN(risk) ? perContract : risk;
        const average = (1_000_000 * 0.2) / 16 / (perContract * valueAsOf(fx, now));
        return ((average * forecast[row]!) / 10) * valueAsOf(weight, now) * 1.4;
      });
      expectNear(values, wanted, 1e-10);
    }
  });

  it.each([
    ["forecast", (average: number, weight: number) => Math.abs(average * weight * 1.4) * 0.25],
    ["position", (_average: number, _weight: number, position: number) => Math.abs(position) * 0.25],
    ["none", () => 0.001],
  ] as const)("have buffers by %s", (buffer_method, width) => {
    const buffered = system({ buffer_method, buffer_size: 0.25 });
    for (const code of buffered.instruments) {
      const { lower, upper } = buffered.buffers(code);
      const position = buffered.notionalPosition(code);
      const averages = buffered.averagePosition(code).values;
      const weights = buffered.instrumentWeights().series(code);
      const from = firstKnown(position);
      for (let row = from; row < position.length; row++) {
        const weight = valueAsOf(weights, position.time[row]!);
        const half = width(averages[row]!, weight, position.values[row]!);
        expect(Math.abs(upper.values[row]! - position.values[row]! - half)).toBeLessThan(1e-9);
        expect(Math.abs(position.values[row]! - half - lower.values[row]!)).toBeLessThan(1e-9);
      }
      const held = buffered.bufferedPosition(code).values;
      if (buffer_method !== "none") continue;
      for (let row = from; row < held.length; row++) {
        expect(Math.abs(held[row]! - position.values[row]!)).toBeLessThanOrEqual(0.5);
      }
    }
  });

  it("are traded to the edge of the buffer, or to the optimum", () => {
    for (const edge of [true, false]) {
      const buffered = system({ buffer_trade_to_edge: edge, buffer_size: 0.3 }, ONE);
      const held = buffered.bufferedPosition("AAA").values;
      const optimum = buffered.notionalPosition("AAA").values.map(Math.round);
      const { lower, upper } = buffered.buffers("AAA");
      let trades = 0;
      for (let row = 1; row < held.length; row++) {
        if (held[row] === held[row - 1]) continue;
        trades++;
        const bound = held[row]! > held[row - 1]! ? lower : upper;
        expect(held[row]! + 0).toBe((edge ? Math.round(bound.values[row]!) : optimum[row]!) + 0);
      }
      expect(trades).toBeGreaterThan(5);
    }
  });

  it("keep within the limits of a risk overlay", () => {
    const loose = 1e6;
    const limits = {
      max_risk_fraction_normal_risk: loose,
      max_risk_fraction_stdev_risk: loose,
      max_risk_limit_sum_abs_risk: loose,
      max_risk_leverage: loose,
    };
    const free = system({ risk_overlay: limits });
    expect(min(free.riskScalar()!)).toBe(1);
    const leverage = (one: ClassicSystem, time: number): number =>
      one.instruments.reduce((total, code) => {
        const value =
          valueAsOf(one.valuePerContract(code), time) * valueAsOf(one.notionalPosition(code), time);
        return total + (Number.isNaN(value) ? 0 : Math.abs(value));
      }, 0);
    const limited = system({ risk_overlay: { ...limits, max_risk_leverage: 0.6 } });
    const scalar = limited.riskScalar()!;
    let bound = 0;
    for (let row = 0; row < scalar.length; row += 7) {
      const time = scalar.time[row]!;
      if (limited.instruments.some((code) => Number.isNaN(valueAsOf(limited.valuePerContract(code), time))))
        continue;
      const before = leverage(free, time);
      const wanted = Math.min(before, 0.6);
      expect(Math.abs(leverage(limited, time) - wanted)).toBeLessThan(1e-9);
      if (before > 0.6) bound++;
    }
    expect(bound).toBeGreaterThan(3);
    // One market: the risk of the portfolio is that of its position.
    const alone = system({ risk_overlay: { ...limits, max_risk_fraction_normal_risk: 0.5 } }, ONE);
    const position = alone.positionBeforeOverlay("AAA");
    const sigma = alone.annualVolatilities().floats("AAA");
    const value = alone.valuePerContract("AAA").values;
    const from = firstKnown(position);
    expectNear(
      alone.notionalPosition("AAA").values.subarray(from),
      position.values
        .map((held, row) => held * Math.min(1, (0.5 * 0.2) / Math.abs(held * value[row]! * sigma[row]!)))
        .subarray(from),
    );
  });

  it.each(["fixed", "half", "full"] as const)("follow the capital multiplier %s", (func) => {
    const followed = system({ capital_multiplier: { func }, percentage_vol_target: 60 });
    const net = accountCurve(followed.portfolio(), { unit: "percent" });
    let multiple = 1;
    const wanted = net.values.map((percent, row) => {
      if (func === "full") multiple *= 1 + percent / 100;
      if (func === "half" && row > 0) multiple = Math.min(1, multiple * (1 + (multiple * percent) / 100));
      return multiple;
    });
    const multiplier = followed.capitalMultiplier();
    expect(multiplier.time).toEqual(net.time);
    expectNear(multiplier.values, wanted);
    if (func !== "fixed") expect(min(multiplier)).toBeLessThan(0.99);
    const position = followed.notionalPosition("BBB");
    expectNear(
      followed.actualPosition("BBB").values,
      position.values.map((held, row) => held * valueAsOf(multiplier, position.time[row]!)),
    );
    const whole = followed.portfolioWithMultiplier();
    const percents = accountCurve(whole, { unit: "percent" });
    const earned = accountCurve(whole);
    const capital = (row: number): number => valueAsOf(multiplier, net.time[row]!) * 1_000_000;
    const row = percents.length - 20;
    expect(percents.time).toEqual(net.time);
    expectNear([percents.values[row]!], [(100 * earned.values[row]!) / capital(row - 1)]);
    expect(percents.values[0]).toBe(0);
  });
});

describe("accounts", () => {
  it("earn from the close after the one at which a position was decided, in the base currency", () => {
    const plain = system();
    const { gross } = plain.account("BBB");
    const held = plain.bufferedPosition("BBB").values;
    const price = plain.dailyPrice("BBB").values;
    const rate = plain.fxRate("BBB");
    const wanted = gross.time.map((time, row) =>
      row < 2 ? 0 : held[row - 2]! * (price[row]! - price[row - 1]!) * 10 * valueAsOf(rate, time),
    );
    expectNear(gross.values, wanted);
  });

  it.each([
    { perBlock: 3 },
    { perTrade: 25 },
    { percentage: 0.001 },
    { perBlock: 1, perTrade: 4, percentage: 0.0005 },
  ])("pay the largest commission of %j, and the spread, for each trade", (commission) => {
    const data = backtestDataOf(market("AAA", { commission, rollsPerYear: 0 }));
    const plain = system({ vol_normalise_currency_costs: false }, data);
    const { costs } = plain.account("AAA");
    const held = plain.bufferedPosition("AAA");
    const price = plain.dailyPrice("AAA").values;
    const { perBlock = 0, perTrade = 0, percentage = 0 } = commission;
    const wanted = new Map<number, number>();
    for (let row = 1; row < held.length - 1; row++) {
      const traded = Math.abs(held.values[row]! - held.values[row - 1]!);
      if (traded === 0) continue;
      const paid = Math.max(traded * perBlock, perTrade, percentage * traded * price[row + 1]! * 10);
      wanted.set(held.time[row + 1]!, -(traded * 0.02 * 10 + paid));
    }
    expect([...costs.time]).toEqual([...wanted.keys()]);
    expectNear(costs.values, [...wanted.values()]);
  });

  it("pay the same part of risk every day with Sharpe-ratio costs", () => {
    const plain = system({ use_SR_costs: true }, ONE);
    const { costs } = plain.account("AAA");
    const perTrade = 0.02 / (16 * lastYearOf(plain.volatility("AAA")));
    const yearly = perTrade * (plain.turnover("AAA") + 2 * 4);
    const average = plain.averagePosition("AAA");
    // A week, so that one of the days follows a weekend.
    const rows = [1, 2, 3, 4, 5].map((back) => average.length - back);
    expectNear(
      rows.map((row) => costs.values[row]!),
      rows.map((row) => {
        const days = (costs.time[row]! - costs.time[row - 1]!) / DAY;
        const risk = average.values[row]! * 1.4 * 16 * plain.volatility("AAA").values[row]! * 10;
        return (-yearly * risk * days) / 365.25;
      }),
    );
  });

  it.each([true, false])(
    "cannot be charged with impossible rolls (Sharpe-ratio costs: %s)",
    (use_SR_costs) => {
      for (const rollsPerYear of [Number.NaN, -4]) {
        const never = system({ use_SR_costs }, backtestDataOf(market("AAA", { rollsPerYear })));
        for (const ask of [never.account, never.subsystemAccount]) {
          expect(() => ask("AAA")).toThrow(
            expect.objectContaining({
              code: "BACKTEST_DATA",
              message: expect.stringContaining("times a year"),
            }),
          );
        }
      }
    },
  );

  it("of rules share out all the capital, and earn what each rule earns on its share", () => {
    const plain = system();
    const group = plain.ruleAccounts();
    expect([...group.members.keys()]).toEqual(["carry", "fast", "slow"]);
    const shares = [...group.members].flatMap(([rule, account]) =>
      [...(account as GroupAccount).members].map(([code, member]) => ({
        rule,
        code,
        member,
        capital: member.capital as Series,
      })),
    );
    expect(shares).toHaveLength(9);
    const end = plain.dailyPrice("BBB").timeAt(-1);
    expectNear([shares.reduce((total, { capital }) => total + valueAsOf(capital, end), 0)], [1_000_000]);
    for (const { rule, code, member, capital } of shares) {
      const whole = plain.forecastAccount(code, rule).gross;
      const wanted = whole.values.map((earned, row) =>
        row < 2 ? 0 : (earned * valueAsOf(capital, whole.time[row - 2]!)) / 1_000_000,
      );
      const rows = wanted.map((value, row) => (value === 0 ? 0 : member.gross.values[row]!));
      expectNear(rows, wanted);
    }
  });
});

describe("a run", () => {
  const SETTINGS: readonly BacktestConfig[] = [
    {},
    { use_SR_costs: true, forecast_post_ceiling_cost_SR: 0.5, use_attenuation: ["fast"] },
    {
      risk_overlay: {
        max_risk_fraction_normal_risk: 0.4,
        max_risk_fraction_stdev_risk: 2,
        max_risk_limit_sum_abs_risk: 1,
        max_risk_leverage: 2,
      },
      trading_rules: { ...RULES, relative: { function: "relativeCarry", forecast_scalar: 10 } },
      buffer_method: "none",
      capital_multiplier: { func: "half" },
    },
    { use_forecast_scale_estimates: true, use_instrument_div_mult_estimates: true },
  ];

  it.each(SETTINGS)("with %j gives what the system gives, to the bit", (settings) => {
    const [lazy, streamed] = [system(settings), system(settings)];
    const progress: number[] = [];
    const run = runBacktest(streamed, { onProgress: ({ done }) => progress.push(done) });
    expect(progress).toEqual([1, 2, 3, 4, 5, 6]);
    // Asked for in another order.
    const codes = [...lazy.instruments].reverse();
    for (const code of codes) {
      const got = run.instruments.get(code)!;
      expect(got.account.net.values).toEqual(lazy.account(code).net.values);
      expect(got.account.costs.values).toEqual(lazy.account(code).costs.values);
      expect(got.position.values).toEqual(lazy.notionalPosition(code).values);
      expect(got.bufferedPosition.values).toEqual(lazy.bufferedPosition(code).values);
      expect(got.buffers.upper.values).toEqual(lazy.buffers(code).upper.values);
    }
    expect(run.portfolio.net.time).toEqual(lazy.portfolio().net.time);
    expect(run.portfolio.net.values).toEqual(lazy.portfolio().net.values);
    expect(streamed.capitalMultiplier().values).toEqual(lazy.capitalMultiplier().values);
  });

  it.each(SETTINGS)("with %j computes a dropped instrument again, the same", (settings) => {
    const dropping = system(settings);
    const all = (): Float64Array[] => [
      dropping.rawForecast("BBB", "fast").values,
      dropping.combinedForecast("BBB").values,
      dropping.averagePosition("BBB").values,
      dropping.notionalPosition("BBB").values,
      dropping.account("BBB").net.values,
      dropping.subsystemAccount("BBB").net.values,
      dropping.portfolio().net.values,
    ];
    const before = all();
    const copies = before.map((values) => values.slice());
    dropping.drop("BBB");
    expect(dropping.combinedForecast("BBB").values).not.toBe(before[1]);
    expect(all()).toEqual(copies);
    dropping.drop();
    expect(all()).toEqual(copies);
    // Nothing that was handed out has changed.
    expect(before).toEqual(copies);
  });

  it("leaves the data, and other systems on it, as they were", () => {
    const prices = AAA.adjustedPrice.values.slice();
    const first = system();
    const position = first.notionalPosition("AAA").values.slice();
    const second = system({ percentage_vol_target: 40, forecast_cap: 10 });
    second.portfolioWithMultiplier();
    second.ruleAccounts();
    expect(AAA.adjustedPrice.values).toEqual(prices);
    expect(first.notionalPosition("AAA").values).toEqual(position);
    expect(second.notionalPosition("AAA").values).not.toEqual(position);
  });

  it("refuses an instrument that it does not have, whatever it is asked", () => {
    const plain = system();
    for (const ask of [plain.rules, plain.account, plain.buffers, plain.blockValue, plain.subsystemAccount]) {
      expect(() => ask("NOPE")).toThrow(expect.objectContaining({ code: "INSTRUMENT_MISSING" }));
    }
  });
});
