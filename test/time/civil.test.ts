import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { businessDayOf, dayOfBusinessDay } from "../../src/time/businessDays.js";
import { civilFromDays, DAY, dayOf, daysFromCivil, daysInMonth, weekday } from "../../src/time/civil.js";
import { isClosingTime, midnightToClose } from "../../src/time/close.js";
import { toTime } from "../../src/time/text.js";

const anyDay = fc.integer({ min: -700_000, max: 2_900_000 });

describe("civil dates", () => {
  it("agree with Date in both directions", () => {
    fc.assert(
      fc.property(anyDay, (days) => {
        const date = new Date(days * DAY);
        const civil = { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
        expect(civilFromDays(days)).toEqual(civil);
        expect(daysFromCivil(civil.year, civil.month, civil.day)).toBe(days);
        expect(weekday(days)).toBe((date.getUTCDay() + 6) % 7);
        expect(daysInMonth(civil.year, civil.month)).toBe(
          new Date(Date.UTC(2000 + (civil.year % 400), civil.month, 0)).getUTCDate(),
        );
      }),
    );
  });

  it("run on over the end of a month", () => {
    expect(daysFromCivil(2024, 3, 0)).toBe(daysFromCivil(2024, 2, 29));
    expect(dayOf(-1)).toBe(-1);
  });
});

describe("business days", () => {
  it("are numbered without gaps, weekends as their Friday", () => {
    fc.assert(
      fc.property(anyDay, (days) => {
        const number = businessDayOf(days);
        expect(dayOfBusinessDay(number)).toBe(days - Math.max(0, weekday(days) - 4));
        expect(businessDayOf(dayOfBusinessDay(number))).toBe(number);
        expect(businessDayOf(days + 7)).toBe(number + 5);
        expect(weekday(dayOfBusinessDay(number))).toBeLessThan(5);
      }),
    );
  });
});

describe("the notional close", () => {
  it("is 23:00:00, whatever the milliseconds", () => {
    expect(isClosingTime(toTime("2024-03-28 23:00:00"))).toBe(true);
    expect(isClosingTime(toTime("1960-03-28 23:00:00.999999"))).toBe(true);
    expect(isClosingTime(toTime("2024-03-28 23:00:01"))).toBe(false);
    expect(isClosingTime(toTime("2024-03-28 22:59:59.999999"))).toBe(false);
  });

  it("is where midnight moves to, and nothing else", () => {
    expect(midnightToClose(toTime("2024-03-28"))).toBe(toTime("2024-03-28 23:00:00"));
    expect(midnightToClose(toTime("1960-03-28"))).toBe(toTime("1960-03-28 23:00:00"));
    expect(midnightToClose(toTime("2024-03-28 00:00:00.000001"))).toBe(toTime("2024-03-28 00:00:00.000001"));
  });
});
