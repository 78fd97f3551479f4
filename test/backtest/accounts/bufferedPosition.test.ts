import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bufferedPosition } from "../../../src/backtest/accounts/bufferedPosition.js";
import { roundHalfEven } from "../../../src/series/rounding.js";
import { daily, refusalOf, withGaps } from "./samples.js";

const values = (series: { readonly values: Float64Array }): number[] => [...series.values];

describe("bufferedPosition", () => {
  const position = daily([2.4, 2.6, 5, null, 1, 1]);
  const lower = daily([1.4, 1.6, 4, null, 0.2, 0.2]);
  const upper = daily([3.4, 3.6, 6, null, 1.8, 1.8]);

  it("trades to the edge of the buffer, only once the held position lies outside it", () => {
    expect(values(bufferedPosition(position, { lower, upper }))).toEqual([2, 2, 4, 4, 2, 2]);
  });

  it("trades to the optimal position, where it is told to", () => {
    expect(values(bufferedPosition(position, { lower, upper }, { tradeToEdge: false }))).toEqual([
      2, 2, 5, 5, 1, 1,
    ]);
  });

  it("rounds position and bounds, each by itself, before they are compared", () => {
    // Not rounded, 2 would lie inside 2.5 − 0.6 to 2.5 + 0.6.
    const bounds = { lower: daily([2, 2.6]), upper: daily([2, 3.6]) };
    expect(values(bufferedPosition(daily([2, 3.1]), bounds))).toEqual([2, 3]);
    expect(values(bufferedPosition(daily([2, 3.1]), bounds, { round: false }))).toEqual([2, 2.6]);
  });

  it("starts at 0 where there is no position yet, and stays until there are bounds", () => {
    const late = { lower: daily([null, null, 3]), upper: daily([null, null, 5]) };
    expect(values(bufferedPosition(daily([null, 4, 4]), late))).toEqual([0, 0, 3]);
  });

  it("is the optimal position without buffers, missing where that is", () => {
    expect(values(bufferedPosition(daily([2.5, null, 3.5]), undefined))).toEqual([2, Number.NaN, 4]);
    const fractional = daily([2.5, null]);
    expect(bufferedPosition(fractional, undefined, { round: false }).values).toBe(fractional.values);
  });

  it("takes nothing, one row, and only gaps", () => {
    const buffersOf = (list: readonly (number | null)[]) => ({ lower: daily(list), upper: daily(list) });
    expect(bufferedPosition(daily([]), buffersOf([])).length).toBe(0);
    expect(values(bufferedPosition(daily([7.6]), buffersOf([8])))).toEqual([8]);
    expect(values(bufferedPosition(daily([null, null]), buffersOf([null, null])))).toEqual([0, 0]);
  });

  it("refuses a lower bound above the upper one, and says when", () => {
    const crossed = { lower: daily([1, 5]), upper: daily([3, 3]) };
    const refused = refusalOf(() => bufferedPosition(daily([2, 2]), crossed));
    expect(refused.code).toBe("POSITION_BUFFER");
    expect(refused.message).toMatch(/row 1 \(2020-01-07 00:00:00\) goes from 5 to 3; give the lower bound/);
    expect(refused.details).toMatchObject({ row: 1, lower: 5, upper: 3 });
  });

  it("stays inside its rounded buffer after the first row, and moves only to a bound of it", () => {
    const rows = fc.array(
      fc.tuple(
        withGaps(fc.double({ min: -30, max: 30, noNaN: true })),
        fc.double({ min: 0, max: 5, noNaN: true }),
      ),
      {
        minLength: 1,
        maxLength: 60,
      },
    );
    fc.assert(
      fc.property(rows, fc.boolean(), (list, tradeToEdge) => {
        const optimal = daily(list.map(([value]) => value));
        const bounds = {
          lower: daily(list.map(([value, width]) => (value === null ? null : value - width))),
          upper: daily(list.map(([value, width]) => (value === null ? null : value + width))),
        };
        const held = bufferedPosition(optimal, bounds, { tradeToEdge }).values;
        let known: number | undefined;
        for (let row = 0; row < list.length; row++) {
          if (list[row]![0] !== null) known = row;
          if (row === 0 || known === undefined) continue;
          const low = roundHalfEven(bounds.lower.values[known]!);
          const high = roundHalfEven(bounds.upper.values[known]!);
          expect(held[row]).toBeGreaterThanOrEqual(low);
          expect(held[row]).toBeLessThanOrEqual(high);
          const before = held[row - 1]!;
          if (before >= low && before <= high) expect(held[row]).toBe(before);
          else if (!tradeToEdge) expect(held[row]).toBe(roundHalfEven(optimal.values[known]!));
          else expect(held[row]).toBe(before > high ? high : low);
        }
      }),
    );
  });
});
