import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isContangoError } from "../../src/errors/contangoError.js";
import { fromLongDate, toLongDate } from "../../src/time/longDate.js";
import { formatTime, toTime } from "../../src/time/text.js";

/** What Python makes of `int(float(time.strftime("%Y%m%d%H%M%S.%f")) * 10000)`, and of the way back. */
const PYTHON: readonly (readonly [string, bigint, string])[] = [
  ["2023-01-15 06:32:07", 202301150632070016n, "2023-01-15 06:32:07"],
  ["2024-02-29 23:00:00", 202402292300000000n, "2024-02-29 23:00:00"],
  ["1999-12-31 23:59:59", 199912312359590016n, "1999-12-31 23:59:59"],
  ["2024-03-28 12:34:56.789012", 202403281234567904n, "2024-03-28 12:34:56.789062"],
  ["2024-07-01 00:00:00.005", 202407010000000032n, "2024-07-01 00:00:00.003906"],
  ["2026-11-23 22:15:30.123456", 202611232215301248n, "2026-11-23 22:15:30.125000"],
  ["1970-01-01", 197001010000000000n, "1970-01-01 00:00:00"],
  ["2023-01-15 06:32:07.007800", 202301150632070080n, "2023-01-15 06:32:07.007812"],
];

describe("long dates", () => {
  it.each(PYTHON)("%s is %s, and comes back as Python reads it", (text, long, back) => {
    expect(BigInt(toLongDate(toTime(text)))).toBe(long);
    expect(fromLongDate(long)).toBe(toTime(back));
    expect(fromLongDate(Number(long))).toBe(toTime(back));
  });

  it("keep whole seconds, and parts of one to 4 milliseconds", () => {
    const seconds = fc.integer({ min: toTime("1900") / 1000, max: toTime("2800") / 1000 });
    fc.assert(
      fc.property(seconds, fc.integer({ min: 0, max: 999 }), (second, milli) => {
        expect(fromLongDate(toLongDate(second * 1000))).toBe(second * 1000);
        const time = second * 1000 + milli;
        expect(Math.abs(fromLongDate(toLongDate(time)) - time)).toBeLessThan(4);
      }),
    );
  });

  it("carry a second that is rounded up to sixty", () => {
    const long = toLongDate(toTime("2023-12-31 23:59:59.999"));
    expect(BigInt(long)).toBe(202312312359600000n);
    expect(formatTime(fromLongDate(long))).toBe("2024-01-01 00:00:00");
  });

  it.each([
    20231315000000_0000,
    20230230000000_0000,
    20230101240000_0000,
    20230101006000_0000,
    0,
    -1,
    Number.NaN,
    Number.POSITIVE_INFINITY,
  ])("are refused where they are no date: %s", (long) => {
    expect(() => fromLongDate(long)).toThrow(
      expect.toSatisfy((error) => isContangoError(error, "TIME_VALUE") && /is no date/.test(error.message)),
    );
  });

  it.each([Number.NaN, toTime("0999-12-31"), toTime("9999-12-31") + 86_400_000])(
    "are not made of %s",
    (time) => {
      expect(() => toLongDate(time)).toThrow(
        expect.toSatisfy(
          (error) => isContangoError(error, "TIME_VALUE") && /four digits/.test(error.message),
        ),
      );
    },
  );
});
