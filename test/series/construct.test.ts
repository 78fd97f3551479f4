import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { frame, series } from "../../src/series/construct.js";
import { Frame } from "../../src/series/frame.js";
import { Series } from "../../src/series/series.js";
import { toTime } from "../../src/time/text.js";

const NONE = Number.NaN;
const failing = (code: string, message: string, details = {}): unknown =>
  expect.objectContaining({
    code,
    message: expect.stringContaining(message),
    details: expect.objectContaining(details),
  });

describe("series", () => {
  it("takes times of every form, and missing values as null, undefined or NaN", () => {
    const x = series(
      ["2024-03-01", "2024-03-01 23:00:00", new Date(1_709_424_000_000), 1_709_510_400_000],
      [1, null, undefined, NONE],
      {
        name: "price",
      },
    );
    expect([...x.time]).toEqual([1_709_251_200_000, 1_709_334_000_000, 1_709_424_000_000, 1_709_510_400_000]);
    expect([...x.values]).toEqual([1, NONE, NONE, NONE]);
    expect(x.name).toBe("price");
  });

  it("shares typed arrays that need no repair", () => {
    const time = Float64Array.of(1, 2);
    const values = Float64Array.of(3, 4);
    const x = series(time, values, { unsorted: "sort", duplicates: "last" });
    expect(x.time).toBe(time);
    expect(x.values).toBe(values);
  });

  it("may be empty", () => {
    expect(series([], []).length).toBe(0);
  });

  it("refuses what is wrong, and says in which row", () => {
    expect(() => series(["2024-01-01", "2024-02-30"], [1, 2])).toThrow(
      failing("TIME_TEXT", "the time of row 1 (2024-02-30) cannot be read", { row: 1 }),
    );
    expect(() => series([1, NONE, 3], [1, 2, 3])).toThrow(failing("TIME_VALUE", "row 1", { row: 1 }));
    expect(() => series(Float64Array.of(1, NONE, 3), [1, 2, 3], { unsorted: "sort" })).toThrow(
      failing("TIME_VALUE", "row 1 is NaN", { row: 1 }),
    );
    expect(() => series(["2024-01-01", "2024-01-02", "2024-01-02"], [1, 2, 3])).toThrow(
      failing("SERIES_DUPLICATE_TIME", "rows 1 and 2 have the same time 2024-01-02 00:00:00", { row: 2 }),
    );
    expect(() => series(["2024-01-02", "2024-01-01"], [1, 2])).toThrow(
      failing("SERIES_UNSORTED_TIME", "row 1 (2024-01-01 00:00:00) is earlier than row 0", { row: 1 }),
    );
    expect(() => series([1, 2], [1, 2, 3], { duplicates: "last" })).toThrow(
      failing("SERIES_LENGTH", "2 times and 3 values"),
    );
    expect(() => series([1, 2], [1, "2"] as unknown as number[])).toThrow(
      failing("SERIES_VALUE", 'row 1 holds "2" where a number is needed', { row: 1 }),
    );
    expect(() => series([1], ["2"] as unknown as number[])).toThrow(
      failing("SERIES_VALUE", "holds string; give numbers"),
    );
    expect(() => series([1], [2], { duplicates: "lst" as "last" })).toThrow(
      failing("SERIES_PARAMETER", 'duplicates is "lst"; give one of "error", "first", "last"'),
    );
  });

  it("names the rows of the input where sorting brings a duplicate to light", () => {
    expect(() => series([5, 3, 9, 5], [1, 2, 3, 4], { unsorted: "sort" })).toThrow(
      failing("SERIES_DUPLICATE_TIME", "rows 0 and 3", { row: 3 }),
    );
  });

  it("repairs when asked: the first or last of rows with one time, by position", () => {
    const repaired = (duplicates: "first" | "last"): number[][] => {
      const x = series([5, 3, 5, 4, 3, 5], [0, 1, 2, 3, 4, 5], { unsorted: "sort", duplicates });
      return [[...x.time], [...x.values]];
    };
    expect(repaired("first")).toEqual([
      [3, 4, 5],
      [1, 3, 0],
    ]);
    expect(repaired("last")).toEqual([
      [3, 4, 5],
      [4, 3, 5],
    ]);
    expect([...series([1, 1, 2], [0, 1, 2], { duplicates: "last" }).values]).toEqual([1, 2]);
    expect(() => series([2, 1, 1], [0, 1, 2], { duplicates: "last" })).toThrow(
      failing("SERIES_UNSORTED_TIME", "row 1"),
    );
  });

  it("sorts to one row a time: the same as a map would keep", () => {
    const rows = fc.array(fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer()), { maxLength: 60 });
    fc.assert(
      fc.property(rows, fc.constantFrom("first", "last"), (pairs, duplicates) => {
        const kept = new Map<number, number>();
        for (const [time, value] of pairs)
          if (duplicates === "last" || !kept.has(time)) kept.set(time, value);
        const x = series(
          pairs.map(([time]) => time),
          pairs.map(([, value]) => value),
          { unsorted: "sort", duplicates: duplicates as "first" | "last" },
        );
        expect([...x].map(([time, value]) => [time, value])).toEqual([...kept].sort(([a], [b]) => a - b));
      }),
    );
  });
});

