import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ContractPrices, contractPrices, contractPricesFrame } from "../../src/prices/contractPrices.js";
import { mergeIntradayAndDaily } from "../../src/prices/mergeIntradayAndDaily.js";
import type { Frame } from "../../src/series/frame.js";
import { relativeDifference, time } from "../support/golden.js";

const MISSING = Number.NaN;
const COLUMNS = ["OPEN", "HIGH", "LOW", "FINAL", "VOLUME"] as const;
type Bar = readonly [time: number, ...values: number[]];

function barsOf(bars: readonly Bar[]): Frame {
  const column = (at: number): Float64Array => Float64Array.from(bars, (bar) => bar[at]!);
  return contractPricesFrame({
    time: column(0),
    OPEN: column(1),
    HIGH: column(2),
    LOW: column(3),
    FINAL: column(4),
    VOLUME: column(5),
  });
}

const rowsOf = (frame: Frame): number[][] => {
  const prices: ContractPrices = contractPrices(frame);
  return Array.from(prices.time, (at, row) => [at, ...COLUMNS.map((name) => prices[name][row]!)]);
};

describe("mergeIntradayAndDaily", () => {
  const close = time("2024-03-28 23:00:00");
  const morning = time("2024-03-28 10:00:00");

  it("has every bar of either, the daily one where both have one, column by column", () => {
    const intraday = barsOf([
      [morning, 1, 2, 3, 4, 5],
      [close, 11, 12, 13, 14, 15],
    ]);
    const daily = barsOf([
      [time("2024-03-27 23:00:00"), 6, 7, 8, 9, 10],
      [close, 21, MISSING, 23, 24, MISSING],
    ]);
    expect(rowsOf(mergeIntradayAndDaily(intraday, daily))).toEqual([
      [time("2024-03-27 23:00:00"), 6, 7, 8, 9, 10],
      [morning, 1, 2, 3, 4, 5],
      [close, 21, 12, 23, 24, 15],
    ]);
  });

  it("is one side where the other is empty", () => {
    const bars = barsOf([[close, 1, 2, 3, 4, 5]]);
    expect(mergeIntradayAndDaily(barsOf([]), bars)).toBe(bars);
    expect(mergeIntradayAndDaily(bars, barsOf([]))).toBe(bars);
  });

  it("is the last value that is there, per column, of the two stacked with daily last", () => {
    const value = fc.oneof(fc.constant(MISSING), fc.integer({ min: -5, max: 5 }));
    const bar = fc.tuple(fc.nat(12), value, value, value, value, value);
    const frame = fc
      .uniqueArray(bar, { selector: ([at]) => at })
      .map((bars) => bars.sort(([a], [b]) => a - b));
    fc.assert(
      fc.property(frame, frame, (intraday, daily) => {
        const stacked = new Map<number, number[]>();
        for (const [at, ...values] of [...intraday, ...daily]) {
          const known = stacked.get(at) ?? COLUMNS.map(() => MISSING);
          stacked.set(
            at,
            values.map((cell, column) => (Number.isNaN(cell) ? known[column]! : cell)),
          );
        }
        const expected = [...stacked].sort(([a], [b]) => a - b).map(([at, values]) => [at, ...values]);
        const merged = rowsOf(mergeIntradayAndDaily(barsOf(intraday), barsOf(daily)));
        expect(relativeDifference(merged.flat(), expected.flat())).toBe(0);
      }),
    );
  });
});
