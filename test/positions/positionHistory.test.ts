import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyFills, lastPosition, type PositionChange } from "../../src/positions/positionHistory.js";
import { series } from "../../src/series/construct.js";
import { valueAsOf } from "../../src/series/search.js";
import { Series } from "../../src/series/series.js";
import { DAY } from "../../src/time/civil.js";
import { toTime } from "../../src/time/text.js";

const rows = (history: Series) => [...history];
const change = (time: string, quantity: number): PositionChange => ({ time: toTime(time), quantity });

describe("a position history takes a fill in", () => {
  const base = series(["2024-03-26", "2024-03-28"], [2, 5], { name: "position" });

  it.each([
    [
      "later than the last row, as a new row",
      "2024-03-29",
      3,
      [
        ["2024-03-26", 2],
        ["2024-03-28", 5],
        ["2024-03-29", 8],
      ],
    ],
    [
      "at the time of a row, into it and what follows",
      "2024-03-26",
      -2,
      [
        ["2024-03-26", 0],
        ["2024-03-28", 3],
      ],
    ],
    [
      "between rows, moving the later ones",
      "2024-03-27",
      1,
      [
        ["2024-03-26", 2],
        ["2024-03-27", 3],
        ["2024-03-28", 6],
      ],
    ],
    [
      "before the first row, moving all",
      "2024-03-25",
      -1,
      [
        ["2024-03-25", -1],
        ["2024-03-26", 1],
        ["2024-03-28", 4],
      ],
    ],
  ] as const)("%s", (_, time, quantity, expected) => {
    const wanted = expected.map(([day, position]) => [toTime(day), position]);
    expect(rows(applyFills(base, [change(time, quantity)]))).toEqual(wanted);
  });

  it("which there was none of before", () => {
    expect(rows(applyFills(undefined, [change("2024-03-27", -3)]))).toEqual([[toTime("2024-03-27"), -3]]);
  });

  it("and is as it was after the opposite, with a row that says so", () => {
    const moved = applyFills(base, [change("2024-03-27", 4)]);
    expect(applyFills(moved, [change("2024-03-27", -4)]).values).toEqual(Float64Array.of(2, 2, 5));
  });

  it("and leaves what it was given alone", () => {
    applyFills(base, [change("2024-03-26", 9)]);
    expect(base.values).toEqual(Float64Array.of(2, 5));
  });

  it("unless a stored position is no whole number", () => {
    const broken = series(["2024-03-26", "2024-03-27"], [1, Number.NaN]);
    const refusal = expect.objectContaining({
      code: "POSITION_HISTORY",
      details: { time: "2024-03-27 00:00:00" },
    });
    expect(() => applyFills(broken, [change("2024-03-28", 1)])).toThrow(refusal);
    expect(() => lastPosition(broken)).toThrow(refusal);
    expect(() => lastPosition(broken)).toThrow("stored as NaN; positions are whole contracts");
  });
});

describe("the last position", () => {
  it("is zero where nothing was ever held", () => {
    expect(lastPosition(undefined)).toBe(0);
    expect(lastPosition(new Series(new Float64Array(), new Float64Array()))).toBe(0);
    expect(lastPosition(series(["2024-03-26"], [-4]))).toBe(-4);
  });
});

describe("positions are the base plus the sum of all fills [row 16]", () => {
  const whole = fc.integer({ min: -20, max: 20 });
  const day = fc.integer({ min: 0, max: 12 }).map((days) => days * DAY);
  const base = fc
    .uniqueArray(fc.tuple(day, whole), { selector: ([time]) => time, maxLength: 6 })
    .map((all) => all.sort(([a], [b]) => a - b))
    .map((all) =>
      series(
        all.map(([time]) => time),
        all.map(([, position]) => position),
      ),
    );
  const changes = fc.array(fc.record({ time: day, quantity: whole.filter((quantity) => quantity !== 0) }), {
    maxLength: 8,
  });

  it("at every time", () => {
    fc.assert(
      fc.property(base, changes, day, (before, fills, at) => {
        const after = applyFills(before, fills);
        const sum = fills
          .filter(({ time }) => time <= at)
          .reduce((total, { quantity }) => total + quantity, 0);
        const held = (history: Series): number => valueAsOf(history, at) || 0;
        expect(held(after)).toBe(held(before) + sum);
      }),
    );
  });

  it("in whichever order and groups they come", () => {
    fc.assert(
      fc.property(base, changes, (before, fills) => {
        const oneByOne = [...fills].reverse().reduce((history, fill) => applyFills(history, [fill]), before);
        expect(rows(oneByOne)).toEqual(rows(applyFills(before, fills)));
      }),
    );
  });
});
