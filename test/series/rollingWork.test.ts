import { describe, expect, it } from "vitest";
import { rollingMax } from "../../src/series/rollingExtremes.js";
import { rollingMean, rollingStandardDeviation } from "../../src/series/rollingMoments.js";
import { rollingMedian } from "../../src/series/rollingQuantile.js";
import { Series } from "../../src/series/series.js";
import { emptyRows, loadRows, putRow, type SortedRows, seek, takeRow } from "../../src/series/sortedRows.js";

/** Reads and writes of elements, counted: work without a clock. */
interface Work {
  accesses: number;
}

function counted<T extends Float64Array | Int32Array>(array: T, work: Work): T {
  return new Proxy(array, {
    get(target, name) {
      if (typeof name === "string" && /^\d+$/.test(name)) work.accesses++;
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === "function" ? member.bind(target) : member;
    },
    set(target, name, value) {
      work.accesses++;
      return Reflect.set(target, name, value, target);
    },
  });
}

const ROWS = 6000;
const SHAPES: Readonly<Record<string, (row: number) => number>> = {
  noise: (row) => Math.sin(row * row),
  rising: (row) => row,
  falling: (row) => -row,
  ties: (row) => row % 3,
  holes: (row) => (row % 50 < 25 ? Number.NaN : Math.sin(row * row)),
  saw: (row) => (row % 2 === 0 ? row : -row),
};

describe.each(Object.entries(SHAPES))("work on %s does not grow with the window", (_, shape) => {
  it.each([
    ["mean", rollingMean, 8],
    ["standard deviation", rollingStandardDeviation, 8],
    ["max", rollingMax, 8],
  ] as const)("%s: at most so many reads of the values a row", (_name, rolling, most) => {
    for (const window of [2, 60, 3000]) {
      const work: Work = { accesses: 0 };
      const time = Float64Array.from({ length: ROWS }, (_value, row) => row);
      const values = counted(
        Float64Array.from({ length: ROWS }, (_value, row) => shape(row)),
        work,
      );
      rolling(new Series(time, values), { window, minPeriods: 1 });
      expect(work.accesses).toBeLessThan(most * ROWS);
    }
  });

  it("median: the lists take at most so many steps a row, beside one sort of every row", () => {
    for (const window of [60, 3000]) {
      const values = Float64Array.from({ length: ROWS }, (_value, row) => shape(row));
      const work: Work = { accesses: 0 };
      followMedian(values, window, work);
      expect(work.accesses).toBeLessThan(60 * ROWS);
    }
  });
});

/** The median's walk over counted lists: `sort` is the engine's own O(m log m), everything else is counted. */
function followMedian(values: Float64Array, window: number, work: Work): void {
  const lists = [emptyRows(window), emptyRows(window)].map(
    (list): SortedRows => ({
      ...list,
      nodes: counted(list.nodes, work),
      values: counted(list.values, work),
      next: counted(list.next, work),
      previous: counted(list.previous, work),
    }),
  );
  let [old, fresh] = lists as [SortedRows, SortedRows];
  for (let row = 0; row < values.length; row++) {
    if (row % window === 0) {
      [old, fresh] = [fresh, old];
      loadRows(fresh, values, row, Math.min(values.length, row + window));
    }
    putRow(fresh, row, old.values[old.cursor]!);
    if (row >= window) takeRow(old, row - window);
    if (old.count + fresh.count > 0) seek(old, fresh, (old.count + fresh.count - 1) >> 1);
  }
}

it("the median of a window sorts each row once", () => {
  const work: Work = { accesses: 0 };
  const values = counted(
    Float64Array.from({ length: ROWS }, (_value, row) => Math.sin(row)),
    work,
  );
  for (const window of [2, 60, 3000]) {
    work.accesses = 0;
    rollingMedian(
      new Series(
        Float64Array.from({ length: ROWS }, (_value, row) => row),
        values,
      ),
      { window },
    );
    expect(work.accesses).toBeLessThan(6 * ROWS);
  }
});