describe("frame", () => {
  it("finds the kind of each column", () => {
    const bars = frame(["2024-03-01", "2024-03-04"], {
      price: [null, 101.5],
      volume: [10n, 2n ** 60n],
      contract: [undefined, "20240600"],
      expiry: [new Date(0), null],
      priced: [true, false],
      empty: [null, undefined],
    });
    expect(bars.names.map((name) => [name, bars.column(name).kind])).toEqual([
      ["price", "float64"],
      ["volume", "int64"],
      ["contract", "string"],
      ["expiry", "time"],
      ["priced", "bool"],
      ["empty", "float64"],
    ]);
    expect(bars.row(-1)).toEqual({
      time: toTime("2024-03-04"),
      price: 101.5,
      volume: 2n ** 60n,
      contract: "20240600",
      expiry: NONE,
      priced: false,
      empty: NONE,
    });
    expect(bars.row(0).contract).toBeUndefined();
  });

  it.each([1, -2, 99, 0.5, Number.NaN])("refuses row %d of one", (row) => {
    expect(() => frame([1], { b: [true] }).row(row)).toThrow(
      expect.objectContaining({
        code: "SERIES_PARAMETER",
        message: expect.stringContaining(`there is no row ${row} in a frame of 1 rows`),
      }),
    );
  });

  it("keeps the order of a Map's names, and the metadata", () => {
    const prices = frame(
      [1, 2],
      new Map([
        ["20250300", [1, 2]],
        ["20241200", [3, 4]],
      ]),
      { meta: { index: "DATETIME" } },
    );
    expect(prices.names).toEqual(["20250300", "20241200"]);
    expect(prices.meta).toEqual({ index: "DATETIME" });
  });

  it("repairs every kind of column alike", () => {
    const repaired = frame(
      [3, 1, 3, 2],
      { x: [0, 1, 2, 3], n: [0n, 1n, 2n, 3n], s: ["a", "b", null, "d"], b: [true, true, false, true] },
      { unsorted: "sort", duplicates: "last" },
    );
    expect(repaired.length).toBe(3);
    expect([0, 1, 2].map((row) => repaired.row(row))).toEqual([
      { time: 1, x: 1, n: 1n, s: "b", b: true },
      { time: 2, x: 3, n: 3n, s: "d", b: true },
      { time: 3, x: 2, n: 2n, s: undefined, b: false },
    ]);
  });

  it("refuses what is wrong, and says where", () => {
    expect(() => frame([1, 2], { x: [1, "a"] as unknown as number[] })).toThrow(
      failing("SERIES_VALUE", 'column "x": row 1 holds "a" where a number is needed', {
        column: "x",
        row: 1,
      }),
    );
    expect(() => frame([1, 2], { b: [true, null] as unknown as boolean[] })).toThrow(
      failing("SERIES_VALUE", "row 1 holds null where true or false is needed", { row: 1 }),
    );
    expect(() => frame([1, 2], { n: [1n, 2n ** 63n] })).toThrow(
      failing("SERIES_VALUE", "row 1 holds 9223372036854775808 where an int64 is needed", { row: 1 }),
    );
    expect(() => frame([1, 2], { x: [1, 2], y: [1] }, { unsorted: "sort" })).toThrow(
      failing("SERIES_LENGTH", 'column "y" has 1 rows where the frame has 2', { column: "y" }),
    );
    expect(() => frame([2, 1], { x: [1, 2] })).toThrow(failing("SERIES_UNSORTED_TIME", "row 1", { row: 1 }));
    expect(() => frame([2, 2], { x: [1, 2] })).toThrow(
      failing("SERIES_DUPLICATE_TIME", "rows 0 and 1", { row: 1 }),
    );
  });
});

describe("the constructors", () => {
  it("check the times, but each array once", () => {
    const time = Float64Array.of(1, 2, 2);
    expect(() => new Series(time, new Float64Array(3))).toThrow(
      failing("SERIES_DUPLICATE_TIME", "rows 1 and 2"),
    );
    expect(() => new Frame(Float64Array.of(1, Infinity), {})).toThrow(
      failing("TIME_VALUE", "row 1 is Infinity"),
    );
    expect(() => new Series(Float64Array.of(1), new Float64Array(2), "p")).toThrow(
      failing("SERIES_LENGTH", 'series "p" has 1 times and 2 values'),
    );
  });

  it("name the columns that a frame has where one is missing or of another kind", () => {
    const bars = frame([1], { price: [1], contract: ["a"] });
    expect(() => bars.floats("PRICE")).toThrow(
      failing("COLUMN_MISSING", '"price", "contract"', { column: "PRICE" }),
    );
    expect(() => bars.floats("contract")).toThrow(
      failing("COLUMN_KIND", "holds string, where float64 is needed"),
    );
    expect(() => bars.series("contract")).toThrow(failing("COLUMN_KIND", "where a number is needed"));
    expect(() => bars.strings("price")).toThrow(failing("COLUMN_KIND", "where string is needed"));
  });
});
