import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isContangoError } from "../../src/errors/contangoError.js";
import { backAdjust } from "../../src/prices/backAdjust.js";
import { updateAdjustedPrices } from "../../src/prices/updateAdjustedPrices.js";
import { floatColumn, stringColumn } from "../../src/series/column.js";
import { Frame } from "../../src/series/frame.js";
import { Series } from "../../src/series/series.js";
import { DAY } from "../../src/time/civil.js";
import {
  golden,
  hasGolden,
  isRefused,
  orRefuses,
  type Refused,
  relativeDifference,
  TOLERANCE,
} from "../support/golden.js";
import { type GoldenPrices, type GoldenRow, goldenFrame, goldenSeries } from "./multipleGoldenRows.js";

const A = "20240300";
const B = "20240600";

type Row = readonly [day: number, price: number, contract: string | undefined];

function pricesOf(rows: readonly Row[]): Frame {
  return new Frame(
    Float64Array.from(rows, ([day]) => day * DAY),
    {
      PRICE: floatColumn(Float64Array.from(rows, ([, price]) => price)),
      PRICE_CONTRACT: stringColumn(rows.map(([, , contract]) => contract)),
    },
  );
}

function adjustedOf(rows: readonly (readonly [day: number, price: number])[]): Series {
  return new Series(
    Float64Array.from(rows, ([day]) => day * DAY),
    Float64Array.from(rows, ([, price]) => price),
    "price",
  );
}

describe.runIf(hasGolden("updates.json"))("incremental adjustment agrees with the reference", () => {
  interface Case {
    readonly instrument: string;
    readonly history: readonly GoldenRow[];
    readonly updated: readonly GoldenRow[] | Refused;
    readonly adjusted_before: GoldenPrices | Refused;
    readonly adjusted_after: GoldenPrices | Refused;
  }
  const cases = hasGolden("updates.json") ? golden<readonly Case[]>("updates.json") : [];

  it("reads the file", () => {
    expect(cases).toBeInstanceOf(Array);
  });

  it.each(cases.map((entry, index) => ({ ...entry, index })))("case $index, $instrument", (entry) => {
    const { instrument, updated } = entry;
    const details = { instrument, time: expect.any(String) };
    const stitch = (): Series => backAdjust(goldenFrame(entry.history), { forwardFill: true, instrument });
    orRefuses(stitch, entry.adjusted_before, details, (before, prices) => {
      const expected = goldenSeries(prices);
      expect(relativeDifference(before.time, expected.time)).toBe(0);
      expect(relativeDifference(before.values, expected.values)).toBeLessThanOrEqual(TOLERANCE);
    });
    if (isRefused(entry.adjusted_before) || isRefused(updated)) return;

    const before = stitch();
    const add = () => updateAdjustedPrices(before, goldenFrame(updated), { instrument });
    if (isRefused(entry.adjusted_after)) {
      // a missed roll is an outcome here, and an error in the reference
      const missed = outcomeOf(add)?.status === "roll-missed";
      if (!missed) orRefuses(add, entry.adjusted_after, details, () => undefined);
      return;
    }
    const update = add();
    if (update.status === "roll-missed") expect.fail(`a roll at ${update.time} was missed`);
    const after = goldenSeries(entry.adjusted_after);
    expect(relativeDifference(update.adjusted.time, after.time)).toBe(0);
    expect(relativeDifference(update.adjusted.values, after.values)).toBeLessThanOrEqual(TOLERANCE);
    if (update.status === "updated") expect(update.rowsAdded).toBe(after.length - before.length);
    else expect(after.length).toBe(before.length);
  });
});

/** What `work` gives, undefined where it throws. */
function outcomeOf<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

