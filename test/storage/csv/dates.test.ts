/** Forms of dates: named ones, and patterns. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dateReader } from "../../../src/storage/csv/dates.js";
import { parseCsv } from "../../../src/storage/csv/parse.js";
import type { CsvDates } from "../../../src/storage/csv/table.js";
import { DAY, HOUR } from "../../../src/time/civil.js";
import { toTime } from "../../../src/time/text.js";

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const two = (value: number): string => String(value).padStart(2, "0");

/** A time as a pattern has it, with every leading zero. */
function written(time: number, pattern: string): string {
  const date = new Date(time);
  const [year, hour] = [date.getUTCFullYear(), date.getUTCHours()];
  const texts: Readonly<Record<string, string>> = {
    "%Y": String(year),
    "%y": two(year % 100),
    "%m": two(date.getUTCMonth() + 1),
    "%b": MONTHS[date.getUTCMonth()]!,
    "%d": two(date.getUTCDate()),
    "%H": two(hour),
    "%I": two(hour % 12 === 0 ? 12 : hour % 12),
    "%p": hour < 12 ? "AM" : "PM",
    "%M": two(date.getUTCMinutes()),
    "%S": two(date.getUTCSeconds()),
    "%f": `${String(date.getUTCMilliseconds()).padStart(3, "0")}000`,
    "%%": "%",
  };
  return pattern.replace(/%./g, (directive) => texts[directive]!);
}

const DATES = ["Ymd", "dmY", "mdY", "dbY", "bdY", "ymd", "dby"];
const CLOCKS = [
  ["", DAY],
  [" %H:%M", 60_000],
  ["T%H%M%S", 1000],
  [" %I:%M %p", 60_000],
  [" %H.%M.%S,%f", 1],
  [" (%H h)", HOUR],
] as const;

