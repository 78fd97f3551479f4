import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { backAdjust } from "../../../src/prices/backAdjust.js";
import { updateAdjustedPrices } from "../../../src/prices/updateAdjustedPrices.js";
import { withLatePrices } from "../../../src/production/prices/withLatePrices.js";
import { stringColumn } from "../../../src/series/column.js";
import { frame } from "../../../src/series/construct.js";
import type { Frame } from "../../../src/series/frame.js";
import { Series } from "../../../src/series/series.js";

/** Multiple prices of which only PRICE counts: a row for each number, at its place, NaN where it is missing. */
function multiple(rows: readonly (readonly [time: number, price: number])[], contract = "20240300"): Frame {
  const price = rows.map(([, value]) => value);
  return frame(
    Float64Array.from(rows, ([time]) => time),
    {
      PRICE: price,
      FORWARD: price.map((value) => value + 1),
      PRICE_CONTRACT: stringColumn(rows.map(() => contract)),
    },
  );
}

const adjusted = (rows: readonly (readonly [time: number, price: number])[]): Series =>
  new Series(
    Float64Array.from(rows, ([time]) => time),
    Float64Array.from(rows, ([, price]) => price),
    "price",
  );

describe("withLatePrices", () => {
  it("puts late prices between stored ones, and leaves what comes after to the update", () => {
    const before = multiple([
      [1, 10],
      [3, 12],
      [5, 14],
    ]);
    const after = multiple([
      [1, 10],
      [2, 11],
      [3, 12],
      [4, Number.NaN],
      [5, 14],
      [6, 15],
    ]);
    const stored = adjusted([
      [1, 10.5],
      [3, 12],
      [5, 14],
    ]);
    expect([...withLatePrices(stored, before, after)]).toEqual([
      [1, 10.5],
      [2, 11],
      [3, 12],
      [5, 14],
    ]);
  });

  it("gives prices that stood for a missing one its value, and keeps all others", () => {
    const before = multiple([
      [1, 10],
      [2, Number.NaN],
      [3, Number.NaN],
      [4, 14],
    ]);
    const after = multiple([
      [1, 10],
      [2, 11],
      [3, Number.NaN],
      [4, 14],
    ]);
    const stored = adjusted([
      [1, 10],
      [2, 10],
      [3, 10],
      [4, 99],
    ]);
    expect([...withLatePrices(stored, before, after)]).toEqual([
      [1, 10],
      [2, 11],
      [3, 11],
      [4, 99],
    ]);
  });

  it("gives the same series where nothing came late", () => {
    const stored = adjusted([
      [1, 10],
      [2, 11],
    ]);
    const before = multiple([
      [1, 10],
      [2, 11],
    ]);
    expect(withLatePrices(stored, before, before)).toBe(stored);
    expect(
      withLatePrices(
        stored,
        before,
        multiple([
          [1, 10],
          [2, 11],
          [3, 12],
        ]),
      ),
    ).toBe(stored);
  });

  it("with the update makes what stitching gives, in whatever order prices come", () => {
    const nights = fc.array(fc.subarray([...Array(12).keys()], { minLength: 1 }), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(nights, (given) => {
        const known = new Set(given[0]);
        let before = multiple([...known].sort((a, b) => a - b).map((time) => [time, time ** 2]));
        let prices = backAdjust(before, { forwardFill: true });
        for (const night of given.slice(1)) {
          for (const time of night) known.add(time);
          const after = multiple([...known].sort((a, b) => a - b).map((time) => [time, time ** 2]));
          const first = before.time[0]!;
          if (after.time[0]! < first) return;
          const update = updateAdjustedPrices(withLatePrices(prices, before, after), after);
          if (update.status === "roll-missed") throw new Error("there is one contract only");
          [before, prices] = [after, update.adjusted];
        }
        expect([...prices]).toEqual([...backAdjust(before, { forwardFill: true })]);
      }),
    );
  });
});
