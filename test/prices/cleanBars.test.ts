import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isContangoError } from "../../src/errors/contangoError.js";
import { cleanBars } from "../../src/prices/cleanBars.js";
import { floatColumn, intColumn, stringColumn } from "../../src/series/column.js";
import { Frame } from "../../src/series/frame.js";
import { time } from "../support/golden.js";

const MISSING = Number.NaN;
const NONE = { future: 0, zeroVolume: 0, zeroPrice: 0, negativePrice: 0 };

/** Daily bars from 2024-03-01 23:00 on. */
function barsOf(rows: readonly (readonly [final: number, volume: number])[]): Frame {
  return new Frame(
    Float64Array.from(rows, (_, row) => time("2024-03-01 23:00:00") + row * 86_400_000),
    {
      FINAL: floatColumn(Float64Array.from(rows, ([final]) => final)),
      VOLUME: floatColumn(Float64Array.from(rows, ([, volume]) => volume)),
    },
    { index: "DATETIME" },
  );
}

const now = "2024-03-31";

describe("cleanBars", () => {
  const bars = barsOf([
    [10, 100],
    [0, 100],
    [-5, 100],
    [11, 0],
    [MISSING, MISSING],
    [0, 0],
  ]);
  const finals = (frame: Frame): number[] => [...frame.floats("FINAL")];

  it("drops zero prices by default, and counts them", () => {
    const cleaned = cleanBars(bars, { now });
    expect(finals(cleaned.bars)).toEqual([10, -5, 11, MISSING]);
    expect(cleaned.dropped).toEqual({ ...NONE, zeroPrice: 2 });
    expect([...cleaned.bars.time]).toEqual([0, 2, 3, 4].map((row) => bars.time[row]));
    expect(cleaned.bars.meta).toEqual({ index: "DATETIME" });
  });

  it("drops by each rule alone, keeping what is missing", () => {
    const off = { now, ignoreFuturePrices: false, ignoreZeroPrices: false };
    const volume = cleanBars(bars, { ...off, ignoreZeroVolumes: true });
    expect(volume.dropped).toEqual({ ...NONE, zeroVolume: 2 });
    expect(finals(volume.bars)).toEqual([10, 0, -5, MISSING]);
    const negative = cleanBars(bars, { ...off, ignoreNegativePrices: true });
    expect(negative.dropped).toEqual({ ...NONE, negativePrice: 1 });
    expect(finals(negative.bars)).toEqual([10, 0, 11, MISSING, 0]);
  });

  it("counts a bar for the first rule it breaks", () => {
    const all = { ignoreZeroVolumes: true, ignoreNegativePrices: true };
    expect(cleanBars(bars, { now, ...all }).dropped).toEqual({
      future: 0,
      zeroVolume: 2,
      zeroPrice: 1,
      negativePrice: 1,
    });
    expect(cleanBars(bars, { now: "2024-03-01", ...all }).dropped).toEqual({ ...NONE, future: 6 });
  });

  it("drops a bar at or after now: today's daily bar until 23:00", () => {
    const two = barsOf([
      [10, 1],
      [11, 1],
    ]);
    expect(finals(cleanBars(two, { now: "2024-03-02 22:59:59" }).bars)).toEqual([10]);
    expect(finals(cleanBars(two, { now: "2024-03-02 23:00:00" }).bars)).toEqual([10]);
    expect(finals(cleanBars(two, { now: "2024-03-02 23:00:01" }).bars)).toEqual([10, 11]);
    expect(finals(cleanBars(two, { now: "2024-03-01", ignoreFuturePrices: false }).bars)).toEqual([10, 11]);
  });

  it("returns the bars themselves where nothing is dropped", () => {
    for (const clean of [barsOf([]), barsOf([[10, 0]])]) {
      expect(cleanBars(clean, { now })).toEqual({ bars: clean, dropped: NONE });
      expect(cleanBars(clean, { now }).bars).toBe(clean);
    }
  });

  it("keeps all columns, takes whole volumes, and can do without volumes", () => {
    const frame = bars.with({
      VOLUME: intColumn(BigInt64Array.of(1n, 1n, 1n, 0n, 1n, 1n)),
      NOTE: stringColumn(["a", "b", "c", "d", undefined, "f"]),
    });
    const cleaned = cleanBars(frame, { now, ignoreZeroVolumes: true }).bars;
    expect(cleaned.row(1)).toEqual({ time: bars.time[2], FINAL: -5, VOLUME: 1n, NOTE: "c" });
    const finalOnly = cleanBars(bars.select(["FINAL"]), { now, ignoreZeroVolumes: true });
    expect(finalOnly.dropped).toEqual({ ...NONE, zeroPrice: 2 });
  });

  it("keeps or drops each bar once", () => {
    const price = fc.constantFrom(-1, 0, 1, MISSING);
    const options = fc.record({
      now: fc.integer({ min: 1, max: 28 }).map((day) => `2024-03-${String(day).padStart(2, "0")}`),
      ignoreFuturePrices: fc.boolean(),
      ignoreZeroVolumes: fc.boolean(),
      ignoreZeroPrices: fc.boolean(),
      ignoreNegativePrices: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(price, fc.constantFrom(0, 1, MISSING)), { maxLength: 27 }),
        options,
        (rows, rules) => {
          const frame = barsOf(rows);
          const { bars: kept, dropped } = cleanBars(frame, rules);
          const { future, zeroVolume, zeroPrice, negativePrice } = dropped;
          expect(kept.length + future + zeroVolume + zeroPrice + negativePrice).toBe(frame.length);
          expect(cleanBars(kept, rules).bars).toBe(kept);
          for (const [name, value] of [["FINAL", 0]] as const) {
            if (rules.ignoreZeroPrices) expect([...kept.floats(name)]).not.toContain(value);
          }
        },
      ),
    );
  });

  it("refuses bars without FINAL and a broken now", () => {
    expect(() => cleanBars(bars.select(["VOLUME"]), { now })).toThrowError(
      expect.toSatisfy(
        (error) => isContangoError(error, "COLUMN_MISSING") && error.message.includes("FINAL"),
      ),
    );
    expect(() => cleanBars(bars, { now: "today" })).toThrowError(
      expect.toSatisfy((error) => isContangoError(error, "TIME_TEXT")),
    );
  });
});
