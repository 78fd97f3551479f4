import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { alignInner, alignOuter } from "../../src/series/align.js";
import { frame, series } from "../../src/series/construct.js";
import { asOf, reindex } from "../../src/series/reindex.js";
import { Series } from "../../src/series/series.js";
import { toFrame } from "../../src/series/toFrame.js";
import * as naive from "./naive.js";

const NONE = Number.NaN;
const x = series([1, 2, 4], [10, NONE, 40], { name: "x" });
const y = series([2, 3], [200, 300], { name: "y" });
const contracts = frame(
  [1, 3],
  { contract: ["20240300", null], held: [true, false], size: [7n, 8n], price: [1.5, 2.5] },
  { meta: { index: "DATETIME" } },
);

describe("alignment", () => {
  it("outer: every time of any, missing where one has none", () => {
    const [a, b] = alignOuter([x, y]);
    expect(a.time).toBe(b.time);
    expect([...a.time]).toEqual([1, 2, 3, 4]);
    expect([...a.values]).toEqual([10, NONE, NONE, 40]);
    expect([...b.values]).toEqual([NONE, 200, 300, NONE]);
    expect([a.name, b.name]).toEqual(["x", "y"]);
  });

  it("inner: the times that all have", () => {
    const [a, b] = alignInner([x, y]);
    expect([[...a.time], [...a.values], [...b.values]]).toEqual([[2], [NONE], [200]]);
    expect(alignInner([x, y, series([3], [1])]).map((item) => item.length)).toEqual([0, 0, 0]);
  });

  it("of frames keeps the dictionary of text, and turns int64 and bool into float64 only where a row is missing", () => {
    const [a, b] = alignOuter([contracts, y]);
    expect(a.names.map((name) => a.column(name).kind)).toEqual(["string", "float64", "float64", "float64"]);
    expect(a.strings("contract").dictionary).toBe(contracts.strings("contract").dictionary);
    expect([0, 1, 2].map((row) => a.row(row))).toEqual([
      { time: 1, contract: "20240300", held: 1, size: 7, price: 1.5 },
      { time: 2, contract: undefined, held: NONE, size: NONE, price: NONE },
      { time: 3, contract: undefined, held: 0, size: 8, price: 2.5 },
    ]);
    expect(a.meta).toEqual({ index: "DATETIME" });
    expect([...b.values]).toEqual([NONE, 200, 300]);
    const [c] = alignInner([contracts, y]);
    expect(c.names.map((name) => c.column(name).kind)).toEqual(["string", "bool", "int64", "float64"]);
    expect(c.row(0)).toEqual({ time: 3, contract: undefined, held: false, size: 8n, price: 2.5 });
  });

  it("refuses an int64 that would lose digits as float64", () => {
    const ids = frame([1], { id: [2n ** 60n + 1n] });
    expect(() => alignOuter([ids, y])).toThrow(
      expect.objectContaining({
        code: "COLUMN_KIND",
        message: expect.stringContaining("1152921504606846977"),
      }),
    );
    expect(alignInner([ids, series([1], [1])])[0].row(0).id).toBe(2n ** 60n + 1n);
  });

  it("copies nothing where the times are the same, and makes them one array", () => {
    const z = new Series(Float64Array.from(x.time), Float64Array.of(1, 2, 3), "z");
    const [a, b] = alignOuter([x, z]);
    expect(a).toBe(x);
    expect(b.time).toBe(x.time);
    expect(b.values).toBe(z.values);
  });

  it("of nothing, and of empty series", () => {
    expect(alignOuter([])).toEqual([]);
    const [a, b] = alignOuter([series([], []), y]);
    expect([...a.values]).toEqual([NONE, NONE]);
    expect(b).toEqual(y);
    expect(alignInner([series([], []), y])[1].length).toBe(0);
  });

  it("of any number of series: the union and the intersection of their times", () => {
    fc.assert(
      fc.property(fc.array(naive.series(25), { minLength: 1, maxLength: 6 }), (list) => {
        const all = list.map((item) => new Map(item));
        const union = [...new Set(list.flatMap((item) => [...item.time]))].sort((a, b) => a - b);
        const common = union.filter((time) => all.every((item) => item.has(time)));
        for (const [aligned, times] of [
          [alignOuter(list), union],
          [alignInner(list), common],
        ] as const) {
          aligned.forEach((item, which) => {
            expect([...item.time]).toEqual(times);
            expect([...item.values]).toEqual(times.map((time) => all[which]!.get(time) ?? NONE));
          });
        }
      }),
    );
  });
});

describe("reindex and asOf", () => {
  it("look up by exact time, and by the last time at or before", () => {
    expect([...reindex(x, [0, 1, 2, 3, 4, 5]).values]).toEqual([NONE, 10, NONE, NONE, 40, NONE]);
    expect([...asOf(x, [0, 1, 2, 3, 4, 5]).values]).toEqual([NONE, 10, NONE, NONE, 40, 40]);
    expect([...asOf(y, ["1970-01-01", "1970-01-02"]).values]).toEqual([NONE, 300]);
    expect(asOf(contracts, y).row(1).contract).toBeUndefined();
    expect(asOf(contracts, y).row(0)).toEqual({
      time: 2,
      contract: "20240300",
      held: true,
      size: 7n,
      price: 1.5,
    });
    expect(asOf(x, contracts).time).toBe(contracts.time);
  });

  it("equal a search for each time", () => {
    fc.assert(
      fc.property(naive.series(30), naive.times(30), (data, times) => {
        const exact = [...times].map((time) => data.values[data.time.indexOf(time)] ?? NONE);
        const last = [...times].map(
          (time) => data.values[data.time.findLastIndex((at) => at <= time)] ?? NONE,
        );
        expect([...reindex(data, times).values]).toEqual(exact);
        expect([...asOf(data, times).values]).toEqual(last);
      }),
    );
  });

  it("refuse times that do not ascend", () => {
    expect(() => asOf(x, [1, 1])).toThrow(
      expect.objectContaining({
        code: "SERIES_DUPLICATE_TIME",
        message: expect.stringContaining("index: rows 0 and 1"),
      }),
    );
    expect(() => reindex(x, Float64Array.of(2, 1))).toThrow(
      expect.objectContaining({ code: "SERIES_UNSORTED_TIME" }),
    );
    expect(() => reindex(x, ["1970-01-01", "soon"])).toThrow(
      expect.objectContaining({ code: "TIME_TEXT", message: expect.stringContaining("row 1 (soon)") }),
    );
  });
});

describe("toFrame", () => {
  it("puts series side by side on the union of their times", () => {
    const both = toFrame({ price: x, carry: y });
    expect(both.names).toEqual(["price", "carry"]);
    expect(both.row(1)).toEqual({ time: 2, price: NONE, carry: 200 });
    expect(toFrame(new Map([["20241200", y]])).floats("20241200")).toBe(y.values);
    expect(toFrame({}).length).toBe(0);
  });
});
