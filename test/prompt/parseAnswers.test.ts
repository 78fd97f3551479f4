import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nameIn, numberWithin, orNothing, wholeNumberWithin } from "../../src/prompt/parseAnswers.js";
import { timeAnswer } from "../../src/prompt/parseTime.js";
import { formatTime, toTime } from "../../src/time/text.js";

describe("a number", () => {
  it.each([
    ["101.25", 101.25],
    [" -3 ", -3],
    ["1,250.5", 1250.5],
    ["1e3", 1000],
    [".5", 0.5],
    ["+7", 7],
    ["0", 0],
  ])("%j is %d", (answer, value) => {
    expect(numberWithin()(answer)).toBe(value);
  });

  it.each(["", " ", "-", ".", "e5", "1,25", "12a", "0x10", "NaN", "Infinity", "1e999", "1 2", "١"])(
    "%j is none",
    (answer) => {
      expect(() => numberWithin()(answer)).toThrow(/is not a number; write one as 101.25/);
    },
  );

  it("may have bounds", () => {
    expect(() => numberWithin({ least: 0 })("-1")).toThrow("-1 is too small; give 0 or more");
    expect(() => numberWithin({ most: 5 })("5.01")).toThrow("5.01 is too large; give 5 or less");
    expect(numberWithin({ least: 0, most: 5 })("5")).toBe(5);
  });

  it("reads back every number that is printed", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(numberWithin()(String(value))).toBe(value + 0);
      }),
    );
  });

  it("may have to be whole", () => {
    expect(wholeNumberWithin()("12")).toBe(12);
    expect(() => wholeNumberWithin()("1.5")).toThrow("1.5 is not a whole number");
    expect(() => wholeNumberWithin({ least: 1 })("0")).toThrow("too small");
    expect(() => wholeNumberWithin()("1e300")).toThrow("not a whole number");
  });
});

describe("a name", () => {
  const instrument = nameIn(["CORN", "SP500", "EUROSTX"], "instrument");

  it("is one of those there are, in capitals or not", () => {
    expect(instrument("CORN")).toBe("CORN");
    expect(instrument(" sp500 ")).toBe("SP500");
  });

  it("has the one that may have been meant in its message", () => {
    expect(() => instrument("CRON")).toThrow('there is no instrument "CRON" (did you mean "CORN"?)');
    expect(() => instrument("zzzzzzzzzzzz")).toThrow(
      'there is no instrument "zzzzzzzzzzzz"; there is CORN, SP500, EUROSTX',
    );
    expect(() => instrument("")).toThrow("name the instrument");
    expect(() => nameIn([], "strategy")("trend")).toThrow("there is none");
  });

  it("names a few of many", () => {
    const many = nameIn(
      Array.from({ length: 30 }, (_, at) => `INSTRUMENT_${at}`),
      "instrument",
    );
    expect(() => many("?")).toThrow("INSTRUMENT_11 and 18 more");
  });

  it("may be left out", () => {
    expect(orNothing(instrument)("")).toBeUndefined();
    expect(orNothing(instrument)(" ")).toBeUndefined();
    expect(orNothing(instrument)("corn")).toBe("CORN");
  });
});

describe("a time", () => {
  const now = toTime("2024-03-31 14:30:00");
  const read = (answer: string): string => formatTime(timeAnswer({ now, orNow: true })(answer));

  it.each([
    ["", "2024-03-31 14:30:00"],
    ["2024-02-28", "2024-02-28 00:00:00"],
    ["2024-02-28 09:15:30", "2024-02-28 09:15:30"],
    ["2024", "2024-01-01 00:00:00"],
    ["0", "2024-03-31 14:30:00"],
    ["30", "2024-03-01 14:30:00"],
    ["2D", "2024-03-29 14:30:00"],
    ["2w", "2024-03-17 14:30:00"],
    ["1M", "2024-02-29 14:30:00"],
    ["13M", "2023-02-28 14:30:00"],
    ["1Y", "2023-03-31 14:30:00"],
    ["2B", "2024-03-27 14:30:00"],
    ["ytd", "2024-01-01 00:00:00"],
  ])("%j, on a Sunday, is %s", (answer, time) => {
    expect(read(answer)).toBe(time);
  });

  it("may be the end of what is named", () => {
    expect(formatTime(timeAnswer({ now, end: true })("2024-02-28"))).toBe("2024-02-28 23:59:59.999999");
  });

  it.each(["never", "2024-02-30", "1000D", "-3", "3 M", "24-01-01"])("%j is none", (answer) => {
    expect(() => timeAnswer({ now })(answer)).toThrow(/is not a time; write YYYY-MM-DD/);
  });

  it("has to be there unless it may be now", () => {
    expect(() => timeAnswer({ now })("")).toThrow("give a date, as 2024-03-28, or a number of days back");
  });
});
