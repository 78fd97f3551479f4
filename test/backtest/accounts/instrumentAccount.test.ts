import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { accountCurve } from "../../../src/backtest/accounts/accountCurve.js";
import { bufferedPosition } from "../../../src/backtest/accounts/bufferedPosition.js";
import { forecastAccount } from "../../../src/backtest/accounts/forecastAccount.js";
import {
  type InstrumentAccountOptions,
  instrumentAccount,
} from "../../../src/backtest/accounts/instrumentAccount.js";
import { subsystemAccount } from "../../../src/backtest/accounts/subsystemAccount.js";
import { roundHalfEven } from "../../../src/series/rounding.js";
import { Series } from "../../../src/series/series.js";
import { DAY } from "../../../src/time/civil.js";
import { relativeDifference } from "../../support/golden.js";
import { businessDays, daily, histories, market, ONE, refusalOf, withGaps } from "./samples.js";

const free = { kind: "cash", rollsPerYear: 0 } as const;
const cash = {
  kind: "cash",
  rollsPerYear: 4,
  rollCostMultiplier: 0.5,
  normaliseByVolatility: false,
} as const;
const charged = market({ spreadCost: 0.25, commission: { perBlock: 2 } });
const base = { fxRate: ONE, instrument: charged, capital: 1000, costs: cash };

/** Profit and loss in the base currency, from the definition, a row at a time. */
function plainGross({
  position,
  price,
  fxRate,
  instrument,
  delayFill = true,
  round = true,
}: InstrumentAccountOptions): number[] {
  const lastKnown = (values: ArrayLike<number>, row: number): number => {
    for (let at = row; at >= 0; at--) if (!Number.isNaN(values[at]!)) return values[at]!;
    return Number.NaN;
  };
  const held = Array.from(position.values, (_, row) => {
    const wanted = delayFill ? (position.values[row - 1] ?? Number.NaN) : position.values[row]!;
    return round ? roundHalfEven(wanted) : wanted;
  });
  return held.map((_, row) => {
    const points =
      lastKnown(held, row - 1) * (lastKnown(price.values, row) - lastKnown(price.values, row - 1));
    const rate = [...fxRate].filter(([time]) => time <= position.time[row]!).at(-1)?.[1] ?? Number.NaN;
    return (Number.isNaN(points) ? 0 : points) * instrument.pointSize * rate;
  });
}

