import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { binReturns, stackedNetReturns } from "../../../src/backtest/estimation/binnedReturns.js";
import type { AssetReturns } from "../../../src/backtest/estimation/grossReturns.js";
import { isContangoError } from "../../../src/errors/contangoError.js";
import { Series } from "../../../src/series/series.js";
import { DAY } from "../../../src/time/civil.js";
import { netReturns, stackedReturns } from "./dailyNetReturns.js";

/** A return that is 0 counts as none. */
const money = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: -50, max: 50 }) },
  { weight: 1, arbitrary: fc.constant(Number.NaN) },
);
const asset = fc
  .record({
    start: fc.integer({ min: 0, max: 40 }),
    rows: fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), money, fc.integer({ min: -3, max: 0 })), {
      minLength: 1,
      maxLength: 40,
    }),
    turnover: fc.integer({ min: 0, max: 30 }),
  })
  .map(({ start, rows, turnover }) => {
    let day = start;
    const time = Float64Array.from(rows, ([step]) => {
      day += step;
      return day * DAY;
    });
    return {
      gross: new Series(
        time,
        Float64Array.from(rows, ([, gross]) => gross),
      ),
      costs: new Series(
        time,
        Float64Array.from(rows, ([, , cost]) => cost),
      ),
      turnover,
    };
  });
const assets = fc
  .tuple(asset, asset)
  .map(([carry, trend]): AssetReturns => new Map(Object.entries({ carry, trend })));
const options = fc.record({
  poolGross: fc.boolean(),
  equaliseGross: fc.boolean(),
  poolCosts: fc.boolean(),
  poolTurnover: fc.boolean(),
  costMultiplier: fc.constantFrom(0, 1, 2),
});

describe("net returns by bins", () => {
  it("are those of days, binned", () => {
    fc.assert(
      fc.property(
        fc.array(assets, { minLength: 1, maxLength: 3 }),
        options,
        fc.constantFrom("B", "W", "7D", "M", "A"),
        (list, chosen, frequency) => {
          const pool = new Map(list.map((each, at) => [`I${at}`, each]));
          const binned = new Map([...pool].map(([code, each]) => [code, binReturns(each, frequency)]));
          const wanted = stackedReturns(netReturns(pool, "I0", chosen), frequency);
          const got = stackedNetReturns(binned, "I0", chosen);
          expect(got.pooledLength).toBe(wanted.pooledLength);
          expect([...got.frame.time]).toEqual([...wanted.frame.time]);
          expect(got.frame.names).toEqual(wanted.frame.names);
          for (const name of wanted.frame.names) {
            const values = got.frame.floats(name);
            for (const [row, value] of wanted.frame.floats(name).entries()) {
              if (Number.isNaN(value)) expect(values[row]).toBeNaN();
              else expect(Math.abs(values[row]! - value)).toBeLessThan(1e-8);
            }
          }
        },
      ),
    );
  });

  it("refuse an instrument that is not there, and an unknown frequency", () => {
    for (const read of [() => stackedNetReturns(new Map(), "WHEAT"), () => binReturns(new Map(), "Q")]) {
      try {
        read();
        expect.unreachable();
      } catch (error) {
        expect(isContangoError(error, "ESTIMATION") && error.message).toMatch(
          /no returns of WHEAT|"Q" is not a frequency/,
        );
      }
    }
  });
});
