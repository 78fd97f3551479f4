import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isContangoError } from "../../src/errors/contangoError.js";
import { mergeNewer } from "../../src/prices/mergeNewer.js";
import {
  boolColumn,
  type Column,
  floatColumn,
  intColumn,
  stringColumn,
  timeColumn,
} from "../../src/series/column.js";
import { Frame } from "../../src/series/frame.js";
import { Series } from "../../src/series/series.js";
import { DAY } from "../../src/time/civil.js";

const { NaN: MISSING, POSITIVE_INFINITY: INFINITE } = Number;

/** Values by day. */
const seriesOf = (rows: readonly (readonly [day: number, value: number])[], name = "price"): Series =>
  new Series(
    Float64Array.from(rows, ([day]) => day * DAY),
    Float64Array.from(rows, ([, value]) => value),
    name,
  );

const rowsOf = (series: Series): number[][] => Array.from(series, ([time, value]) => [time / DAY, value]);
const days = (...numbers: number[]): Float64Array => Float64Array.from(numbers, (day) => day * DAY);
const quiet = (from: number, to: number): [number, number][] =>
  Array.from({ length: to - from }, (_, row) => [from + row, 100 + (row % 2)]);

describe("mergeNewer of series", () => {
  it("adds what is later than the last stored row, and nothing else", () => {
    const old = seriesOf([
      [1, 10],
      [2, MISSING],
      [5, 11],
    ]);
    const newer = seriesOf(
      [
        [0, 1],
        [2, 2],
        [3, 3],
        [5, 4],
        [6, 12],
        [8, MISSING],
      ],
      "other",
    );
    const merge = mergeNewer(old, newer);
    if (merge.status !== "merged") expect.fail(merge.status);
    expect(merge.rowsAdded).toBe(2);
    expect(merge.merged.name).toBe("price");
    expect(rowsOf(merge.merged)).toEqual([
      [1, 10],
      [2, MISSING],
      [5, 11],
      [6, 12],
      [8, MISSING],
    ]);
  });

  it("gives the stored series itself where nothing is newer", () => {
    const old = seriesOf([[1, 10]]);
    for (const newer of [seriesOf([]), seriesOf([[0, 9]]), seriesOf([[1, 99]])]) {
      const merge = mergeNewer(old, newer);
      expect(merge).toMatchObject({ status: "old-only", rowsAdded: 0 });
      expect(merge.status === "old-only" && merge.merged).toBe(old);
    }
    expect(mergeNewer(seriesOf([]), seriesOf([])).status).toBe("old-only");
  });

  it("gives the new series itself where nothing is stored", () => {
    const newer = seriesOf([
      [1, 10],
      [2, 11],
    ]);
    const merge = mergeNewer(seriesOf([]), newer);
    expect(merge).toMatchObject({ status: "new-only", rowsAdded: 2 });
    expect(merge.status === "new-only" && merge.merged).toBe(newer);
  });

  it("refuses all new rows where one is a spike", () => {
    const old = seriesOf(quiet(0, 20));
    const newer = seriesOf([...quiet(18, 22), [22, 150], [23, 100]]);
    const merge = mergeNewer(old, newer);
    if (merge.status !== "spike") expect.fail(merge.status);
    expect(merge.rowsRefused).toBe(4);
    expect(merge.spike).toMatchObject({ row: 22, time: 22 * DAY, value: 150, previous: 101 });
    expect(merge.refused.at(merge.spike.row)).toBe(150);
    expect(merge.refused.length).toBe(24);
    expect("merged" in merge).toBe(false);
  });

  it("refuses a spike in new data where nothing is stored", () => {
    const newer = seriesOf([...quiet(0, 20), [20, 150]]);
    const merge = mergeNewer(seriesOf([]), newer);
    expect(merge).toMatchObject({ status: "spike", rowsRefused: 21, spike: { row: 20, value: 150 } });
    expect(mergeNewer(seriesOf([]), newer, { maxSpike: 100 }).status).toBe("new-only");
  });

  it("does not test what is already stored, nor new rows that it leaves out", () => {
    const old = seriesOf([...quiet(0, 20), [20, 150], [21, 151]]);
    const newer = seriesOf([
      [20, 9999],
      [22, 150],
    ]);
    expect(mergeNewer(old, newer).status).toBe("merged");
  });

  it("passes on how a spike is looked for", () => {
    const old = seriesOf(quiet(0, 20));
    const newer = seriesOf([
      [20, MISSING],
      [21, 150],
    ]);
    expect(mergeNewer(old, newer).status).toBe("merged");
    expect(mergeNewer(old, newer, { acrossGaps: true }).status).toBe("spike");
    expect(mergeNewer(old, newer, { acrossGaps: true, maxSpike: INFINITE }).status).toBe("merged");
    expect(() => mergeNewer(old, newer, { maxSpike: 0 })).toThrowError(
      expect.toSatisfy((error) => isContangoError(error, "SERIES_PARAMETER")),
    );
  });
});

