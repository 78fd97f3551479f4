import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY, HOUR } from "../../src/time/civil.js";
import { formatTime, toTime } from "../../src/time/text.js";
import { timeZone, UTC } from "../../src/time/zone.js";

const at = (iso: string): number => Date.parse(iso);

describe("timeZone", () => {
  it.each([
    ["America/Chicago", "2024-01-15T12:00:00Z", "2024-01-15 06:00:00"],
    ["America/Chicago", "2024-07-15T12:00:00Z", "2024-07-15 07:00:00"],
    ["Europe/London", "2024-03-31T01:00:00Z", "2024-03-31 02:00:00"],
    ["Europe/London", "2024-03-31T00:59:59Z", "2024-03-31 00:59:59"],
    ["Asia/Kathmandu", "2024-01-01T00:00:00Z", "2024-01-01 05:45:00"],
    ["Pacific/Apia", "2011-12-30T09:59:59Z", "2011-12-29 23:59:59"],
    ["Pacific/Apia", "2011-12-30T10:00:00Z", "2011-12-31 00:00:00"],
    ["Australia/Lord_Howe", "2024-04-06T15:00:00Z", "2024-04-07 01:30:00"],
    ["Asia/Tokyo", "1999-12-31T15:00:00Z", "2000-01-01 00:00:00"],
  ])("%s at %s reads %s", (name, instant, wall) => {
    expect(formatTime(timeZone(name).wallTime(at(instant)))).toBe(wall);
  });

  it("takes the first of a wall time that comes twice", () => {
    const london = timeZone("Europe/London");
    expect(london.instant(toTime("2024-10-27 01:30"))).toBe(at("2024-10-27T00:30:00Z"));
  });

  it("takes a wall time that is left out as long after the change", () => {
    const london = timeZone("Europe/London");
    expect(london.instant(toTime("2024-03-31 01:30"))).toBe(at("2024-03-31T01:30:00Z"));
    expect(formatTime(london.wallTime(london.instant(toTime("2024-03-31 01:30"))))).toBe(
      "2024-03-31 02:30:00",
    );
  });

  it("comes back to the instant it came from, but for the second of an hour that comes twice", () => {
    const names = [
      "America/New_York",
      "Europe/Berlin",
      "Australia/Sydney",
      "America/St_Johns",
      "Asia/Tehran",
      "UTC",
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...names),
        fc.integer({ min: at("1975-01-01T00:00:00Z"), max: at("2035-01-01T00:00:00Z") }),
        (name, instant) => {
          const zone = timeZone(name);
          const back = zone.instant(zone.wallTime(instant));
          expect(zone.wallTime(back)).toBe(zone.wallTime(instant));
          expect(instant - back === 0 || (instant - back > 0 && instant - back <= 2 * HOUR)).toBe(true);
        },
      ),
    );
  });

  it("agrees with the platform on every hour of two years", () => {
    const name = "America/Sao_Paulo";
    const zone = timeZone(name);
    const format = new Intl.DateTimeFormat("sv-SE", {
      timeZone: name,
      dateStyle: "short",
      timeStyle: "medium",
    });
    for (let instant = at("2017-06-01T00:00:00Z"); instant < at("2019-06-01T00:00:00Z"); instant += DAY / 8) {
      expect(formatTime(zone.wallTime(instant))).toBe(format.format(instant));
    }
  });

  it("is UTC without looking anything up", () => {
    expect(timeZone("UTC")).toBe(UTC);
    expect(UTC.instant(UTC.wallTime(12_345.678))).toBe(12_345.678);
  });

  it("refuses a name that the platform does not know", () => {
    expect(() => timeZone("Europe/Londn")).toThrow(/"Europe\/Londn" is not a time zone; give an IANA name/);
  });
});
