import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { frame, series } from "../../src/series/construct.js";
import { dropMissing } from "../../src/series/dropMissing.js";
import { backwardFill, forwardFill } from "../../src/series/fill.js";
import * as naive from "./naive.js";

const NONE = Number.NaN;
const bars = frame(
  [1, 2, 3, 4],
  {
    price: [null, 1, null, 2],
    contract: [null, "a", null, "b"],
    expiry: [new Date(5), null, null, null],
    size: [1n, 2n, 3n, 4n],
  },
  { meta: { index: "i" } },
);

describe("filling", () => {
  it("carries the last value forward, and the next one back, in every column by itself", () => {
    const forward = forwardFill(bars);
    expect([...forward.floats("price")]).toEqual([NONE, 1, 1, 2]);
    expect([0, 1, 2, 3].map((row) => forward.row(row).contract)).toEqual([undefined, "a", "a", "b"]);
    expect([...forward.series("expiry").values]).toEqual([5, 5, 5, 5]);
    expect(forward.column("size")).toBe(bars.column("size"));
    expect(forward.meta).toEqual({ index: "i" });
    const backward = backwardFill(bars);
    expect([...backward.floats("price")]).toEqual([1, 1, 2, 2]);
    expect([0, 1, 2, 3].map((row) => backward.row(row).contract)).toEqual(["a", "a", "b", "b"]);
    expect([...backward.series("expiry").values]).toEqual([5, NONE, NONE, NONE]);
  });

  it("leaves its input as it was", () => {
    expect([...bars.floats("price")]).toEqual([NONE, 1, NONE, 2]);
  });

  it("forward is backward of the mirrored series, and filling twice changes nothing", () => {
    fc.assert(
      fc.property(naive.series(), (x) => {
        const filled = forwardFill(x);
        expect(forwardFill(filled)).toEqual(filled);
        const mirrored = series(x.time, Float64Array.from(x.values).reverse());
        expect([...backwardFill(mirrored).values].reverse()).toEqual([...filled.values]);
        expect([...filled.values]).toEqual(
          [...x.values].map(
            (_, row) => [...x.values.subarray(0, row + 1)].findLast((v) => !Number.isNaN(v)) ?? NONE,
          ),
        );
      }),
    );
  });
});

describe("dropMissing", () => {
  it("keeps the rows that have a value", () => {
    const x = dropMissing(series([1, 2, 3], [NONE, 2, NONE], { name: "x" }));
    expect([[...x.time], [...x.values], x.name]).toEqual([[2], [2], "x"]);
    expect(dropMissing(series([1], [NONE])).length).toBe(0);
    const full = series([1], [1]);
    expect(dropMissing(full)).toBe(full);
  });

  it("of a frame keeps the rows without a missing cell, or those with any cell", () => {
    const some = bars.select(["price", "contract"]);
    expect([...dropMissing(some).time]).toEqual([2, 4]);
    expect(dropMissing(some).row(1)).toEqual({ time: 4, price: 2, contract: "b" });
    const three = bars.select(["price", "contract", "expiry"]);
    expect(dropMissing(three).length).toBe(0);
    expect([...dropMissing(three, { rows: "all" }).time]).toEqual([1, 2, 4]);
    expect(dropMissing(bars, { rows: "all" }).length).toBe(4);
    expect(dropMissing(bars.select([]), { rows: "all" }).length).toBe(4);
    expect(() => dropMissing(bars, { rows: "each" as "all" })).toThrow(
      expect.objectContaining({
        code: "SERIES_PARAMETER",
        message: expect.stringContaining('rows is "each"'),
      }),
    );
  });
});
