import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { momentLabel, numberLabel, numberTicks, timeTicks } from "../../src/charts/ticks.js";
import { DAY, HOUR } from "../../src/time/civil.js";
import { toTime } from "../../src/time/text.js";

const numbers = (low: number, high: number, count = 6): readonly string[] =>
  numberTicks(low, high, count, numberLabel).labels;
const times = (low: string, high: string, count = 8): string[] =>
  timeTicks(toTime(low), toTime(high), count).map(({ label, context }) => `${label} ${context}`.trim());

describe("number ticks", () => {
  it("have thousands separators and equal decimals", () => {
    expect(numbers(0, 6000)).toEqual(["0", "1,000", "2,000", "3,000", "4,000", "5,000", "6,000"]);
    expect(numbers(0.0068, 0.0105)).toEqual([
      "0.0070",
      "0.0075",
      "0.0080",
      "0.0085",
      "0.0090",
      "0.0095",
      "0.0100",
      "0.0105",
    ]);
    expect(numbers(-0.31, 0.31)).toEqual(["−0.3", "−0.2", "−0.1", "0", "0.1", "0.2", "0.3"]);
  });

  it("shorten large numbers", () => {
    expect(numbers(0, 5e7, 5)).toEqual(["0", "10m", "20m", "30m", "40m", "50m"]);
    expect(numbers(1e9, 3e9, 4)).toEqual(["1.0bn", "1.5bn", "2.0bn", "2.5bn", "3.0bn"]);
    expect(numbers(0, 3e12, 3)).toEqual(["0", "1tn", "2tn", "3tn"]);
    expect(numbers(12_000_000, 12_000_005, 5)[0]).toBe("12,000,000");
  });

  it("are round, inside the range, ascending, and labelled apart", () => {
    const size = fc.integer({ min: -12, max: 14 });
    fc.assert(
      fc.property(
        fc.double({ min: -9, max: 9, noNaN: true }),
        fc.double({ min: 1, max: 9, noNaN: true }),
        size,
        fc.integer({ min: 2, max: 12 }),
        (start, width, exponent, count) => {
          const [low, high] = [start * 10 ** exponent, (start + width) * 10 ** exponent];
          const { values, labels } = numberTicks(low, high, count, numberLabel);
          expect(values.length).toBeGreaterThanOrEqual(Math.floor(count / 2));
          expect(values.length).toBeLessThanOrEqual(count * 2 + 1);
          const slack = (high - low) * 1e-6;
          expect(
            values.every(
              (value, at) =>
                value >= low - slack && value <= high + slack && (at === 0 || value > values[at - 1]!),
            ),
          ).toBe(true);
          expect(new Set(labels).size).toBe(labels.length);
          expect(Math.max(...labels.map((label) => label.length))).toBeLessThanOrEqual(16);
        },
      ),
    );
  });
});

describe("number labels", () => {
  it("are written for readers", () => {
    expect(numberLabel(0.1 + 0.2, 2)).toBe("0.30");
    expect(numberLabel(-1234567.5, 1)).toBe("−1,234,567.5");
    expect(numberLabel(-0.001, 2)).toBe("0.00");
    expect(numberLabel(Number.NaN, 2)).toBe("–");
    expect(numberLabel(1.5e-12, 14)).toBe("1.5e−12");
  });
});

describe("time ticks", () => {
  it("fit spans from decades to seconds", () => {
    expect(times("1972-10-01", "2023-08-31", 10)).toEqual([
      "1975",
      "1980",
      "1985",
      "1990",
      "1995",
      "2000",
      "2005",
      "2010",
      "2015",
      "2020",
    ]);
    expect(times("2022-03-01", "2023-08-31")).toEqual(["Apr 2022", "Jul", "Oct", "Jan 2023", "Apr", "Jul"]);
    expect(times("2023-12-10", "2024-01-20", 6)).toEqual([
      "11 Dec 2023",
      "18 Dec",
      "25 Dec",
      "1 Jan 2024",
      "8 Jan",
      "15 Jan",
    ]);
    expect(times("2024-03-28 09:30", "2024-03-29 03:00", 6)).toEqual([
      "12:00 28 Mar 2024",
      "15:00",
      "18:00",
      "21:00",
      "00:00 29 Mar 2024",
      "03:00",
    ]);
    expect(times("2024-03-28 09:30", "2024-03-28 09:30:20", 4)).toEqual([
      "09:30:00 28 Mar 2024",
      "09:30:05",
      "09:30:10",
      "09:30:15",
      "09:30:20",
    ]);
    expect(times("0001", "1999", 4)).toEqual(["500", "1000", "1500"]);
  });

  it("are inside the span, ascending, and about as many as asked for", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: toTime("1900"), max: toTime("2100") }),
        fc.double({ min: 4, max: 12.5, noNaN: true }),
        fc.integer({ min: 3, max: 12 }),
        (low, magnitude, count) => {
          const high = low + 10 ** magnitude;
          const ticks = timeTicks(low, high, count);
          expect(ticks.length).toBeLessThanOrEqual(Math.ceil(count * 1.25) + 1);
          expect(ticks.length).toBeGreaterThanOrEqual(Math.floor(count / 5));
          expect(
            ticks.every(
              ({ time }, at) => time >= low && time <= high && (at === 0 || time > ticks[at - 1]!.time),
            ),
          ).toBe(true);
        },
      ),
    );
  });
});

describe("moments", () => {
  it("are dates for daily rows, with a clock for finer ones", () => {
    const time = toTime("2024-03-28 23:00:05");
    expect(momentLabel(time, DAY)).toBe("2024-03-28");
    expect(momentLabel(time, HOUR)).toBe("2024-03-28 23:00");
    expect(momentLabel(time, 1000)).toBe("2024-03-28 23:00:05");
  });
});