describe("properties of mergeNewer", () => {
  const series = fc
    .uniqueArray(fc.tuple(fc.nat(60), fc.double({ min: -10, max: 10 })), { selector: ([day]) => day })
    .map((rows) => seriesOf(rows.sort(([a], [b]) => a - b)));
  const limit = fc.constantFrom(1.5, 8, INFINITE);

  it("never loses or changes a stored row, and adds only later ones", () => {
    fc.assert(
      fc.property(series, series, limit, (old, newer, maxSpike) => {
        const before = [rowsOf(old), rowsOf(newer)];
        const merge = mergeNewer(old, newer, { maxSpike });
        const result = merge.status === "spike" ? merge.refused : merge.merged;
        expect(rowsOf(result)).toEqual([
          ...before[0]!,
          ...before[1]!.filter(([day]) => old.length === 0 || day! > old.timeAt(-1) / DAY),
        ]);
        expect([rowsOf(old), rowsOf(newer)]).toEqual(before);
      }),
    );
  });

  it("is idempotent: merging the same again finds nothing newer", () => {
    fc.assert(
      fc.property(series, series, (old, newer) => {
        const merge = mergeNewer(old, newer, { maxSpike: INFINITE });
        if (merge.status === "spike") expect.fail("nothing is checked");
        const again = mergeNewer(merge.merged, newer);
        expect(again.status).toBe("old-only");
        expect(again.status === "old-only" && again.merged).toBe(merge.merged);
      }),
    );
  });

  it("adds in two parts what it adds at once", () => {
    fc.assert(
      fc.property(series, series, fc.nat(60), (old, newer, cut) => {
        const options = { maxSpike: INFINITE };
        const part = mergeNewer(old, newer.rows(0, cut), options);
        const whole = mergeNewer(old, newer, options);
        if (part.status === "spike" || whole.status === "spike") expect.fail("nothing is checked");
        const rest = mergeNewer(part.merged, newer, options);
        expect(rest.status !== "spike" && rowsOf(rest.merged)).toEqual(rowsOf(whole.merged));
      }),
    );
  });
});