describe("incremental adjustment", () => {
  const adjusted = adjustedOf([
    [0, 8],
    [1, 9],
    [2, 10],
  ]);

  it("adds later prices of the current contract and leaves out missing ones", () => {
    const update = updateAdjustedPrices(
      adjusted,
      pricesOf([
        [1, 11, A],
        [2, 10, B],
        [3, 10.5, B],
        [4, Number.NaN, B],
        [5, 11, B],
      ]),
    );
    expect(update).toMatchObject({ status: "updated", rowsAdded: 2, lastRowFilled: false });
    if (update.status !== "updated") return;
    expect([...update.adjusted.time]).toEqual([0, 1, 2, 3, 5].map((day) => day * DAY));
    expect([...update.adjusted.values]).toEqual([8, 9, 10, 10.5, 11]);
    expect(update.adjusted.name).toBe("price");
  });

  it("takes labels of six and of eight digits for one contract", () => {
    const rows: readonly Row[] = [
      [2, 10, B.slice(0, 6)],
      [3, 11, B],
    ];
    expect(updateAdjustedPrices(adjusted, pricesOf(rows)).status).toBe("updated");
  });

  it("says that there is nothing new", () => {
    const update = updateAdjustedPrices(
      adjusted,
      pricesOf([
        [2, 99, B],
        [3, Number.NaN, B],
      ]),
    );
    expect(update).toEqual({ status: "nothing-new", adjusted });
  });

  it("fills a missing last value and no other", () => {
    const holed = adjustedOf([
      [1, Number.NaN],
      [2, Number.NaN],
    ]);
    const update = updateAdjustedPrices(
      holed,
      pricesOf([
        [1, 9, B],
        [2, 10, B],
      ]),
    );
    expect(update).toMatchObject({ status: "updated", rowsAdded: 0, lastRowFilled: true });
    expect([...(update.status === "updated" ? update.adjusted.values : [])]).toEqual([Number.NaN, 10]);
    expect([...holed.values]).toEqual([Number.NaN, Number.NaN]);
  });

  it("takes the contract of the last row at or before the last adjusted one", () => {
    const rows: readonly Row[] = [
      [1, 9, A],
      [2.5, 10, A],
    ];
    expect(updateAdjustedPrices(adjusted, pricesOf(rows)).status).toBe("updated");
    expect(updateAdjustedPrices(adjusted, pricesOf([rows[0]!, [2.5, 10, B]])).status).toBe("roll-missed");
  });

  it("reports a missed roll, with the time and both contracts, and changes nothing", () => {
    const update = updateAdjustedPrices(
      adjusted,
      pricesOf([
        [2, 10, A],
        [3, 10.5, A],
        [4, Number.NaN, B],
        [5, 13, A],
      ]),
      { instrument: "CORN" },
    );
    expect(update).toEqual({ status: "roll-missed", instrument: "CORN", time: 4 * DAY, from: A, to: B });
    expect([...adjusted.values]).toEqual([8, 9, 10]);
  });

  it.each([
    ["no adjusted prices", adjustedOf([]), pricesOf([[0, 1, A]]), "PRICES_EMPTY", "adjusted prices of CORN"],
    ["no multiple prices", adjusted, pricesOf([]), "PRICES_EMPTY", "multiple prices of CORN"],
    ["prices that start too late", adjusted, pricesOf([[3, 1, A]]), "CONTRACT_LABELS", "1970-01-03 00:00:00"],
    ["an unknown contract", adjusted, pricesOf([[2, 1, undefined]]), "CONTRACT_LABELS", "row 0"],
    [
      "an unknown later contract",
      adjusted,
      pricesOf([
        [2, 1, A],
        [3, 1, undefined],
      ]),
      "CONTRACT_LABELS",
      "1970-01-04 00:00:00",
    ],
  ] as const)("refuses %s", (_, series, prices, code, text) => {
    expect(() => updateAdjustedPrices(series, prices, { instrument: "CORN" })).toThrowError(
      expect.toSatisfy(
        (error) =>
          isContangoError(error, code) && error.message.includes(text) && error.details.instrument === "CORN",
      ),
    );
  });

  it("ends, a part at a time, where a full stitch ends, as long as no contract changes", () => {
    const price = fc.integer({ min: -400, max: 400 }).map((ticks) => ticks / 4);
    const cuts = fc.array(fc.nat(30), { maxLength: 4 });
    fc.assert(
      fc.property(fc.array(price, { minLength: 1, maxLength: 30 }), cuts, (prices, ends) => {
        const all = pricesOf(prices.map((value, day) => [day, value, A]));
        const whole = all.with({ FORWARD: floatColumn(new Float64Array(all.length)) });
        let stitched = backAdjust(whole.rows(0, 1));
        for (const end of [...ends, all.length]) {
          const update = updateAdjustedPrices(stitched, all.rows(0, Math.max(1, end)));
          if (update.status !== "roll-missed") stitched = update.adjusted;
        }
        expect(stitched.values).toEqual(backAdjust(whole).values);
      }),
    );
  });
});