describe("patterns of dates", () => {
  it("read what they write, with any text between", () => {
    const separator = fc.constantFrom("", ".", "/", "-", " ", "%%", "*", "年", "\\d", "[", "+");
    const patterns = fc.tuple(fc.constantFrom(...DATES), separator, fc.constantFrom(...CLOCKS));
    const times = fc.integer({ min: 0, max: Date.UTC(2069, 11, 31) });
    fc.assert(
      fc.property(patterns, times, ([date, between, [clock, unit]], any) => {
        const pattern = `${[...date].map((name) => `%${name}`).join(between)}${clock}` as CsvDates;
        const time = Math.floor(any / unit) * unit;
        expect(dateReader(pattern)(written(time, pattern))).toEqual({
          time,
          clock: clock !== "",
          offset: undefined,
        });
      }),
      { numRuns: 400 },
    );
  });

  it.each([
    ["%d.%m.%Y", "1.2.2024", "2024-02-01"],
    ["%d.%m.%Y", "01.02.2024 18:00", "2024-02-01 18:00"],
    ["%d.%m.%Y %H:%M", "01.02.2024 9:05", "2024-02-01 09:05"],
    ["%Y%m%d", "20240201", "2024-02-01"],
    ["%Y%m%d %H%M", "20240201 1805", "2024-02-01 18:05"],
    ["%Y%m%d", "20240201 18:05:06", "2024-02-01 18:05:06"],
    ["%b %d, %Y", "feb  1, 2024", "2024-02-01"],
    ["%m/%d/%Y %I:%M %p", "2/1/2024 12:30 am", "2024-02-01 00:30"],
    ["%d/%m/%y", "01/02/70", "1970-02-01"],
    ["%d/%m/%y", "01/02/69", "2069-02-01"],
    ["iso", "2021-01-04", "2021-01-04"],
    ["iso", "2021-01-04 18:00", "2021-01-04 18:00"],
    ["iso", "2021-01-04T18:00:07", "2021-01-04 18:00:07"],
    ["iso", "2021-01-04 18:00:07.25", "2021-01-04 18:00:07.25"],
    ["iso", "2021-01-04T18:00Z", "2021-01-04 18:00"],
    ["iso", "2021-01-04T18:00:07.000125+01:00", "2021-01-04 18:00:07.000125"],
  ] as const)("%s reads %s", (dates, text, expected) => {
    expect(dateReader(dates)(text)?.time).toBe(toTime(expected));
  });

  it("keep the zone that stands there apart", () => {
    const read = dateReader("iso");
    const offsets = ["", "Z", "+01:00", "-0530"].map((zone) => read(`2024-03-28 15:00${zone}`)?.offset);
    expect(offsets).toEqual([undefined, 0, HOUR, -5.5 * HOUR]);
    expect(dateReader("epoch seconds")("86400")).toEqual({ time: DAY, clock: true, offset: 0 });
  });

  it.each([
    ["%d.%m.%Y", "31.02.2024"],
    ["%d.%m.%Y", "29.02.2023"],
    ["%d.%m.%Y", "01-02-2024"],
    ["%d.%m.%Y", "01x02x2024"],
    ["%d.%m.%Y", "01.02.24"],
    ["%Y%m%d", "2024021"],
    ["%Y%m%d", "20241301"],
    ["%Y%m%d %H%M", "20240201"],
    ["%Y%m%d %H%M", "20240201 2400"],
    ["%d %b %Y", "01 Foo 2024"],
    ["%d/%m/%Y %I %p", "01/02/2024 13 PM"],
    ["%d/%m/%Y %I %p", "01/02/2024 0 AM"],
    ["iso", "2021-01-04 18"],
    ["iso", "2021-01-04 18:60"],
    ["iso", "2021-01-04 18:00:60"],
    ["iso", "2021-01-04 18:00.5"],
    ["iso", "2021-01-04 18:00+25:00"],
    ["iso", "2021-01-04Z"],
    ["iso", ""],
  ] as const)("%s does not take %j", async (dates, text) => {
    expect(dateReader(dates)(text)).toBeUndefined();
    const quoted = `DATETIME,price\n${dates === "iso" ? "2021-01-03 18:00" : written(0, dates)},1\n"${text}",1.0\n`;
    await expect(parseCsv(quoted, { file: "CORN.csv", foreign: { dates } })).rejects.toMatchObject({
      code: "CSV_SYNTAX",
      message: expect.stringContaining(`CORN.csv, line 3: ${JSON.stringify(text)} is not a time of the form`),
      details: { file: "CORN.csv", line: 3 },
    });
  });

  it.each([
    ["%Q", "there is no %Q"],
    ["%Y-%m-%d %", "there is no %"],
    ["%Y-%m-%d %-H", "there is no %-"],
    ["%d.%m", "it does not say the year"],
    ["%d %Y", "it does not say the month"],
    ["%m/%Y", "it does not say the day"],
    ["YYYY-MM-DD", "it does not say the year"],
    ["", "it does not say the year"],
    ["%Y %y %m %d", "%y says again"],
    ["%d %d %m %Y", "%d says again"],
    ["%Y%m%d %H %I %p", "%I says again"],
    ["%Y%m%d %M", "%M needs %H or %I"],
    ["%Y%m%d %I", "%I needs %p"],
    ["%Y%m%d %H:%S", "%S needs %M"],
    [7, "it is no text"],
  ])("%j is refused by name, with those there are", async (dates, why) => {
    const refusal = {
      code: "PROCESS_OPTION",
      message: expect.toSatisfy((message: string) =>
        [JSON.stringify(String(dates)), why, "iso", "epoch seconds", "%Y %y %m %b %d %H", "%d.%m.%Y"].every(
          (part) => message.includes(part),
        ),
      ),
    };
    expect(() => dateReader(dates as CsvDates)).toThrow(expect.objectContaining(refusal));
    const foreign = { dates: dates as CsvDates };
    await expect(parseCsv("no,such\nfile", { foreign })).rejects.toMatchObject(refusal);
  });
});