describe("instrumentAccount", () => {
  it("earns from the close after the one at which the position was decided", () => {
    const account = instrumentAccount({
      ...base,
      costs: free,
      position: daily([1, 1, 3, 0, 0]),
      price: daily([100, 110, 107, 108, 118]),
    });
    expect([...account.gross.values]).toEqual([0, 0, -3 * 50, 50, 3 * 10 * 50]);
    expect([...account.held!.values]).toEqual([Number.NaN, 1, 1, 3, 0]);
  });

  it("agrees with a plain walk, with and without delay and rounding", () => {
    fc.assert(
      fc.property(histories, fc.boolean(), fc.boolean(), ({ position, price }, delayFill, round) => {
        const rates = daily(position.map((_, row) => 1 + (row % 5) / 10));
        const fxRate = new Series(
          rates.time.map((time) => time + 1.9 * DAY),
          rates.values,
        );
        const options = { ...base, fxRate, position: daily(position), price: daily(price), delayFill, round };
        expect(relativeDifference(instrumentAccount(options).gross.values, plainGross(options))).toBe(0);
      }),
    );
  });

  it("has net equal to gross and costs together, and costs of zero or below", () => {
    fc.assert(
      fc.property(histories, ({ position, price }) => {
        const account = instrumentAccount({ ...base, position: daily(position), price: daily(price) });
        expect(account.costs.values.every((cost) => cost <= 0)).toBe(true);
        const [gross, costs] = [new Map(account.gross), new Map(account.costs)];
        const times = [...new Set([...gross.keys(), ...costs.keys()])].sort((a, b) => a - b);
        expect([...account.net.time]).toEqual(times);
        const expected = times.map((time) => (gross.get(time) ?? 0) + (costs.get(time) ?? 0));
        expect(relativeDifference(account.net.values, expected)).toBe(0);
      }),
    );
  });

  it("does not look ahead: history cut off anywhere gives the same rows", () => {
    fc.assert(
      fc.property(histories, fc.nat(), ({ position, price }, at) => {
        const whole = { ...base, position: daily(position), price: daily(price) };
        const rows = 1 + (at % position.length);
        const account = instrumentAccount(whole);
        const cut = instrumentAccount({
          ...whole,
          position: whole.position.rows(0, rows),
          price: whole.price.rows(0, rows),
        });
        for (const kind of ["gross", "costs", "net"] as const) {
          const before = account[kind].values.slice(0, cut[kind].length);
          expect([...cut[kind].time]).toEqual([...account[kind].time.slice(0, cut[kind].length)]);
          expect(relativeDifference(cut[kind].values, before)).toBe(0);
        }
      }),
    );
  });

  it("looks ahead with the scale of costs alone, by one number for all of them", () => {
    const rows = 200;
    const position = daily(Array.from({ length: rows }, (_, row) => Math.round(5 * Math.sin(row / 3))));
    const price = daily(Array.from({ length: rows }, (_, row) => 100 + Math.sin(row * row) * (1 + row / 50)));
    const whole = { ...base, costs: { kind: "cash", rollsPerYear: 4 } as const, position, price };
    const account = instrumentAccount(whole);
    const cut = instrumentAccount({ ...whole, position: position.rows(0, 120), price: price.rows(0, 120) });
    expect([...cut.gross.values]).toEqual([...account.gross.values.slice(0, 120)]);
    const scale = cut.costs.at(-1) / account.costs.at(cut.costs.length - 1);
    expect(Math.abs(scale - 1)).toBeGreaterThan(0.1);
    const scaled = account.costs.values.slice(0, cut.costs.length).map((cost) => cost * scale);
    expect(relativeDifference(cut.costs.values, scaled)).toBeLessThan(1e-12);
  });

  it("is missing until there is an FX rate, and counts as nothing by period", () => {
    const fxRate = new Series(businessDays(4).slice(3), Float64Array.of(2));
    const account = instrumentAccount({
      ...base,
      fxRate,
      position: daily([1, 2, 1, 1, 1]),
      price: daily([1, 2, 3, 4, 5]),
    });
    expect([...account.gross.values]).toEqual([Number.NaN, Number.NaN, Number.NaN, 2 * 50 * 2, 50 * 2]);
    expect(account.net.at(2)).toBeNaN();
    expect([...accountCurve(account).values].slice(0, 3)).toEqual([0, 0, 0]);
  });

  it("has no costs where nothing was ever held", () => {
    const account = instrumentAccount({ ...base, position: daily([0, 0, 0]), price: daily([1, 2, 3]) });
    expect(account.costs.length).toBe(0);
    expect([...account.net.values]).toEqual([0, 0, 0]);
  });

  it("takes nothing, one row, and only gaps", () => {
    for (const rows of [[], [null], [null, null, null], [3]]) {
      const account = instrumentAccount({ ...base, position: daily(rows), price: daily(rows) });
      expect(account.gross.values.every((value) => value === 0)).toBe(true);
      expect([account.gross.length, account.net.length, account.costs.length]).toEqual([
        rows.length,
        rows.length,
        0,
      ]);
      expect(accountCurve(account, { kind: "costs" }).length).toBe(0);
    }
  });

  it("looks prices up as of the rows of the position", () => {
    const time = businessDays(4);
    const price = new Series(Float64Array.of(time[0]! - 1, time[2]!), Float64Array.of(10, 12));
    const account = instrumentAccount({ ...base, costs: free, position: daily([1, 1, 1, 1]), price });
    expect([...account.gross.values]).toEqual([0, 0, 100, 0]);
  });

  it("refuses a spread cost that is not known", () => {
    const instrument = market({ spreadCost: Number.NaN });
    const refused = refusalOf(() =>
      instrumentAccount({ ...base, instrument, position: daily([1]), price: daily([1]) }),
    );
    expect(refused.code).toBe("BACKTEST_DATA");
    expect(refused.message).toContain("give the instrument a spreadCost");
  });
});