describe("mergeNewer of frames", () => {
  const frameOf = (time: Float64Array, columns: Readonly<Record<string, Column>>, index = "index"): Frame =>
    new Frame(time, columns, { index });

  it("keeps the stored columns, their order, kinds and metadata", () => {
    const old = frameOf(
      days(1, 2),
      {
        FINAL: floatColumn(Float64Array.of(10, 11)),
        LABEL: stringColumn(["a", "b"]),
        VOLUME: intColumn(BigInt64Array.of(5n, 6n)),
        SETTLED: boolColumn(Uint8Array.of(1, 0)),
        SEEN: timeColumn(days(1, 2)),
      },
      "DATETIME",
    );
    const newer = frameOf(days(2, 3, 4), {
      SEEN: timeColumn(days(3, 4, 5)),
      SETTLED: boolColumn(Uint8Array.of(0, 1, 1)),
      VOLUME: intColumn(BigInt64Array.of(7n, 8n, 9n)),
      LABEL: stringColumn(["b", "c", undefined]),
      FINAL: floatColumn(Float64Array.of(0, 12, 13)),
      EXTRA: floatColumn(Float64Array.of(1, 2, 3)),
    });
    const merge = mergeNewer(old, newer);
    if (merge.status !== "merged") expect.fail(merge.status);
    const { merged } = merge;
    expect(merged.names).toEqual(["FINAL", "LABEL", "VOLUME", "SETTLED", "SEEN"]);
    expect(merged.meta).toEqual({ index: "DATETIME" });
    expect([...merged.columns.values()].map(({ kind }) => kind)).toEqual(
      [...old.columns.values()].map(({ kind }) => kind),
    );
    expect([0, 1, 2, 3].map((row) => merged.row(row))).toEqual([
      { time: DAY, FINAL: 10, LABEL: "a", VOLUME: 5n, SETTLED: true, SEEN: DAY },
      { time: 2 * DAY, FINAL: 11, LABEL: "b", VOLUME: 6n, SETTLED: false, SEEN: 2 * DAY },
      { time: 3 * DAY, FINAL: 12, LABEL: "c", VOLUME: 8n, SETTLED: true, SEEN: 4 * DAY },
      { time: 4 * DAY, FINAL: 13, LABEL: undefined, VOLUME: 9n, SETTLED: true, SEEN: 5 * DAY },
    ]);
  });

  it("leaves a column that the new data lack missing in the new rows", () => {
    const old = frameOf(days(1), {
      FINAL: floatColumn(Float64Array.of(10)),
      VOLUME: intColumn(BigInt64Array.of(5n)),
      SEEN: timeColumn(days(1)),
      LABEL: stringColumn(["a"]),
    });
    const merge = mergeNewer(old, frameOf(days(2), { FINAL: floatColumn(Float64Array.of(11)) }));
    expect(merge.status === "merged" && merge.merged.row(1)).toEqual({
      time: 2 * DAY,
      FINAL: 11,
      VOLUME: MISSING,
      SEEN: MISSING,
      LABEL: undefined,
    });
  });

  it("makes int64 and float64 one float64 column, either way round", () => {
    const whole = frameOf(days(1), { VOLUME: intColumn(BigInt64Array.of(5n)) });
    const broken = frameOf(days(2), { VOLUME: floatColumn(Float64Array.of(2.5)) });
    const merge = mergeNewer(whole, broken);
    expect(merge.status === "merged" && merge.merged.column("VOLUME")).toEqual(
      floatColumn(Float64Array.of(5, 2.5)),
    );
    const later = frameOf(days(3), { VOLUME: intColumn(BigInt64Array.of(7n)) });
    const other = mergeNewer(broken, later);
    expect(other.status === "merged" && other.merged.column("VOLUME")).toEqual(
      floatColumn(Float64Array.of(2.5, 7)),
    );
  });

  it.each<[string, Column, Column | undefined]>([
    ["text and numbers", stringColumn(["a"]), floatColumn(Float64Array.of(1))],
    ["times and numbers", floatColumn(Float64Array.of(1)), timeColumn(days(1))],
    ["a bool that would have to be missing", boolColumn(Uint8Array.of(1)), undefined],
    [
      "an int64 that float64 cannot hold",
      intColumn(BigInt64Array.of(2n ** 60n)),
      floatColumn(Float64Array.of(1)),
    ],
  ])("refuses %s", (_, stored, fetched) => {
    const old = frameOf(days(1), { FINAL: floatColumn(Float64Array.of(10)), NOTE: stored });
    const final = frameOf(days(2), { FINAL: floatColumn(Float64Array.of(11)) });
    const newer = fetched === undefined ? final : final.with({ NOTE: fetched });
    expect(() => mergeNewer(old, newer)).toThrowError(
      expect.toSatisfy((error) => isContangoError(error, "COLUMN_KIND") && error.message.includes('"NOTE"')),
    );
  });

  it("refuses newer rows without the price column, also where nothing is checked", () => {
    const column = floatColumn(Float64Array.of(10));
    const refused = (name: string) =>
      expect.toSatisfy((error) => isContangoError(error, "COLUMN_MISSING") && error.details.column === name);
    const old = frameOf(days(1), { OPEN: column, FINAL: column });
    const open = frameOf(days(2), { OPEN: column });
    const close = frameOf(days(2), { FINAL: column });
    expect(() => mergeNewer(old, open)).toThrowError(refused("FINAL"));
    expect(() => mergeNewer(old, open, { maxSpike: INFINITE })).toThrowError(refused("FINAL"));
    expect(() => mergeNewer(old, close, { column: "OPEN" })).toThrowError(refused("OPEN"));
    expect(() => mergeNewer(old.select(["OPEN"]), close)).toThrowError(refused("OPEN"));
    expect(() => mergeNewer(old.rows(0, 0), open, { column: "FINAL" })).toThrowError(refused("FINAL"));
    expect(mergeNewer(old, open, { column: "OPEN" }).status).toBe("merged");
    expect(mergeNewer(old, open.rows(0, 0)).status).toBe("old-only");
    expect(mergeNewer(old.rows(0, 0), open).status).toBe("new-only");
  });

  it("looks for spikes in FINAL", () => {
    const rows = quiet(0, 20);
    const column = floatColumn(Float64Array.from(rows, ([, value]) => value));
    const old = frameOf(days(...rows.map(([day]) => day)), { OPEN: column, FINAL: column });
    const next = (open: number, final: number): Frame =>
      frameOf(days(20), {
        OPEN: floatColumn(Float64Array.of(open)),
        FINAL: floatColumn(Float64Array.of(final)),
      });
    expect(mergeNewer(old, next(150, 100)).status).toBe("merged");
    expect(mergeNewer(old, next(100, 150))).toMatchObject({
      status: "spike",
      spike: { row: 20, value: 150 },
    });
    expect(mergeNewer(old, next(150, 100), { column: "OPEN" }).status).toBe("spike");
  });
});
