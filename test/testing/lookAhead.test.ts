import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import type { BacktestData } from "../../src/backtest/data.js";
import type { TradingRule } from "../../src/backtest/rules/rule.js";
import { isContangoError } from "../../src/errors/contangoError.js";
import { clip, divide, map, multiply, subtract } from "../../src/series/arithmetic.js";
import { ewmMean } from "../../src/series/ewm.js";
import { backwardFill } from "../../src/series/fill.js";
import { max } from "../../src/series/reduce.js";
import { resampleBusinessDays } from "../../src/series/resample.js";
import { Series } from "../../src/series/series.js";
import { between } from "../../src/series/slice.js";
import { backtestDataOf, instrumentData } from "../../src/testing/backtestInstruments.js";
import { fxRate, trendingPrice } from "../../src/testing/backtestPrices.js";
import { findLookAhead } from "../../src/testing/lookAhead.js";
import { dataUntil } from "../../src/testing/lookAheadCuts.js";
import type { LookAheadReport } from "../../src/testing/lookAheadReport.js";
import { ruleLookAhead } from "../../src/testing/ruleLookAhead.js";
import { DAY, HOUR } from "../../src/time/civil.js";
import { formatTime, toTime } from "../../src/time/text.js";
import { PEEKING_RULES } from "./peekingRules.js";

