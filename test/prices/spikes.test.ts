import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isContangoError } from "../../src/errors/contangoError.js";
import { findSpike, spikeText } from "../../src/prices/spikes.js";
import { floatColumn, stringColumn } from "../../src/series/column.js";
import { Frame } from "../../src/series/frame.js";
import { Series } from "../../src/series/series.js";
import { DAY, HOUR } from "../../src/time/civil.js";
import { relativeDifference } from "../support/golden.js";

const { NaN: MISSING, POSITIVE_INFINITY: INFINITE } = Number;

/** One value a day. */
const daily = (values: readonly number[]): Series =>
  new Series(
    Float64Array.from(values, (_, row) => row * DAY),
    Float64Array.from(values),
  );

/** Prices that go up and down by one, `count` of them. */
const quiet = (count: number): number[] => Array.from({ length: count }, (_, row) => 100 + (row % 2));

/** The definition, term by term: the normalised change of every row. */
function normalisedChanges({ time, values }: Series): number[] {
  const sizes = Array.from(values, (value, row) =>
    row === 0 ? MISSING : Math.abs(value - values[row - 1]!) / Math.sqrt((time[row]! - time[row - 1]!) / DAY),
  );
  return sizes.map((size, row) => {
    let sum = 0;
    let weights = 0;
    for (let earlier = 0; earlier <= row; earlier++) {
      if (Number.isNaN(sizes[earlier])) continue;
      const weight = (1 - 2 / 501) ** (row - earlier);
      sum += weight * sizes[earlier]!;
      weights += weight;
    }
    return size / (sum / weights);
  });
}

describe("findSpike", () => {
  it("finds the earliest change that is too large, with its numbers", () => {
    const spike = findSpike(daily([...quiet(20), 130, 30]));
    expect(spike).toMatchObject({
      row: 20,
      time: 20 * DAY,
      value: 130,
      previous: 101,
      previousTime: 19 * DAY,
      change: 29,
      dailyChange: 29,
      maxSpike: 8,
    });
    expect(spike!.normalisedChange).toBeCloseTo(29 / spike!.averageDailyChange, 12);
    expect(spike!.averageDailyChange).toBeGreaterThan(2);
    expect(spike!.averageDailyChange).toBeLessThan(3);
  });

  it("agrees with the definition, term by term", () => {
    const value = fc.oneof(
      { weight: 9, arbitrary: fc.double({ min: -100, max: 100, noNaN: true }) },
      fc.constant(MISSING),
    );
    const step = fc.integer({ min: 1, max: 10 * 24 }).map((hours) => hours * HOUR);
    const row = fc.tuple(step, value);
    fc.assert(
      fc.property(
        fc.array(row, { maxLength: 60 }),
        fc.double({ min: 0.5, max: 5, noNaN: true }),
        fc.nat(60),
        (rows, maxSpike, firstRow) => {
          let at = 0;
          const series = new Series(
            Float64Array.from(rows, ([hours]) => (at += hours)),
            Float64Array.from(rows, ([, price]) => price),
          );
          const from = series.time[firstRow] ?? 0;
          const changes = normalisedChanges(series);
          const expected = changes.findIndex(
            (change, index) => series.time[index]! >= from && change > maxSpike,
          );
          // a change right at the limit may fall on either side of it
          fc.pre(!changes.some((change) => Math.abs(change / maxSpike - 1) < 1e-9));
          const spike = findSpike(series, { maxSpike, from });
          expect(spike?.row ?? -1).toBe(expected);
          if (spike !== undefined) {
            expect(relativeDifference([spike.normalisedChange], [changes[spike.row]!])).toBeLessThan(1e-9);
          }
        },
      ),
    );
  });

  it("measures a change against the square root of the time it took", () => {
    const prices = quiet(30);
    const jump = 20;
    const at = (hours: number): Series =>
      new Series(
        Float64Array.from([...prices, 0], (_, row) => (row < 30 ? row * DAY : 29 * DAY + hours * HOUR)),
        Float64Array.from([...prices, prices.at(-1)! + jump]),
      );
    expect(findSpike(at(24))!.dailyChange).toBe(20);
    expect(findSpike(at(1))!.dailyChange).toBeCloseTo(20 * Math.sqrt(24), 10);
    expect(findSpike(at(72))).toMatchObject({ dailyChange: 20 / Math.sqrt(3) });
    expect(findSpike(at(24 * 20))).toBeUndefined();
  });

  it("cannot find one within the first `maxSpike` changes", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { maxLength: 9 }), (values) => {
        expect(findSpike(daily(values))).toBeUndefined();
      }),
    );
    expect(findSpike(daily([...quiet(1), ...Array(8).fill(100), 101]))!.row).toBe(9);
  });

  it("takes the limit strictly, and other limits", () => {
    // with equal changes before it, the k-th change can be at most about k times the mean
    const series = daily([0, 0, 0, 5]);
    const size = findSpike(series, { maxSpike: 2 })!.normalisedChange;
    expect(size).toBeGreaterThan(2.9);
    expect(findSpike(series, { maxSpike: size })).toBeUndefined();
    expect(findSpike(series, { maxSpike: size * (1 - 1e-12) })!.row).toBe(3);
  });

  it("tests rows from a time on, the mean being over all", () => {
    const series = daily([...quiet(20), 130, ...quiet(20).map((value) => value + 30), 190]);
    expect(findSpike(series)!.row).toBe(20);
    expect(findSpike(series, { from: 21 * DAY })!.row).toBe(41);
    expect(findSpike(series, { from: "1970-02-12" })).toBeUndefined();
  });

  it("does not see a jump behind a missing value, unless told to measure across gaps", () => {
    const series = daily([...quiet(20), MISSING, 160, 160]);
    expect(findSpike(series)).toBeUndefined();
    const spike = findSpike(series, { acrossGaps: true });
    expect(spike).toMatchObject({ row: 21, previous: 101, previousTime: 19 * DAY, change: 59 });
    expect(spike!.dailyChange).toBeCloseTo(59 / Math.sqrt(2), 12);
  });

  it("across gaps is the same as without the missing rows", () => {
    const value = fc.option(fc.integer({ min: 0, max: 100 }), { nil: MISSING, freq: 3 });
    fc.assert(
      fc.property(fc.array(value, { maxLength: 40 }), (values) => {
        const all = daily(values);
        const rows = [...values.keys()].filter((row) => !Number.isNaN(values[row]));
        const present = new Series(
          Float64Array.from(rows, (row) => all.time[row]!),
          Float64Array.from(rows, (row) => all.values[row]!),
        );
        const across = findSpike(all, { acrossGaps: true, maxSpike: 3 });
        const without = findSpike(present, { maxSpike: 3 });
        expect(across === undefined ? undefined : { ...across, row: 0 }).toEqual(
          without === undefined ? undefined : { ...without, row: 0 },
        );
      }),
    );
  });

  it("takes an infinite value for a spike, wherever it comes, and does not go blind after it", () => {
    expect(findSpike(daily([1, INFINITE, 1]))).toMatchObject({ row: 1, normalisedChange: INFINITE });
    expect(findSpike(daily([-INFINITE, 1]))!.row).toBe(0);
    const after = daily([...quiet(10), INFINITE, ...quiet(10), 150]);
    expect(findSpike(after, { from: 11 * DAY })!.row).toBe(21);
  });

  it("measures the row after an infinite value from the row before it", () => {
    const series = daily([...quiet(20), INFINITE, 200, 201]);
    const spike = findSpike(series, { from: 21 * DAY });
    expect(spike).toMatchObject({ row: 21, value: 200, previous: 101, previousTime: 19 * DAY });
    expect(spike!.dailyChange).toBeCloseTo(99 / Math.sqrt(2), 12);
  });

  it("finds none where there is nothing to compare", () => {
    expect(findSpike(daily([]))).toBeUndefined();
    expect(findSpike(daily([1e9]))).toBeUndefined();
    expect(findSpike(daily(Array(20).fill(MISSING)))).toBeUndefined();
    expect(findSpike(daily(Array(20).fill(5)))).toBeUndefined();
  });

  it("checks nothing under an infinite limit", () => {
    const wild = daily([...quiet(20), 1e9, INFINITE]);
    expect(findSpike(wild)?.row).toBe(20);
    expect(findSpike(wild, { maxSpike: INFINITE })).toBeUndefined();
  });

  it.each([0, -1, MISSING])("refuses a limit of %d", (maxSpike) => {
    expect(() => findSpike(daily([1, 2]), { maxSpike })).toThrowError(
      expect.toSatisfy(
        (error) =>
          isContangoError(error, "SERIES_PARAMETER") && error.message.includes(`maxSpike was ${maxSpike}`),
      ),
    );
  });
});

