import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatDay, formatTime, toTime, toTimeEnd } from "../../src/time/text.js";

describe("time text", () => {
  it.each([
    ["1970-01-01", 0],
    ["2024-03-28 23:00:00", 1_711_666_800_000],
    ["2024-03-28T23:00", 1_711_666_800_000],
    ["2024-03-28T23:00:00Z", 1_711_666_800_000],
    ["2024", 1_704_067_200_000],
    ["2024-02", 1_706_745_600_000],
    ["1969-12-31 23:59:59.999", -1],
    ["1900-01-01", -2_208_988_800_000],
    ["2000-02-29", 951_782_400_000],
    ["2262-04-11 23:47:16", 9_223_372_036_000],
    ["2024-01-01 00:00:00.000001", 1_704_067_200_000.001],
    ["2024-01-01 00:00:00.5", 1_704_067_200_500],
    ["2024-01-01 00:00:00.123456000", 1_704_067_200_123.456],
  ])("%s", (text, time) => {
    expect(toTime(text)).toBe(time);
  });

  it("takes epoch milliseconds and the UTC fields of a Date as they are", () => {
    expect(toTime(-12.5)).toBe(-12.5);
    expect(toTime(new Date("2024-03-28T23:00:00Z"))).toBe(toTime("2024-03-28 23:00:00"));
  });

  it.each([
    "",
    "yesterday",
    "2024-13-01",
    "2024-00-10",
    "2024-02-30",
    "2023-02-29",
    "1900-02-29",
    "2024-01-32",
    "2024-01-00",
    "2024-01-01 24:00",
    "2024-01-01 10:60",
    "2024-01-01 10:00:60",
    "2024-01-01 10",
    "2024-1-1",
    "01/02/2024",
    "2024-01-01 10:00:00+01:00",
    "2024-01-01 00:00:00.0000001",
    "2024-01-01\n",
    " 2024-01-01",
  ])("refuses %j", (text) => {
    for (const read of [toTime, toTimeEnd]) {
      expect(() => read(text)).toThrow(
        expect.objectContaining({
          code: "TIME_TEXT",
          message: expect.stringContaining(`"${text}" is not a time`),
          details: { text },
        }),
      );
    }
  });

  it.each([Number.NaN, Infinity, new Date("nonsense"), undefined, null])("refuses %s", (value) => {
    for (const read of [toTime, toTimeEnd]) {
      expect(() => read(value as number)).toThrow(expect.objectContaining({ code: "TIME_VALUE" }));
    }
  });

  it.each([
    ["2024", "2024-12-31 23:59:59.999999"],
    ["2024-02", "2024-02-29 23:59:59.999999"],
    ["2024-12", "2024-12-31 23:59:59.999999"],
    ["2024-03-28", "2024-03-28 23:59:59.999999"],
    ["2024-03-28 23:00", "2024-03-28 23:00:59.999999"],
    ["2024-03-28 23:00:00", "2024-03-28 23:00:00.999999"],
    ["2024-03-28 23:00:00.25", "2024-03-28 23:00:00.250000"],
  ])("the end of %s", (text, end) => {
    expect(formatTime(toTimeEnd(text))).toBe(end);
    expect(toTimeEnd(text)).toBe(toTime(end));
  });

  it("a number and a Date end where they begin", () => {
    expect([toTimeEnd(5.5), toTimeEnd(new Date(7))]).toEqual([5.5, 7]);
  });
});

describe("round trips", () => {
  const microseconds = (from: string, to: string): fc.Arbitrary<number> =>
    fc.integer({ min: toTime(from) * 1000, max: toTime(to) * 1000 }).map((micros) => micros / 1000);

  it("time → text → time, to the microsecond, from 1692 to 2247", () => {
    fc.assert(
      fc.property(microseconds("1692", "2248"), (time) => {
        expect(toTime(formatTime(time))).toBe(time);
      }),
      { numRuns: 2000 },
    );
  });

  it("to the millisecond far beyond", () => {
    fc.assert(
      fc.property(fc.integer({ min: toTime("1600"), max: toTime("2262-04-11 23:47:16") }), (time) => {
        expect(toTime(formatTime(time))).toBe(time);
      }),
    );
  });

  it("agrees with Date, in years of four digits", () => {
    fc.assert(
      fc.property(fc.integer({ min: toTime("0001"), max: toTime("9999") }), (time) => {
        const iso = new Date(time).toISOString();
        expect(toTime(iso)).toBe(time);
        expect(`${formatTime(Math.floor(time / 1000) * 1000)}`).toBe(iso.slice(0, 19).replace("T", " "));
        expect(formatDay(Math.floor(time / 86_400_000))).toBe(iso.slice(0, 10));
      }),
    );
  });

  it("writes a fraction only where there is one, and NaT for what is not finite", () => {
    expect(formatTime(0)).toBe("1970-01-01 00:00:00");
    expect(formatTime(-0.001)).toBe("1969-12-31 23:59:59.999999");
    expect(formatTime(1.5)).toBe("1970-01-01 00:00:00.001500");
    expect(formatTime(1.9999999)).toBe("1970-01-01 00:00:00.002000");
    expect([Number.NaN, Infinity, -Infinity].map(formatTime)).toEqual(["NaT", "NaT", "NaT"]);
  });
});