/** The message of the LOOK_AHEAD error that a call throws, and its cause. */
function refusal(call: () => unknown): { readonly message: string; readonly cause?: unknown } {
  try {
    call();
  } catch (error) {
    if (isContangoError(error, "LOOK_AHEAD")) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

function findings(report: LookAheadReport) {
  if (report.status === "clean") throw new Error(`nothing was found: ${report}`);
  return report.findings;
}

const weather = trendingPrice({ days: 100, seed: "weather" });
const data = backtestDataOf(
  [
    instrumentData({ code: "CORN", adjustedPrice: trendingPrice({ days: 100 }), series: { weather } }),
    instrumentData({
      code: "BUND",
      currency: "EUR",
      adjustedPrice: trendingPrice({ days: 60, from: "2020-01-20" }),
    }),
  ],
  { EURUSD: fxRate({ days: 100, start: 1.1, noise: 0.01 }) },
);
const price = ({ instruments }: BacktestData, code = "CORN"): Series =>
  resampleBusinessDays(instruments.get(code)!.adjustedPrice, "last");

describe("dataUntil", () => {
  it("cuts everything after a time, at that time not", () => {
    const cut = dataUntil(data, "2020-02-03 23:00:00");
    const corn = cut.instruments.get("CORN")!;
    const ends = [
      corn.adjustedPrice,
      corn.multiplePrices!,
      corn.series!.weather!,
      cut.instruments.get("BUND")!.adjustedPrice,
      cut.fxPrices.get("EURUSD")!,
    ].map(({ time }) => formatTime(time.at(-1)!));
    expect(ends).toEqual(new Array(5).fill("2020-02-03 23:00:00"));
    expect(corn.instrument).toBe(data.instruments.get("CORN")!.instrument);
    expect([...cut.instruments.keys(), ...cut.fxPrices.keys()]).toEqual(["CORN", "BUND", "EURUSD"]);
    expect(dataUntil(data, "2020-01-02").instruments.get("BUND")!.adjustedPrice.length).toBe(0);
  });

  it("takes a date as its end, a number as it is", () => {
    const last = (time: string | number): string =>
      formatTime(dataUntil(data, time).instruments.get("CORN")!.adjustedPrice.timeAt(-1));
    expect(last("2020-02-03")).toBe("2020-02-03 23:00:00");
    expect(last(toTime("2020-02-03"))).toBe("2020-01-31 23:00:00");
    expect(last(toTime("2020-02-03 22:59:59"))).toBe("2020-01-31 23:00:00");
  });
});

describe("findLookAhead", () => {
  it("is clean where nothing before a cut changes", () => {
    const report = findLookAhead(
      (known) => ({ corn: ewmMean(price(known), { span: 8 }), bund: price(known, "BUND") }),
      data,
    );
    expect(report).toMatchObject({ status: "clean", outputs: 2 });
    expect(report.cuts).toHaveLength(8);
    expect(String(report)).toMatch(/^clean: 2 outputs at 8 cuts, \d+ values compared$/);
    expect(inspect(report)).toBe(String(report));
  });

  it("cuts after whole business days, weekends included, from when all instruments have begun to the last day but one", () => {
    const { cuts } = findLookAhead((known) => ({ corn: price(known) }), data, { cuts: 1000 });
    const opened = cuts.map((cut) => formatTime(cut + 0.001));
    expect(opened[0]).toBe("2020-01-21 00:00:00");
    expect(opened.at(-1)).toBe("2020-05-19 00:00:00");
    expect(opened.filter((time) => !time.endsWith("00:00:00"))).toEqual([]);
    expect(cuts.filter((cut) => new Date(cut).getUTCDay() % 6 === 5)).toEqual([]);
    expect(cuts).toHaveLength(86);
    expect(findLookAhead((known) => ({ corn: price(known) }), data, { cuts: 1 }).cuts).toHaveLength(1);
  });

  it("says which output, the first value, its two readings, and how many there are", () => {
    const report = findLookAhead(
      (known) => ({ honest: price(known), share: divide(price(known), max(price(known))) }),
      data,
      { cuts: ["2020-02-05", "2020-01-31"] },
    );
    const [start, then, whole] = [
      price(data),
      max(between(price(data), undefined, "2020-01-31")),
      max(price(data)),
    ];
    expect(findings(report)).toEqual([
      {
        output: "share",
        time: toTime("2020-01-01"),
        cut: toTime("2020-02-01") - 0.001,
        before: start.at(0) / then,
        after: start.at(0) / whole,
        count: between(start, undefined, "2020-02-05").length,
      },
    ]);
    expect(report).toMatchObject({ status: "look-ahead", outputs: 2 });
    expect(String(report)).toMatch(
      /^look-ahead in 1 of 2 outputs at 2 cuts, \d+ values compared\noutput +rows +first +known at +then +with all data\nshare +26 +2020-01-01 00:00:00 +2020-01-31 23:59:59 +0\.9\d+ +0\.8\d+$/,
    );
  });

  it("reports rows that are there in one run only", () => {
    const everySecond = (series: Series, from: number): Series => {
      const rows = [...series.values.keys()].filter((row) => row % 2 === from);
      return new Series(
        Float64Array.from(rows, (row) => series.time[row]!),
        Float64Array.from(rows, (row) => series.values[row]!),
      );
    };
    const report = findLookAhead(
      (known) => ({ rows: everySecond(price(known), price(known).length === 100 ? 0 : 1) }),
      data,
      { cuts: ["2020-01-02", "2020-01-03"] },
    );
    const [first, second] = price(data).values;
    expect(findings(report)).toMatchObject([{ before: undefined, after: first, count: 3 }]);
    expect(String(report)).toContain("no row");
    const gone = findLookAhead(
      (known) => (price(known).length === 100 ? { a: price(known) } : { b: price(known) }),
      data,
      {
        cuts: ["2020-01-02"],
      },
    );
    expect(findings(gone)).toMatchObject([
      { output: "a", before: undefined, after: first, count: 2 },
      { output: "b", before: first, after: undefined, count: 2 },
    ]);
    expect(second).not.toBe(first);
  });

  it("takes NaN for NaN, and a value for a value that differs by no more than the tolerance", () => {
    const wobbling = (by: number) => (known: BacktestData) => ({
      value: map(price(known), (value) =>
        value > 105 ? Number.NaN : value * (1 + known.fxPrices.size * by * price(known).length),
      ),
    });
    expect(findLookAhead(wobbling(0), data).status).toBe("clean");
    expect(findLookAhead(wobbling(1e-13), data).status).toBe("clean");
    expect(findLookAhead(wobbling(1e-8), data).status).toBe("look-ahead");
    expect(findLookAhead(wobbling(1e-8), data, { tolerance: 1e-5 }).status).toBe("clean");
    expect(findLookAhead(wobbling(1e-13), data, { tolerance: 0 }).status).toBe("look-ahead");
  });

  it("does not take the infinite for anything else", () => {
    const cutOff = (known: BacktestData) => ({
      value: map(price(known), (value) => (price(known).length === 100 ? Number.POSITIVE_INFINITY : value)),
    });
    expect(findLookAhead(cutOff, data).status).toBe("look-ahead");
  });

  it("sees look-ahead in further series, multiple prices and FX", () => {
    const leaks: Readonly<Record<string, (known: BacktestData) => Series>> = {
      weather: ({ instruments }) =>
        divide(instruments.get("CORN")!.series!.weather!, max(instruments.get("CORN")!.series!.weather!)),
      carry: ({ instruments }) => {
        const held = instruments.get("CORN")!.multiplePrices!.series("PRICE");
        return subtract(held, held.at(-1));
      },
      fx: ({ fxPrices }) => multiply(fxPrices.get("EURUSD")!, fxPrices.get("EURUSD")!.at(-1)),
    };
    for (const [name, leak] of Object.entries(leaks)) {
      expect(
        findings(findLookAhead((known) => ({ [name]: leak(known) }), data)).map(({ output }) => output),
      ).toEqual([name]);
    }
  });

  it("leaves a weekend's prices to Friday: a cut between them shows a bin that is half filled", () => {
    const time = Float64Array.from([4, 5, 6, 8, 9], (day) => Date.UTC(2024, 0, day) + 20 * HOUR);
    const sunday = toTime("2024-01-07 23:00");
    const adjustedPrice = new Series(
      Float64Array.of(time[0]!, time[1]!, sunday, time[3]!, time[4]!),
      Float64Array.of(1, 2, 3, 4, 5),
    );
    const weekend = backtestDataOf(instrumentData({ code: "CORN", adjustedPrice }));
    const daily = (known: BacktestData) => ({ price: price(known) });
    expect(findLookAhead(daily, weekend).status).toBe("clean");
    expect(findings(findLookAhead(daily, weekend, { cuts: ["2024-01-05"] }))).toMatchObject([
      { time: toTime("2024-01-05"), before: 2, after: 3, count: 1 },
    ]);
    expect(weekend.instruments.get("CORN")!.adjustedPrice.timeAt(2) - time[1]!).toBeGreaterThan(2 * DAY);
  });

  it("refuses what it cannot check, and says why", () => {
    const run = (known: BacktestData) => ({ price: price(known) });
    expect(refusal(() => findLookAhead(run, data, { cuts: 0 })).message).toContain("0 cuts were asked for");
    expect(refusal(() => findLookAhead(run, data, { cuts: [] })).message).toContain("there is no cut");
    expect(refusal(() => findLookAhead(run, data, { tolerance: -1 })).message).toContain(
      "the tolerance was -1",
    );
    expect(refusal(() => findLookAhead(() => ({}), data)).message).toContain("no value lies before a cut");
    expect(refusal(() => findLookAhead(() => ({ a: 3 }) as never, data)).message).toContain(
      'output "a" of the run on all the data is number',
    );
    const one = backtestDataOf(instrumentData({ adjustedPrice: trendingPrice({ days: 1 }) }));
    expect(refusal(() => findLookAhead(run, one)).message).toContain("there is no cut");
    expect(() => findLookAhead(run, data, { cuts: ["soon"] })).toThrow('"soon" is not a time');
    const late = refusal(() => findLookAhead(run, data, { cuts: ["2050-02-01", "2050-01-01"] }));
    expect(late.message).toContain("the first cut, 2050-01-01 23:59:59");
    expect(late.message).toContain("leaves nothing out: the data ends at 2020-05-");
    const later = (async () => ({})) as unknown as () => Record<string, Series>;
    expect(refusal(() => findLookAhead(later, data)).message).toContain(
      "gave a Promise (runs are synchronous)",
    );
    const nothing = (() => undefined) as unknown as () => Record<string, Series>;
    expect(refusal(() => findLookAhead(nothing, data)).message).toContain("gave undefined; give an object");
  });

  it("tells on which data a run failed", () => {
    const failing = (known: BacktestData) => {
      if (price(known).length < 50) throw new Error("too short");
      return { price: price(known) };
    };
    const { message, cause } = refusal(() => findLookAhead(failing, data, { cuts: ["2020-02-03"] }));
    expect(message).toContain("the run on the data until 2020-02-03 23:59:59.999999 failed: too short");
    expect((cause as Error).message).toBe("too short");
  });
});

describe("ruleLookAhead", () => {
  it.each(Object.entries(PEEKING_RULES))("catches a rule that peeks: %s", (_, rule) => {
    const report = ruleLookAhead(rule);
    expect(findings(report)).toMatchObject([{ output: "forecast" }]);
  });

  it("is clean for honest rules, holidays and all", () => {
    const honest: TradingRule = ({ dailyPrice, volatility, rawCarry }, { span = 8 }) =>
      clip(
        divide(
          subtract(dailyPrice, ewmMean(dailyPrice, { span: Number(span) })),
          multiply(volatility, rawCarry),
        ),
        {
          upper: 20,
        },
      );
    expect(ruleLookAhead(honest, { span: 20 }).status).toBe("clean");
  });

  it("gives the rule its arguments, and the series that it asks for by name", () => {
    const peeking: TradingRule = ({ weather: rain }, { filled }) => (filled ? backwardFill(rain!) : rain!);
    const inputs = { weather: trendingPrice({ days: 600, missing: [200, 201, 300] }) };
    expect(ruleLookAhead(peeking, {}, { inputs }).status).toBe("clean");
    expect(findings(ruleLookAhead(peeking, { filled: true }, { inputs }))).toMatchObject([{ count: 3 }]);
    expect(refusal(() => ruleLookAhead(({ nothing }) => ewmMean(nothing!, { span: 3 }))).message).toContain(
      "the run on all the data failed",
    );
  });
});
