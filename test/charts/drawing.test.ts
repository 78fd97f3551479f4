import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { timeGrid, valueGrid } from "../../src/charts/coordinates.js";
import { bandPath, linePath, readLinePath } from "../../src/charts/paths.js";
import { roomForLabels } from "../../src/charts/plotFrame.js";
import { drawnRuns } from "../../src/charts/thinning.js";
import { DAY, HOUR } from "../../src/time/civil.js";
import { toTime } from "../../src/time/text.js";

const times = (length: number): Float64Array => Float64Array.from({ length }, (_, row) => row * DAY);
const floats = (...values: number[]): Float64Array => Float64Array.from(values);

describe("thinning", () => {
  it("keeps every row of a short series, and breaks at each missing value", () => {
    expect(drawnRuns(times(6), floats(1, 2, Number.NaN, 3, Number.POSITIVE_INFINITY, 4), 100)).toEqual([
      [0, 1],
      [3],
      [5],
    ]);
    expect(drawnRuns(times(3), floats(Number.NaN, Number.NaN, Number.NaN), 100)).toEqual([]);
    expect(drawnRuns(times(0), floats(), 100)).toEqual([]);
  });

  it("keeps the extremes of every column of a long one", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -100, max: 100 }), { minLength: 50, maxLength: 400 }),
        fc.integer({ min: 2, max: 10 }),
        (list, columns) => {
          const values = Float64Array.from(list);
          const time = times(values.length);
          const [run, ...others] = drawnRuns(time, values, columns);
          expect(others).toEqual([]);
          expect(run!.length).toBeLessThanOrEqual(4 * columns);
          expect(run!.every((row, at) => at === 0 || row > run![at - 1]!)).toBe(true);
          const columnOf = (row: number): number =>
            Math.min(columns - 1, Math.floor(time[row]! * (columns / time.at(-1)!)));
          const extremes = (rows: readonly number[]): string[] =>
            Array.from({ length: columns }, (_, column) => {
              const inside = rows.filter((row) => columnOf(row) === column).map((row) => values[row]!);
              return `${Math.min(...inside)} ${Math.max(...inside)} ${inside[0]} ${inside.at(-1)}`;
            });
          expect(extremes(run!)).toEqual(extremes([...time.keys()]));
        },
      ),
    );
  });

  it("keeps a break that is wider than a column, and bridges one that is not", () => {
    const values = Float64Array.from({ length: 1000 }, (_, row) =>
      row === 503 || (row > 200 && row < 400) ? Number.NaN : row % 7,
    );
    const runs = drawnRuns(times(1000), values, 20);
    expect(runs.map((run) => [run[0], run.at(-1)])).toEqual([
      [0, 200],
      [400, 999],
    ]);
  });
});

describe("grids", () => {
  it("take the coarsest unit that every time lies on", () => {
    const day = toTime("2024-03-28 23:00:00");
    expect(timeGrid([floats(day, day + DAY, day + 4 * DAY)])).toEqual({ origin: day, unit: DAY });
    expect(timeGrid([floats(day, day + DAY), floats(day + HOUR)]).unit).toBe(HOUR);
    expect(timeGrid([floats(day, day + 1000)]).unit).toBe(1000);
    expect(timeGrid([floats(), floats()])).toEqual({ origin: 0, unit: DAY });
  });

  it("give up seconds over decades, so that coordinates stay exact in single precision", () => {
    const { origin, unit } = timeGrid([floats(toTime("1980-01-01 23:00"), toTime("2020-01-01 23:00:01"))]);
    expect(unit).toBe(600_000);
    expect((toTime("2020-01-01 23:00:01") - origin) / unit).toBeLessThan(2 ** 22);
  });

  it("take as few decimals as hold every value, up to six or seven digits", () => {
    expect(valueGrid([floats(659.75, 668.5)])).toMatchObject({
      base: 659.75,
      decimals: 2,
      low: 659.75,
      high: 668.5,
    });
    expect(valueGrid([floats(0.1 + 0.2, 1)])!.decimals).toBe(1);
    expect(valueGrid([floats(0.0091234, 0.0105)])!.decimals).toBe(7);
    expect(valueGrid([floats(1.23e9 + 0.37, 5e9)])!.decimals).toBe(-3);
    expect(valueGrid([floats(100, 250)])!.decimals).toBe(0);
    expect(valueGrid([floats(Number.NaN, Number.NEGATIVE_INFINITY)])).toBeUndefined();
  });

  it("keep values within a relative error of 1e-6 of the range", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.integer({ min: -1e9, max: 1e9 }).map((value) => value / 1024),
          { minLength: 2, maxLength: 20 },
        ),
        (list) => {
          const values = Float64Array.from(list);
          const { base, decimals, low, high } = valueGrid([values])!;
          const factor = 10 ** decimals;
          for (const value of values) {
            const y = Math.round((base - value) * factor);
            expect(Math.abs(y)).toBeLessThanOrEqual(2 ** 22 + 1);
            expect(Math.abs(base - y / factor - value)).toBeLessThanOrEqual(
              (high - low || Math.abs(high) / 1000 || 1) * 1.3e-6 + Math.abs(value) * 1e-9,
            );
          }
        },
      ),
    );
  });
});

describe("paths", () => {
  const point = fc.record({
    x: fc.integer({ min: -5, max: 5000 }),
    y: fc.integer({ min: -9999, max: 9999 }),
  });
  const runs = fc.array(fc.array(point, { minLength: 1, maxLength: 20 }), { maxLength: 4 });

  it("are read back point by point, straight or as steps", () => {
    fc.assert(
      fc.property(runs, fc.constantFrom("straight" as const, "step" as const), (lines, shape) => {
        const read = readLinePath(linePath(lines, shape));
        const seen = lines.flat().map(({ x, y }) => `${x} ${y}`);
        expect(read.x.map((x, at) => `${x} ${read.y[at]}`)).toEqual(seen);
        expect(read.starts.filter(Boolean).length).toBe(lines.length);
      }),
    );
  });

  it("outline a band along its upper and back along its lower edge", () => {
    const upper = [
      [
        { x: 0, y: 0 },
        { x: 2, y: 1 },
      ],
    ];
    const lower = [
      [
        { x: 0, y: 5 },
        { x: 2, y: 6 },
      ],
    ];
    expect(bandPath(upper, lower, "straight")).toBe("M0 0l2 1L2 6l-2-1z");
    expect(bandPath(upper, lower, "step")).toBe("M0 0h2v1L2 6l0-1-2 0z");
  });
});

describe("labels", () => {
  it("never touch, the last ones first, and empty ones take no room", () => {
    expect(roomForLabels([0, 10, 20, 30], [15, 15, 15, 15])).toEqual([false, true, false, true]);
    expect(roomForLabels([0, 10, 20], [15, 0, 15])).toEqual([true, false, true]);
  });
});
