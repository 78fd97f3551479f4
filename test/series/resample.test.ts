import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Frequency } from "../../src/series/bins.js";
import { series } from "../../src/series/construct.js";
import { type BinValue, resample, resampleBusinessDays } from "../../src/series/resample.js";
import type { Series } from "../../src/series/series.js";
import { formatTime } from "../../src/time/text.js";
import * as naive from "./naive.js";

const NONE = Number.NaN;
const rows = (x: Series): [string, number][] =>
  [...x].map(([time, value]) => [formatTime(time).slice(0, 16), value]);

// Thursday to the next Tuesday: two stamps on Friday, both days of the weekend, nothing on Monday.
const x = series(
  [
    "2024-02-29 23:00",
    "2024-03-01 09:00",
    "2024-03-01 23:00",
    "2024-03-02 12:00",
    "2024-03-03 23:00",
    "2024-03-05 00:00",
  ],
  [1, 2, NONE, 4, 6, 7],
  { name: "price" },
);

describe("business days", () => {
  it("hold the weekend on Friday, and have a row for every weekday", () => {
    expect(rows(resampleBusinessDays(x, "last"))).toEqual([
      ["2024-02-29 00:00", 1],
      ["2024-03-01 00:00", 6],
      ["2024-03-04 00:00", NONE],
      ["2024-03-05 00:00", 7],
    ]);
    expect([...resampleBusinessDays(x, "mean").values]).toEqual([1, 4, NONE, 7]);
    expect([...resampleBusinessDays(x, "sum").values]).toEqual([1, 12, 0, 7]);
    expect(resampleBusinessDays(x, "last").name).toBe("price");
  });

  it("filled forward look up each midnight: a 23:00 stamp counts for the next day", () => {
    expect(rows(resampleBusinessDays(x, "forwardFill"))).toEqual([
      ["2024-02-29 00:00", NONE],
      ["2024-03-01 00:00", 1],
      ["2024-03-04 00:00", 6],
      ["2024-03-05 00:00", 7],
    ]);
    const missing = series(["2024-03-04", "2024-03-05", "2024-03-07"], [1, NONE, 3]);
    expect([...resampleBusinessDays(missing, "forwardFill").values]).toEqual([1, NONE, NONE, 3]);
  });

  it("of a series that begins on a Saturday begin on the Friday before", () => {
    const weekend = series(["2024-03-02 10:00", "2024-03-03 10:00"], [1, 2]);
    expect(rows(resampleBusinessDays(weekend, "last"))).toEqual([["2024-03-01 00:00", 2]]);
  });
});

describe("other bins", () => {
  it.each([
    [
      "week",
      [
        ["2024-03-03 00:00", 13],
        ["2024-03-10 00:00", 7],
      ],
    ],
    [
      "month",
      [
        ["2024-02-29 00:00", 1],
        ["2024-03-31 00:00", 19],
      ],
    ],
    ["year", [["2024-12-31 00:00", 20]]],
    ["7 days", [["2024-02-29 00:00", 20]]],
  ] as [Frequency, [string, number][]][])("%s", (frequency, expected) => {
    expect(rows(resample(x, frequency, "sum"))).toEqual(expected);
  });

  it("hours", () => {
    const hourly = series(["2024-03-01 09:00", "2024-03-01 09:59:59", "2024-03-01 11:30"], [1, 2, 3]);
    expect(rows(resample(hourly, "hour", "mean"))).toEqual([
      ["2024-03-01 09:00", 1.5],
      ["2024-03-01 10:00", NONE],
      ["2024-03-01 11:00", 3],
    ]);
  });

  it("before 1970 and over leap years", () => {
    const old = series(["1899-12-31 12:00", "1900-02-28 12:00", "1904-02-29"], [1, 2, 3]);
    expect(resample(old, "month", "last").length).toBe(51);
    expect(rows(resample(old, "month", "last")).slice(0, 3)).toEqual([
      ["1899-12-31 00:00", 1],
      ["1900-01-31 00:00", NONE],
      ["1900-02-28 00:00", 2],
    ]);
    expect(rows(resample(old, "year", "last")).map(([label]) => label.slice(0, 4))).toEqual([
      "1899",
      "1900",
      "1901",
      "1902",
      "1903",
      "1904",
    ]);
  });

  it("sum to what the series sums to, and each label comes once, in order", () => {
    const frequencies: Frequency[] = ["business day", "week", "month", "year", "7 days", "hour"];
    fc.assert(
      fc.property(naive.series(40), fc.constantFrom(...frequencies), (data, frequency) => {
        const cents = series(
          data.time,
          data.values.map((value) => (Math.abs(value) > 100 ? NONE : Math.round(value * 100))),
        );
        const sums = resample(cents, frequency, "sum");
        expect(naive.sum([...sums.values])).toBe(naive.sum([...cents.values].filter(Number.isFinite)));
        const last = resample(cents, frequency, "last");
        expect(last.time).toEqual(sums.time);
        expect([...last.values].findLast(Number.isFinite)).toBe([...cents.values].findLast(Number.isFinite));
      }),
    );
  });

  it("of an empty series are empty, and of missing values missing", () => {
    expect(resample(series([], []), "month", "last").length).toBe(0);
    expect(resampleBusinessDays(series([], []), "forwardFill").length).toBe(0);
    const missing = series(["2024-03-04"], [NONE]);
    expect([...resample(missing, "week", "mean").values]).toEqual([NONE]);
    expect([...resample(missing, "week", "sum").values]).toEqual([0]);
  });

  it("refuse what they do not know", () => {
    expect(() => resample(x, "W" as Frequency, "last")).toThrow(
      expect.objectContaining({
        code: "SERIES_PARAMETER",
        message: expect.stringContaining('the frequency is "W"; give one of "business day"'),
      }),
    );
    expect(() => resampleBusinessDays(x, "first" as BinValue)).toThrow(
      expect.objectContaining({ code: "SERIES_PARAMETER", message: expect.stringContaining('"first"') }),
    );
  });
});
