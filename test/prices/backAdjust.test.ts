import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isContangoError } from "../../src/errors/contangoError.js";
import { type BackAdjustMethod, backAdjust } from "../../src/prices/backAdjust.js";
import { floatColumn, stringColumn } from "../../src/series/column.js";
import { Frame } from "../../src/series/frame.js";
import type { Series } from "../../src/series/series.js";
import { DAY } from "../../src/time/civil.js";
import { readMultiplePricesCsv } from "../support/csvFrames.js";
import {
  golden,
  hasGolden,
  number,
  orRefuses,
  type Refused,
  relativeDifference,
  TOLERANCE,
  time,
} from "../support/golden.js";

interface Stitched {
  readonly n: number;
  readonly nan: number;
  readonly sum: number;
  readonly sumabs: number;
  readonly first: string;
  readonly last: string;
  readonly samples: readonly (readonly [string, number | null])[];
}

type Row = readonly [price: number, forward: number, contract: string | undefined];

function frameOf(rows: readonly Row[]): Frame {
  return new Frame(
    Float64Array.from(rows, (_, row) => row * DAY),
    {
      PRICE: floatColumn(Float64Array.from(rows, ([price]) => price)),
      FORWARD: floatColumn(Float64Array.from(rows, ([, forward]) => forward)),
      PRICE_CONTRACT: stringColumn(rows.map(([, , contract]) => contract)),
    },
  );
}