describe("Sharpe-ratio costs as profit and loss", () => {
  const volatility = daily([null, 2, 4, 4]);
  const averagePosition = daily([null, 10, 10, 5]);
  const costs = { kind: "sharpe", annualCost: 0.1, averagePosition, volatility } as const;

  it("is a share of annual risk for the time since the row before", () => {
    const time = Float64Array.from([0, 1, 4, 5], (day) => businessDays(1)[0]! + day * DAY);
    const on = (series: Series): Series => new Series(time, series.values);
    const account = instrumentAccount({
      ...base,
      position: new Series(time, Float64Array.of(1, 1, 1, 1)),
      price: new Series(time, Float64Array.of(1, 1, 1, 1)),
      costs: { ...costs, averagePosition: on(averagePosition), volatility: on(volatility) },
    });
    const year = 365.25;
    const expected = [
      Number.NaN,
      (-0.1 * 10 * 32 * 50) / year,
      (-0.1 * 10 * 64 * 50 * 3) / year,
      (-0.1 * 5 * 64 * 50) / year,
    ];
    expect(relativeDifference(account.costs.values, expected)).toBeLessThan(1e-14);
  });

  it("starts when something is first held, and takes a missing volatility from later rows", () => {
    const held = {
      ...base,
      price: daily([1, 1, 1, 1]),
      costs: { ...costs, volatility: daily([null, null, null, 4]) },
    };
    const account = instrumentAccount({ ...held, position: daily([null, 1, 1, 1]) });
    expect([...account.costs.values].map((cost) => cost < 0)).toEqual([false, false, true, true]);
    expect(account.costs.at(2)).toBe(account.costs.at(3));
  });

  it("is a cost where the average position is below zero, too", () => {
    const short = { ...costs, averagePosition: daily([-10, -10, -10, -10]) };
    const account = instrumentAccount({
      ...base,
      position: daily([1, 1, 1, 1]),
      price: daily([1, 1, 1, 1]),
      costs: short,
    });
    expect([...account.costs.values].slice(1).every((cost) => cost < 0)).toBe(true);
  });
});

describe("subsystemAccount", () => {
  it("buffers and rounds, and charges rolls in full", () => {
    const rows = 300;
    const position = daily(Array.from({ length: rows }, (_, row) => 5 + 3 * Math.sin(row / 20)));
    const price = daily(Array.from({ length: rows }, (_, row) => 100 + Math.cos(row)));
    const buffers = {
      lower: new Series(
        position.time,
        position.values.map((value) => value - 1),
      ),
      upper: new Series(
        position.time,
        position.values.map((value) => value + 1),
      ),
    };
    const account = subsystemAccount({ ...base, position, price, buffers });
    const held = bufferedPosition(position, buffers);
    const whole = instrumentAccount({
      ...base,
      position: held,
      price,
      costs: { ...cash, rollCostMultiplier: 1 },
    });
    expect(account).toEqual(whole);
    const half = instrumentAccount({ ...base, position: held, price });
    expect(account.costs.values).not.toEqual(half.costs.values);
  });
});

describe("forecastAccount", () => {
  it("holds the average position times the forecast over ten, in fractions, at Sharpe-ratio costs", () => {
    const options = {
      forecast: daily([5, -10, 20, 10]),
      price: daily([100, 101, 99, 104]),
      volatility: daily([1, 1, 2, 2]),
      fxRate: ONE,
      instrument: charged,
      capital: 8000,
      percentageVolatilityTarget: 20,
      annualCost: 0.1,
    };
    const account = forecastAccount(options);
    // 8000 × 20% / 16 = 100 a day; a contract moves by 50 or 100.
    expect([...account.held!.values]).toEqual([Number.NaN, 1, -2, 2]);
    expect([...account.gross.values]).toEqual([0, 0, -100, -500]);
    expect(account.costs.at(1)).toBeCloseTo((-0.1 * 1600) / 365.25, 12);
    const doubled = forecastAccount({ ...options, averageAbsoluteForecast: 5 });
    expect([...doubled.gross.values]).toEqual([0, 0, -200, -1000]);
  });

  it("waits for volatility", () => {
    fc.assert(
      fc.property(
        fc.array(withGaps(fc.double({ min: -20, max: 20, noNaN: true })), { minLength: 3, maxLength: 30 }),
        (list) => {
          const account = forecastAccount({
            forecast: daily(list),
            price: daily(list.map((_, row) => 100 + row)),
            volatility: daily(list.map((_, row) => (row < 2 ? null : 1))),
            fxRate: ONE,
            instrument: charged,
            capital: 1000,
            percentageVolatilityTarget: 20,
            annualCost: 0,
          });
          expect([...account.gross.values].slice(0, 4).every((value) => value === 0)).toBe(true);
        },
      ),
    );
  });
});
