import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isContangoError } from "../../src/errors/contangoError.js";
import { mergeFillingGaps } from "../../src/prices/mergeFillingGaps.js";
import { floatColumn, intColumn, stringColumn } from "../../src/series/column.js";
import { Frame } from "../../src/series/frame.js";
import { Series } from "../../src/series/series.js";

const MISSING = Number.NaN;

const seriesOf = (rows: readonly (readonly [time: number, value: number])[], name = "price"): Series =>
  new Series(
    Float64Array.from(rows, ([time]) => time),
    Float64Array.from(rows, ([, value]) => value),
    name,
  );
const rowsOf = (series: Series): number[][] => Array.from(series, (row) => [...row]);

describe("mergeFillingGaps of series", () => {
  const old = seriesOf([
    [2, 10],
    [3, MISSING],
    [5, 11],
    [6, MISSING],
  ]);
  const newer = seriesOf(
    [
      [1, 1],
      [2, 2],
      [3, 3],
      [4, 4],
      [5, MISSING],
      [7, MISSING],
    ],
    "other",
  );

  it("keeps stored values, fills missing ones and adds every new time, earlier ones too", () => {
    const merged = mergeFillingGaps(old, newer);
    expect(merged.name).toBe("price");
    expect(rowsOf(merged)).toEqual([
      [1, 1],
      [2, 10],
      [3, 3],
      [4, 4],
      [5, 11],
      [6, MISSING],
      [7, MISSING],
    ]);
  });

  it("overwrites stored values with new ones, and adds no time, when newer ones win", () => {
    const merged = mergeFillingGaps(old, newer, { keepOlder: false });
    expect(merged.name).toBe("price");
    expect(rowsOf(merged)).toEqual([
      [2, 2],
      [3, 3],
      [5, 11],
      [6, MISSING],
    ]);
  });

  it.each([true, false])("returns the other side where one has no rows (keepOlder %s)", (keepOlder) => {
    const none = seriesOf([]);
    expect(mergeFillingGaps(old, none, { keepOlder })).toBe(old);
    expect(mergeFillingGaps(none, newer, { keepOlder })).toBe(newer);
  });
});

describe("properties of mergeFillingGaps", () => {
  const series = fc
    .uniqueArray(fc.tuple(fc.nat(30), fc.double({ min: -10, max: 10 })), { selector: ([time]) => time })
    .map((rows) => seriesOf(rows.sort(([a], [b]) => a - b)));

  it("agrees with the definition, time by time", () => {
    fc.assert(
      fc.property(series, series, fc.boolean(), (old, newer, keepOlder) => {
        fc.pre(old.length > 0 && newer.length > 0);
        const before = [rowsOf(old), rowsOf(newer)];
        const times = new Set(keepOlder ? [...old.time, ...newer.time] : old.time);
        const [first, second] = keepOlder ? [old, newer] : [newer, old];
        const valueAt = (side: Series, time: number): number => side.at(side.time.indexOf(time) >>> 0);
        const expected = [...times]
          .sort((a, b) => a - b)
          .map((time) => {
            const value = valueAt(first, time);
            return [time, Number.isNaN(value) ? valueAt(second, time) : value];
          });
        expect(rowsOf(mergeFillingGaps(old, newer, { keepOlder }))).toEqual(expected);
        expect([rowsOf(old), rowsOf(newer)]).toEqual(before);
      }),
    );
  });

  it("is idempotent, and loses no stored value", () => {
    fc.assert(
      fc.property(series, series, (old, newer) => {
        const merged = mergeFillingGaps(old, newer);
        expect(rowsOf(mergeFillingGaps(merged, newer))).toEqual(rowsOf(merged));
        const kept = new Map(merged);
        for (const [time, value] of old) if (!Number.isNaN(value)) expect(kept.get(time)).toBe(value);
      }),
    );
  });
});

describe("mergeFillingGaps of frames", () => {
  const old = new Frame(
    Float64Array.of(1, 3),
    {
      FINAL: floatColumn(Float64Array.of(MISSING, 30)),
      LABEL: stringColumn([undefined, "c"]),
      OLD: floatColumn(Float64Array.of(1, MISSING)),
    },
    { index: "DATETIME" },
  );
  const newer = new Frame(Float64Array.of(1, 2, 3), {
    NEW: floatColumn(Float64Array.of(7, 8, 9)),
    LABEL: stringColumn(["x", "c", "y"]),
    FINAL: floatColumn(Float64Array.of(11, 12, 13)),
  });
  const cells = (frame: Frame): unknown[] => Array.from(frame.time.keys(), (row) => frame.row(row));

  it("fills column by column, drops new columns and keeps those that the new frame lacks", () => {
    const merged = mergeFillingGaps(old, newer);
    expect(merged.names).toEqual(["FINAL", "LABEL", "OLD"]);
    expect(merged.meta).toEqual({ index: "DATETIME" });
    expect(cells(merged)).toEqual([
      { time: 1, FINAL: 11, LABEL: "x", OLD: 1 },
      { time: 2, FINAL: 12, LABEL: "c", OLD: MISSING },
      { time: 3, FINAL: 30, LABEL: "c", OLD: MISSING },
    ]);
  });

  it("overwrites column by column when newer values win", () => {
    expect(cells(mergeFillingGaps(old, newer, { keepOlder: false }))).toEqual([
      { time: 1, FINAL: 11, LABEL: "x", OLD: 1 },
      { time: 3, FINAL: 13, LABEL: "y", OLD: MISSING },
    ]);
  });

  it("keeps int64 where it can and refuses kinds that do not mix", () => {
    const volumes = (time: number, value: bigint): Frame =>
      new Frame(Float64Array.of(time), { VOLUME: intColumn(BigInt64Array.of(value)) });
    expect(mergeFillingGaps(volumes(1, 5n), volumes(2, 6n)).column("VOLUME")).toEqual(
      intColumn(BigInt64Array.of(5n, 6n)),
    );
    const text = new Frame(Float64Array.of(2), { VOLUME: stringColumn(["6"]) });
    expect(() => mergeFillingGaps(volumes(1, 5n), text)).toThrowError(
      expect.toSatisfy(
        (error) => isContangoError(error, "COLUMN_KIND") && error.message.includes('"VOLUME"'),
      ),
    );
  });
});
