import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { boolColumn, floatColumn, intColumn, stringColumn, timeColumn } from "../../../src/series/column.js";
import { Frame } from "../../../src/series/frame.js";
import { formatNumber, parseNumber } from "../../../src/storage/csv/decimal.js";
import { parseCsv } from "../../../src/storage/csv/parse.js";
import { formatCsv } from "../../../src/storage/csv/write.js";
import { memorySeriesStore } from "../../../src/storage/memory/seriesStore.js";
import { toTime } from "../../../src/time/text.js";

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString();

describe("numbers", () => {
  // What Python's repr gives.
  test.each([
    [660, "660.0"],
    [0.1 + 0.2, "0.30000000000000004"],
    [1e-5, "1e-05"],
    [3.6e-5, "3.6e-05"],
    [0.0001, "0.0001"],
    [1e16, "1e+16"],
    [9999999999999998, "9999999999999998.0"],
    [123456789012345680, "1.2345678901234568e+17"],
    [1e22, "1e+22"],
    [1.5e300, "1.5e+300"],
    [5e-324, "5e-324"],
    [-2.5, "-2.5"],
    [-0, "-0.0"],
    [Number.NaN, ""],
    [Number.POSITIVE_INFINITY, "inf"],
    [Number.NEGATIVE_INFINITY, "-inf"],
  ])("%d is %s", (value, expected) => expect(formatNumber(value)).toBe(expected));

  test("read back as they were", () => {
    fc.assert(
      fc.property(fc.double(), (value) => {
        expect(parseNumber(formatNumber(value))).toBe(value);
      }),
      { numRuns: 2000 },
    );
  });
});

test("a frame of no file is written in the plain form", () => {
  const time = Float64Array.of(
    toTime("2024-01-01"),
    toTime("2024-01-02 23:00:00"),
    toTime("2024-01-03 00:00:00.25"),
  );
  const frame = new Frame(time, {
    f: floatColumn(Float64Array.of(1, Number.NaN, -0.5)),
    i: intColumn(BigInt64Array.of(1n, -(2n ** 63n), 3n)),
    b: boolColumn(Uint8Array.of(1, 0, 1)),
    t: timeColumn(Float64Array.of(Number.NaN, toTime("2024-01-01"), 0.001)),
    s: stringColumn(["a,b", undefined, ""]),
    q: stringColumn(['"', "x\ny", " z"]),
  });
  expect(text(formatCsv(frame, { index: "DATE_TIME" }))).toBe(
    [
      "DATE_TIME,f,i,b,t,s,q",
      '2024-01-01 00:00:00,1.0,1,True,,"a,b",""""',
      '2024-01-02 23:00:00,,-9223372036854775808,False,2024-01-01 00:00:00,,"x\ny"',
      '2024-01-03 00:00:00.250000,-0.5,3,True,1970-01-01 00:00:00.000001,""," z"',
      "",
    ].join("\n"),
  );
});

describe("a file is written back as it was", () => {
  const row = "2024-01-01 23:00:00,1.5,7,20240300,";
  test.each([
    ["plain", `DATETIME,f,w,X_CONTRACT,Y_CONTRACT\n${row}\n`],
    ["\\r\\n", `DATETIME,f,w,X_CONTRACT,Y_CONTRACT\r\n${row}\r\n`],
    ["without a last line end", `DATETIME,f,w,X_CONTRACT,Y_CONTRACT\n${row}`],
    ["with a byte order mark", `\ufeffDATETIME,f,w,X_CONTRACT,Y_CONTRACT\r\n${row}\r\n`],
    ["with a comma after the header", `DATE_TIME,f,w,X_CONTRACT,Y_CONTRACT,\n${row}\n`],
    ["of dates", "DATETIME,f\n2024-01-01,1.0\n2024-01-02,\n"],
    ["with an unnamed time", ",f\n2024-01-01 23:00:00,1e-05\n"],
    ["with whole numbers and gaps", "index,v\n2024-01-01 23:00:00,5\n2024-01-02 23:00:00,\n"],
    ["with labels as floats", "DATETIME,X_CONTRACT\n2024-01-01 23:00:00,20240300.0\n2024-01-02 23:00:00,\n"],
    ["without rows", "DATETIME,f\n"],
    ["without rows or a line end", "DATETIME,f"],
    ["of text", 'DATETIME,s\n2024-01-01 23:00:00,x\n2024-01-02 23:00:00,"a, b"\n'],
    ["of microseconds", "DATETIME,f\n2024-01-01 23:00:00.000001,1.0\n"],
  ])("%s", async (_, file) => {
    const { frame } = await parseCsv(file);
    expect(text(formatCsv(frame))).toBe(file);
    // The form travels with the frame through another store.
    const store = memorySeriesStore();
    await store.apply({ kind: "write", library: "l", symbol: "s", frame });
    expect(text(formatCsv((await store.read("l", "s"))!.frame))).toBe(file);
  });
});

test("the form gives way where the values no longer fit it", async () => {
  const { frame } = await parseCsv("DATETIME,v\n2024-01-01,5\n2024-01-02,\n");
  const half = frame.with({ v: floatColumn(Float64Array.of(5.5, 6)) });
  expect(text(formatCsv(half))).toBe("DATETIME,v\n2024-01-01,5.5\n2024-01-02,6\n");
  const later = new Frame(
    Float64Array.of(toTime("2024-01-01 10:00")),
    { v: floatColumn(Float64Array.of(1)) },
    frame.meta,
  );
  expect(text(formatCsv(later))).toBe("DATETIME,v\n2024-01-01 10:00:00,1\n");
});

test("metadata of another form is passed over", () => {
  const frame = new Frame(Float64Array.of(0), { v: floatColumn(Float64Array.of(1)) });
  for (const csv of [
    null,
    1,
    "x",
    [1],
    { newline: 5, whole: "v", commas: -1, index: null, mark: "yes", dates: {} },
  ]) {
    expect(text(formatCsv(frame.withMeta({ csv })))).toBe("DATETIME,v\n1970-01-01 00:00:00,1.0\n");
  }
});

test("text that no file can hold is refused", () => {
  for (const bad of ["a\0b", "\ud800"]) {
    const frame = new Frame(Float64Array.of(0), { s: stringColumn([bad]) });
    expect(() => formatCsv(frame)).toThrow(/\[csv\].*cannot be written to a CSV file/);
  }
});
