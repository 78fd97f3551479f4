import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { frame, series } from "../../src/series/construct.js";
import {
  indexAtOrAfter,
  indexAtOrBefore,
  lowerBound,
  upperBound,
  valueAsOf,
} from "../../src/series/search.js";
import { between, head, tail } from "../../src/series/slice.js";
import * as naive from "./naive.js";

const x = series(
  ["2023-12-29 23:00", "2024-01-02 10:00", "2024-01-02 23:00", "2024-01-31 23:00", "2024-02-29 23:00:00.5"],
  [0, 1, 2, Number.NaN, 4],
  { name: "price" },
);
const bars = frame(
  x.time,
  { price: x.values, contract: ["a", "b", "c", null, "e"] },
  { meta: { index: "i" } },
);

describe("between", () => {
  it.each([
    [undefined, undefined, [0, 1, 2, 3, 4]],
    ["2024-01-02", undefined, [1, 2, 3, 4]],
    [undefined, "2024-01-02", [0, 1, 2]],
    ["2024-01-02 10:00", "2024-01-02 23:00:00", [1, 2]],
    ["2024-01-02 10:00:01", "2024-01-02 22:59", []],
    ["2024", "2024-01", [1, 2, 3]],
    ["2023", "2023", [0]],
    [x.timeAt(1), x.timeAt(3), [1, 2, 3]],
    [new Date(x.timeAt(2)), new Date(x.timeAt(2)), [2]],
    ["2024-02-29 23:00:00", "2024-02-29 23:00:00", [4]],
    ["2024-02-29 23:00:00.500001", "2025", []],
    ["2025", "2020", []],
  ])("%s to %s", (from, to, rows) => {
    const part = between(x, from, to);
    expect([...part.time]).toEqual(rows.map((row) => x.time[row]));
    expect(part.name).toBe("price");
    const partBars = between(bars, from, to);
    expect(partBars.length).toBe(rows.length);
    expect(rows.map((_, at) => partBars.row(at).contract)).toEqual(rows.map((row) => bars.row(row).contract));
    expect(partBars.meta).toEqual({ index: "i" });
  });

  it("copies nothing", () => {
    expect(between(x, "2024").values.buffer).toBe(x.values.buffer);
  });

  it("refuses a text that is no time", () => {
    expect(() => between(x, "last year")).toThrow(expect.objectContaining({ code: "TIME_TEXT" }));
    expect(() => between(x, Number.NaN)).toThrow(expect.objectContaining({ code: "TIME_VALUE" }));
  });
});

describe("head and tail", () => {
  it("give the first and last rows, five unless told", () => {
    expect([...head(x, 2).values]).toEqual([0, 1]);
    expect([...tail(x, 2).values]).toEqual([Number.NaN, 4]);
    expect(head(bars, 1).row(0).contract).toBe("a");
    expect(tail(bars, 1).row(0).contract).toBe("e");
    const long = series(
      Array.from({ length: 9 }, (_, row) => row),
      new Float64Array(9),
    );
    expect([head(long).timeAt(-1), tail(long).timeAt(0)]).toEqual([4, 4]);
    expect([head(x, 0).length, tail(x, 0).length, head(x, 99).length, tail(x, 99).length]).toEqual([
      0, 0, 5, 5,
    ]);
  });

  it.each([-1, 1.5])("refuse the count %d", (count) => {
    for (const part of [head, tail]) {
      expect(() => part(x, count)).toThrow(
        expect.objectContaining({
          code: "SERIES_PARAMETER",
          message: expect.stringContaining(`row count is ${count}`),
        }),
      );
    }
  });
});

describe("search", () => {
  it("finds the same rows as reading all of them", () => {
    fc.assert(
      fc.property(
        naive.times(40),
        fc.integer({ min: -3_000_100, max: 600_000 }),
        fc.nat(50),
        (time, hour, row) => {
          for (const at of [hour * 3_600_000, time[row] ?? 0]) {
            expect(lowerBound(time, at)).toBe([...time].filter((t) => t < at).length);
            expect(upperBound(time, at)).toBe([...time].filter((t) => t <= at).length);
          }
        },
      ),
    );
  });

  it("gives -1 where there is no row", () => {
    expect(indexAtOrBefore(x, "2023")).toBe(-1);
    expect(indexAtOrBefore(x, "2024-01-02 22:00")).toBe(1);
    expect(indexAtOrBefore(bars, "2030")).toBe(4);
    expect(indexAtOrAfter(x, "2025")).toBe(-1);
    expect(indexAtOrAfter(x, "2024-01-02 10:00")).toBe(1);
    expect(indexAtOrAfter(bars, "2000")).toBe(0);
  });

  it("gives the value as of a time: NaN before the first, and where the row has none", () => {
    expect(valueAsOf(x, "2023")).toBeNaN();
    expect(valueAsOf(x, "2024-01-15")).toBe(2);
    expect(valueAsOf(x, "2024-02-01")).toBeNaN();
    expect(valueAsOf(x, "2030")).toBe(4);
  });
});