describe("findSpike in a frame", () => {
  const calm = quiet(20);
  const jump = [...quiet(19), 150];
  const frameOf = (columns: Readonly<Record<string, readonly number[]>>): Frame =>
    new Frame(
      daily(calm).time,
      new Map(
        Object.entries(columns).map(([name, values]) => [name, floatColumn(Float64Array.from(values))]),
      ),
    );

  it("checks FINAL and no other column", () => {
    expect(findSpike(frameOf({ OPEN: jump, FINAL: calm, VOLUME: jump }))).toBeUndefined();
    expect(findSpike(frameOf({ OPEN: calm, FINAL: jump, VOLUME: calm }))!.row).toBe(19);
  });

  it("checks the column it is told to, or the first where there is no FINAL", () => {
    expect(findSpike(frameOf({ FINAL: calm, OPEN: jump }), { column: "OPEN" })!.row).toBe(19);
    expect(findSpike(frameOf({ price: jump, other: calm }))!.row).toBe(19);
    expect(findSpike(frameOf({ price: calm, other: jump }))).toBeUndefined();
  });

  it("refuses a column that is not there or holds text", () => {
    const frame = frameOf({ FINAL: calm }).with({ NOTE: stringColumn(calm.map(String)) });
    const refusedAs = (code: "COLUMN_MISSING" | "COLUMN_KIND") =>
      expect.toSatisfy((error) => isContangoError(error, code));
    expect(() => findSpike(frame, { column: "CLOSE" })).toThrowError(refusedAs("COLUMN_MISSING"));
    expect(() => findSpike(frame, { column: "NOTE" })).toThrowError(refusedAs("COLUMN_KIND"));
    expect(() => findSpike(frameOf({}))).toThrowError(refusedAs("COLUMN_MISSING"));
  });
});

describe("spikeText", () => {
  it("says when, what, how much and the limit", () => {
    const spike = findSpike(daily([...quiet(20), 130]))!;
    expect(spikeText(spike)).toBe(
      `1970-01-21 00:00:00: 130 after 101 at 1970-01-20 00:00:00 is ${spike.normalisedChange.toFixed(1)} times the ` +
        `average daily change of ${Number(spike.averageDailyChange.toPrecision(10))}; the limit is 8`,
    );
  });

  it("says of an infinite value that it is no price", () => {
    for (const values of [[INFINITE], [1, INFINITE]]) {
      const text = spikeText(findSpike(daily(values))!);
      expect(text).toMatch(/^1970-01-0[12] 00:00:00: the value is Infinity, which no price can be$/);
    }
  });
});