function refusal(work: () => unknown): { code: string; message: string; details: object } {
  try {
    work();
  } catch (error) {
    if (isContangoError(error)) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

const METHODS: readonly BackAdjustMethod[] = ["panama", "forward-panama", "ratio"];
const A = "20240300";
const B = "20240600";
const C = "20240900";

describe.runIf(hasGolden("stitch.json"))("back-adjusted prices agree with the reference", () => {
  type Case = { rows: number; plain?: Stitched | Refused; ffill?: Stitched | Refused };
  const cases = hasGolden("stitch.json") ? golden<Record<string, Case>>("stitch.json") : {};

  it("reads the file", () => {
    expect(cases).toBeInstanceOf(Object);
  });

  function check(adjusted: Series, expected: Stitched): void {
    const present = adjusted.values.filter((value) => !Number.isNaN(value));
    const sum = present.reduce((total, value) => total + value, 0);
    const sumabs = present.reduce((total, value) => total + Math.abs(value), 0);
    expect(adjusted.length).toBe(expected.n);
    expect(adjusted.length - present.length).toBe(expected.nan);
    expect(adjusted.timeAt(0)).toBe(time(expected.first));
    expect(adjusted.timeAt(-1)).toBe(time(expected.last));
    expect(relativeDifference([sumabs], [expected.sumabs])).toBeLessThanOrEqual(TOLERANCE);
    // the sum may cancel: its error is that of the values it is made of
    expect(Math.abs(sum - expected.sum)).toBeLessThanOrEqual(TOLERANCE * expected.sumabs);
    const rowOf = new Map(Array.from(adjusted.time, (at, row) => [at, row]));
    const actual = expected.samples.map(([at]) => adjusted.at(rowOf.get(time(at))!));
    const samples = expected.samples.map(([, value]) => number(value));
    expect(relativeDifference(actual, samples)).toBeLessThanOrEqual(TOLERANCE);
  }

  it.each(Object.entries(cases))("%s", (instrument, { rows, plain, ffill }) => {
    const prices = readMultiplePricesCsv(instrument);
    expect(prices.length).toBe(rows);
    for (const [forwardFill, expected] of [
      [false, plain],
      [true, ffill],
    ] as const) {
      if (expected === undefined) continue;
      const stitch = (): Series => backAdjust(prices, { instrument, forwardFill });
      orRefuses(stitch, expected, { instrument, time: expect.any(String) }, check);
    }
  });
});

describe("back-adjustment", () => {
  // two rolls, of +2 and of -4
  const prices = frameOf([
    [10, 12, A],
    [11, 13, A],
    [13.5, 9.5, B],
    [14, 10, B],
    [10.25, Number.NaN, C],
  ]);

  it("panama shifts earlier contracts to meet the last", () => {
    expect([...backAdjust(prices).values]).toEqual([8, 9, 9.5, 10, 10.25]);
  });

  it("forward-panama shifts later contracts to meet the first", () => {
    expect([...backAdjust(prices, { method: "forward-panama" }).values]).toEqual([10, 11, 11.5, 12, 12.25]);
  });

  it("ratio multiplies earlier contracts to meet the last", () => {
    const second = 10 / 14;
    const first = second * (13 / 11);
    const expected = [10 * first, 11 * first, 13.5 * second, 14 * second, 10.25];
    expect(relativeDifference(backAdjust(prices, { method: "ratio" }).values, expected)).toBeLessThan(1e-15);
  });

  it("gives a series named price on the time column of the frame", () => {
    const adjusted = backAdjust(prices);
    expect(adjusted.name).toBe("price");
    expect(adjusted.time).toBe(prices.time);
  });

  it("carries missing prices through, or fills them from the row before, over a roll too", () => {
    const holes = frameOf([
      [Number.NaN, Number.NaN, A],
      [10, 12, A],
      [Number.NaN, Number.NaN, A],
      [Number.NaN, Number.NaN, B],
      [13, 14, B],
    ]);
    expect(refusal(() => backAdjust(holes)).code).toBe("STITCH_GAP");
    // the roll is at the fourth row, whose price is the old contract's, unshifted
    expect([...backAdjust(holes, { forwardFill: true }).values]).toEqual([Number.NaN, 12, 12, 10, 13]);
    const plain = frameOf([
      [10, 12, A],
      [Number.NaN, 12, A],
      [10, 12, A],
      [Number.NaN, 12, B],
    ]);
    expect([...backAdjust(plain).values]).toEqual([12, Number.NaN, 12, Number.NaN]);
  });

  it("takes the last known prices of an earlier contract where a whole contract has none", () => {
    const empty = frameOf([
      [10, 12, A],
      [Number.NaN, Number.NaN, B],
      [20, 23, C],
    ]);
    // pandas ffill makes the middle row [10, 12], so both gaps are 2
    expect([...backAdjust(empty, { forwardFill: true }).values]).toEqual([14, 12, 20]);
  });

  it("fills missing labels, and compares labels as text, not by their place in the dictionary", () => {
    const filled = frameOf([
      [10, 12, A],
      [11, 12, undefined],
      [12, 13, A],
      [12, 13, undefined],
      [14, 13, B],
    ]);
    expect([...backAdjust(filled, { forwardFill: true }).values]).toEqual([11, 12, 13, 13, 14]);
    const twice = new Frame(Float64Array.of(0, 1, 2), {
      PRICE: floatColumn(Float64Array.of(1, 2, 3)),
      FORWARD: floatColumn(new Float64Array(3).fill(Number.NaN)),
      PRICE_CONTRACT: { kind: "string", values: Int32Array.of(0, 1, 0), dictionary: [A, A] },
    });
    expect([...backAdjust(twice).values]).toEqual([1, 2, 3]);
  });

  it("takes labels of six and of eight digits for one contract", () => {
    const months = frameOf([
      [10, Number.NaN, "202403"],
      [11, Number.NaN, A],
    ]);
    expect([...backAdjust(months).values]).toEqual([10, 11]);
  });

  it("leaves one row, and prices that are all missing, as they are", () => {
    for (const method of METHODS) {
      expect([...backAdjust(frameOf([[5, Number.NaN, A]]), { method }).values]).toEqual([5]);
      const missing = frameOf([
        [Number.NaN, Number.NaN, A],
        [Number.NaN, Number.NaN, A],
      ]);
      expect([...backAdjust(missing, { method, forwardFill: true }).values]).toEqual([
        Number.NaN,
        Number.NaN,
      ]);
    }
  });
});

describe("back-adjustment refuses", () => {
  it("no rows", () => {
    const error = refusal(() => backAdjust(frameOf([]), { instrument: "CORN" }));
    expect(error.code).toBe("PRICES_EMPTY");
    expect(error.message).toContain("CORN");
    expect(error.details).toEqual({ instrument: "CORN" });
  });

  it("a roll without a forward price, naming the instrument, the time, both contracts and the remedy", () => {
    const prices = frameOf([
      [10, 12, A],
      [11, Number.NaN, A],
      [13, 14, B],
    ]);
    const error = refusal(() => backAdjust(prices, { instrument: "CORN" }));
    expect(error.code).toBe("STITCH_GAP");
    for (const text of [
      "CORN",
      "1970-01-03 00:00:00",
      A,
      B,
      "PRICE 11",
      "FORWARD NaN",
      "forwardFill: true",
    ]) {
      expect(error.message).toContain(text);
    }
    expect(error.details).toMatchObject({ instrument: "CORN", time: "1970-01-03 00:00:00", from: A, to: B });
    expect([...backAdjust(prices, { forwardFill: true }).values]).toEqual([11, 12, 13]);
  });

  it("a roll that no earlier row can fill", () => {
    const error = refusal(() =>
      backAdjust(
        frameOf([
          [10, Number.NaN, A],
          [11, Number.NaN, A],
          [13, 14, B],
        ]),
        { forwardFill: true },
      ),
    );
    expect(error.code).toBe("STITCH_GAP");
    expect(error.message).toContain("load prices of both contracts");
  });

  describe("the FORWARD of another contract", () => {
    type Labelled = readonly [price: number, forward: number, contract: string, next: string | undefined];
    const labelled = (...rows: readonly Labelled[]): Frame =>
      frameOf(rows.map(([price, forward, contract]): Row => [price, forward, contract])).with({
        FORWARD_CONTRACT: stringColumn(rows.map(([, , , next]) => next)),
      });
    const skipped = labelled([100, 105, A, B], [101, 106, A, B], [150, Number.NaN, C, "20241200"]);

    it.each([false, true])(
      "at a roll, naming instrument, time and contracts (forwardFill %s)",
      (forwardFill) => {
        const error = refusal(() => backAdjust(skipped, { instrument: "CORN", forwardFill }));
        expect(error.code).toBe("STITCH_GAP");
        const details = {
          instrument: "CORN",
          time: "1970-01-03 00:00:00",
          from: A,
          to: C,
          forwardContract: B,
        };
        expect(error.details).toMatchObject(details);
        for (const text of ["CORN", "1970-01-03 00:00:00", A, B, C]) expect(error.message).toContain(text);
      },
    );

    it("that forward fill brings from before a contract without any", () => {
      const empty = labelled([10, 12, A, B], [Number.NaN, Number.NaN, B, C], [20, 23, C, "20241200"]);
      const error = refusal(() => backAdjust(empty, { forwardFill: true }));
      expect(error.details).toMatchObject({ from: B, to: C, forwardContract: B });
    });

    it("but not the right one, one of six digits, a label that is filled, or one that is missing", () => {
      const right = labelled([10, 12, A, B], [13, Number.NaN, B, C]);
      const short = labelled([10, 12, A, B.slice(0, 6)], [13, Number.NaN, B, C]);
      const missing = labelled([10, 12, A, undefined], [13, Number.NaN, B, C]);
      for (const prices of [right, short, missing]) expect([...backAdjust(prices).values]).toEqual([12, 13]);
      const filled = (next: string): Frame =>
        labelled([10, 12, A, next], [11, 12, A, undefined], [13, Number.NaN, B, C]);
      expect([...backAdjust(filled(B), { forwardFill: true }).values]).toEqual([11, 12, 13]);
      expect(refusal(() => backAdjust(filled(C), { forwardFill: true })).code).toBe("STITCH_GAP");
    });
  });

  it("an infinite price at a roll", () => {
    const prices = frameOf([
      [10, Number.POSITIVE_INFINITY, A],
      [13, 14, B],
    ]);
    expect(refusal(() => backAdjust(prices)).code).toBe("STITCH_GAP");
  });

  it("a missing label, unless it can be filled", () => {
    const prices = frameOf([
      [10, 12, A],
      [11, 12, undefined],
    ]);
    const error = refusal(() => backAdjust(prices, { instrument: "CORN" }));
    expect(error.code).toBe("CONTRACT_LABELS");
    expect(error.message).toContain("1970-01-02 00:00:00");
    expect(error.message).toContain("row 1");
    const first = refusal(() => backAdjust(frameOf([[10, 12, undefined]]), { forwardFill: true }));
    expect(first.code).toBe("CONTRACT_LABELS");
    expect(first.message).toContain("row 0");
  });

  it.each([
    [0, 5],
    [-1, 5],
    [5, 0],
    [5, -1],
  ])("a ratio of prices %d and %d", (price, forward) => {
    const prices = frameOf([
      [price, forward, A],
      [7, 8, B],
    ]);
    const error = refusal(() => backAdjust(prices, { method: "ratio", instrument: "CRUDE_W" }));
    expect(error.code).toBe("STITCH_RATIO");
    for (const text of ["CRUDE_W", "1970-01-02 00:00:00", A, B]) expect(error.message).toContain(text);
    expect(backAdjust(prices).length).toBe(2);
  });

  it("an unknown method", () => {
    const error = refusal(() =>
      backAdjust(frameOf([[10, 12, A]]), { method: "calendar" as BackAdjustMethod }),
    );
    expect(error.code).toBe("SERIES_PARAMETER");
    expect(error.message).toContain('"forward-panama"');
  });

  it("a frame without its columns, or with labels that were read as numbers", () => {
    const prices = frameOf([[10, 12, A]]);
    expect(refusal(() => backAdjust(prices.select(["PRICE", "PRICE_CONTRACT"]))).code).toBe("COLUMN_MISSING");
    const numeric = prices.with({ PRICE_CONTRACT: floatColumn(Float64Array.of(20240300)) });
    expect(refusal(() => backAdjust(numeric)).code).toBe("COLUMN_KIND");
  });
});

describe("properties of back-adjusted prices", () => {
  // quarters, so that sums are exact
  const quarter = fc.integer({ min: 40, max: 4000 }).map((ticks) => ticks / 4);
  const rows = fc.array(fc.tuple(quarter, quarter, fc.boolean()), { minLength: 1, maxLength: 60 });
  const rolling = rows.map((list) => {
    let contract = 0;
    return list.map(([price, forward, rolls], row): Row => {
      if (rolls && row > 0) contract++;
      return [price, forward, `2024${String(contract).padStart(4, "0")}`];
    });
  });
  const isRoll = (list: readonly Row[], row: number): boolean => list[row]![2] !== list[row - 1]![2];

  it("differences are the traded contract's: at a roll, those of the contract rolled into", () => {
    fc.assert(
      fc.property(rolling, fc.constantFrom("panama" as const, "forward-panama" as const), (list, method) => {
        const adjusted = backAdjust(frameOf(list), { method });
        for (let row = 1; row < list.length; row++) {
          const before = isRoll(list, row) ? list[row - 1]![1] : list[row - 1]![0];
          expect(adjusted.at(row) - adjusted.at(row - 1)).toBe(list[row]![0] - before);
        }
      }),
    );
  });

  it("returns under ratio are the traded contract's", () => {
    fc.assert(
      fc.property(rolling, (list) => {
        const adjusted = backAdjust(frameOf(list), { method: "ratio" });
        for (let row = 1; row < list.length; row++) {
          const before = isRoll(list, row) ? list[row - 1]![1] : list[row - 1]![0];
          const difference = relativeDifference(
            [adjusted.at(row) / adjusted.at(row - 1)],
            [list[row]![0] / before],
          );
          expect(difference).toBeLessThan(1e-13);
        }
      }),
    );
  });

  it("the last contract keeps its prices, or the first under forward-panama, which differs by a constant", () => {
    fc.assert(
      fc.property(rolling, (list) => {
        const prices = frameOf(list);
        const panama = backAdjust(prices);
        const forward = backAdjust(prices, { method: "forward-panama" });
        expect(panama.at(-1)).toBe(list.at(-1)![0]);
        expect(backAdjust(prices, { method: "ratio" }).at(-1)).toBe(list.at(-1)![0]);
        expect(forward.at(0)).toBe(list[0]![0]);
        const constant = forward.at(0) - panama.at(0);
        for (let row = 0; row < list.length; row++) expect(forward.at(row) - panama.at(row)).toBe(constant);
      }),
    );
  });

  it("stitching with forward fill is filling the frame, then stitching", () => {
    const holed = fc.tuple(rolling, fc.infiniteStream(fc.boolean()), fc.infiniteStream(fc.boolean()));
    fc.assert(
      fc.property(holed, fc.constantFrom(...METHODS), ([list, noPrice, noForward], method) => {
        const holes = list.map(([price, forward, contract], row): Row => {
          const without = noPrice.next().value && row > 0;
          return [
            without ? Number.NaN : price,
            noForward.next().value && row > 0 ? Number.NaN : forward,
            contract,
          ];
        });
        let last = holes[0]!;
        const filled = holes.map((row): Row => {
          last = [Number.isNaN(row[0]) ? last[0] : row[0], Number.isNaN(row[1]) ? last[1] : row[1], row[2]];
          return last;
        });
        const actual = backAdjust(frameOf(holes), { method, forwardFill: true });
        expect(relativeDifference(actual.values, backAdjust(frameOf(filled), { method }).values)).toBe(0);
      }),
    );
  });

  it("writes to neither prices nor labels", () => {
    fc.assert(
      fc.property(rolling, fc.constantFrom(...METHODS), fc.boolean(), (list, method, forwardFill) => {
        const prices = frameOf(list);
        backAdjust(prices, { method, forwardFill });
        const again = frameOf(list);
        for (const name of prices.names) expect(prices.column(name)).toEqual(again.column(name));
      }),
    );
  });
});
