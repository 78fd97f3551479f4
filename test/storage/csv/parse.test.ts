import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ErrorCode } from "../../../src/errors/codes.js";
import { ContangoError } from "../../../src/errors/contangoError.js";
import { readGeneral } from "../../../src/storage/csv/general.js";
import { ANY_SHAPE, libraryShape } from "../../../src/storage/csv/libraryLayouts.js";
import { type CsvOptions, parseCsv } from "../../../src/storage/csv/parse.js";
import { readPlain } from "../../../src/storage/csv/plain.js";
import { toTime } from "../../../src/time/text.js";

const MULTIPLE = "DATETIME,CARRY,CARRY_CONTRACT,PRICE,PRICE_CONTRACT,FORWARD,FORWARD_CONTRACT";

async function refusal(text: string | Uint8Array, options: CsvOptions = {}): Promise<ContangoError> {
  const error = await parseCsv(text, { file: "F.csv", ...options }).catch((thrown: unknown) => thrown);
  if (error instanceof ContangoError) return error;
  throw new Error(`expected a refusal, got ${String(error)}`);
}

async function expectRefusal(
  text: string | Uint8Array,
  code: ErrorCode,
  line: number,
  message: RegExp,
  options: CsvOptions = {},
): Promise<void> {
  const error = await refusal(text, options);
  expect(error.code).toBe(code);
  expect(error.details).toMatchObject({ file: "F.csv", line });
  expect(error.message).toContain(`[contango] [csv] F.csv, line ${line}`);
  expect(error.message).toMatch(message);
}

describe("values", () => {
  test("times are wall time, empty numbers NaN, empty labels missing", async () => {
    const { frame } = await parseCsv(
      `${MULTIPLE}\n1972-10-18 23:00:00,142.75,19730900,137.75,19731200,,19741200\n1972-10-19 09:30:15,,,-0.5,19731200,1e-05,19741200`,
      { library: "futures_multiple_prices" },
    );
    expect([...frame.time]).toEqual([toTime("1972-10-18 23:00:00"), toTime("1972-10-19 09:30:15")]);
    expect([...frame.floats("CARRY")]).toEqual([142.75, Number.NaN]);
    expect([...frame.floats("FORWARD")]).toEqual([Number.NaN, 0.00001]);
    expect(frame.row(0)).toMatchObject({ PRICE: 137.75, CARRY_CONTRACT: "19730900" });
    expect(frame.row(1)).toMatchObject({ CARRY_CONTRACT: undefined, FORWARD_CONTRACT: "19741200" });
  });

  test("labels written as floats lose their point, six digits stay six", async () => {
    const { frame } = await parseCsv("DATETIME,X_CONTRACT\n2024-01-01,20241200.0\n2024-01-02,202403\n");
    expect([frame.row(0).X_CONTRACT, frame.row(1).X_CONTRACT]).toEqual(["20241200", "202403"]);
  });

  test("dates alone are midnight; all lines have one form", async () => {
    const { frame } = await parseCsv("DATETIME,price\n2024-02-29,1.0\n2024-03-01,2.0\n");
    expect([...frame.time]).toEqual([toTime("2024-02-29"), toTime("2024-03-01")]);
    expect(frame.meta.csv).toEqual({ dates: "day" });
    await expectRefusal(
      "DATETIME,price\n2024-02-29,1.0\n2024-03-01 23:00:00,2.0\n",
      "CSV_SYNTAX",
      3,
      /with a clock/,
    );
  });

  test("microseconds are kept, a zone is dropped, nanoseconds are refused", async () => {
    const { frame } = await parseCsv(
      "DATETIME,price\n2024-01-01 00:00:00.000001,1.0\n2024-01-01 00:00:01.5+00:00,2.0\n2024-01-01T00:00:02Z,3.0\n2024-01-01 00:00:03.123456000,3.0\n",
    );
    const midnight = toTime("2024-01-01");
    expect([...frame.time].map((time) => Math.round((time - midnight) * 1000))).toEqual([
      1, 1_500_000, 2_000_000, 3_123_456,
    ]);
    expect(frame.time[0]).toBe(toTime("2024-01-01 00:00:00.000001"));
    await expectRefusal(
      "DATETIME,price\n2024-01-01 00:00:00.000000001,1.0\n",
      "CSV_SYNTAX",
      2,
      /is not a time/,
    );
  });

  test("columns of no library are what they look like", async () => {
    const { frame } = await parseCsv(
      'when,whole,gaps,half,flag,at,text,nothing\n2024-01-01,1,1,1,True,2024-01-01 10:00:00,"a, b",\n2024-01-02,-9007199254740993,,1.5,false,,x,\n',
    );
    const kinds = Object.fromEntries([...frame.columns].map(([name, column]) => [name, column.kind]));
    expect(kinds).toEqual({
      whole: "int64",
      gaps: "float64",
      half: "float64",
      flag: "bool",
      at: "time",
      text: "string",
      nothing: "float64",
    });
    expect(frame.row(1)).toMatchObject({ whole: -9007199254740993n, flag: false, text: "x" });
    expect(frame.row(0).text).toBe("a, b");
  });

  test("kinds can be said", async () => {
    const text = "DATETIME,a,b,PRICE_CONTRACT\n2024-01-01,1,2,x\n";
    const { frame } = await parseCsv(text, { kinds: { a: "float", b: "string", PRICE_CONTRACT: "string" } });
    expect(frame.row(0)).toMatchObject({ a: 1, b: "2", PRICE_CONTRACT: "x" });
  });

  test("a quoted empty field is empty text, an unquoted one is missing", async () => {
    const { frame } = await parseCsv('DATETIME,a\n2024-01-01,""\n2024-01-02,\n2024-01-03,x\n');
    expect([0, 1, 2].map((row) => frame.row(row).a)).toEqual(["", undefined, "x"]);
  });

  test("a header alone is a frame without rows", async () => {
    for (const text of [
      "DATETIME,price",
      "DATETIME,price\n",
      "DATETIME,price\r\n",
      "\ufeffDATETIME,price\n\n",
    ]) {
      const { frame } = await parseCsv(text, { library: "futures_adjusted_prices" });
      expect(frame.length).toBe(0);
      expect(frame.floats("price").length).toBe(0);
    }
  });

  test("columns that a library does not have are kept", async () => {
    const { frame } = await parseCsv("DATETIME,price,note\n2024-01-01,1.0,7\n", {
      library: "futures_adjusted_prices",
    });
    expect(frame.names).toEqual(["price", "note"]);
    expect(frame.row(0).note).toBe(7);
  });
});

describe("numbers are what Number makes of their text", () => {
  const digits = (least: number, most: number) =>
    fc
      .array(fc.integer({ min: 0, max: 9 }), { minLength: least, maxLength: most })
      .map((all) => all.join(""));
  const decimal = fc.oneof(
    fc
      .tuple(fc.constantFrom("", "-"), digits(1, 25), digits(1, 30))
      .map(([sign, a, b]) => `${sign}${a}.${b}`),
    fc.tuple(fc.constantFrom("", "-"), digits(1, 25)).map(([sign, a]) => `${sign}${a}`),
    fc
      .tuple(digits(1, 20), digits(1, 20), fc.integer({ min: -340, max: 280 }))
      .map(([a, b, e]) => `${a}.${b}e${e}`),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => String(value)),
    fc.double({ noNaN: true, min: -1e5, max: 1e5 }).map((value) => value.toFixed(17)),
    // Halfway between two doubles, with a point somewhere.
    fc
      .tuple(fc.bigInt({ min: 0n, max: 2n ** 52n - 1n }), fc.integer({ min: 1, max: 16 }))
      .map(([half, at]) => {
        const text = String(2n ** 53n + 2n * half + 1n);
        return `${text.slice(0, at)}.${text.slice(at)}`;
      }),
  );
  const readBy = { plain: readPlain, general: readGeneral };

  test.each(["plain", "general"] as const)("in the %s reader", async (reader) => {
    await fc.assert(
      fc.asyncProperty(fc.array(decimal, { minLength: 1, maxLength: 40 }), async (texts) => {
        const start = toTime("1990-01-01");
        const rows = texts.map(
          (text, row) => `${new Date(start + row * 86_400_000).toISOString().slice(0, 10)},${text}\n`,
        );
        const bytes = Buffer.from(`DATETIME,price\n${rows.join("")}`);
        const table = await readBy[reader](bytes, libraryShape("futures_adjusted_prices"), "F.csv" as never);
        if (table === undefined) throw new Error("not in the plain layout");
        const values = table.columns.get("price")!.values;
        for (const [row, text] of texts.entries()) {
          if (!Object.is(values[row], Number(text))) expect.fail(`${values[row]} for ${text}`);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe("both readers agree on files in the plain layout", () => {
  const number = fc.oneof(
    fc.constantFrom(
      "",
      "0",
      "-0",
      "-0.0",
      "007",
      "12",
      "5.0",
      "660.25",
      "0.006648999999999999",
      "1e3",
      "123456789012",
    ),
    fc
      .double({ noNaN: true, noDefaultInfinity: true })
      .map((value) => (Number.isInteger(value) ? `${value}` : String(value))),
  );
  const label = fc.constantFrom("", "20240300", "20241200", "20241200.0", "202403", "20240315");
  const file = fc.record({
    rows: fc.array(fc.tuple(number, label, number), { maxLength: 30 }),
    newline: fc.constantFrom("\n", "\r\n"),
    ended: fc.boolean(),
    mark: fc.constantFrom("", "\ufeff"),
    commas: fc.constantFrom("", ",", ",,"),
    clock: fc.constantFrom("", " 23:00:00", " 00:00:01"),
    name: fc.constantFrom("DATETIME", "index", "DATE_TIME"),
  });

  test.each([
    ["of a library", { ...libraryShape("futures_adjusted_prices"), required: [] }],
    ["of none", ANY_SHAPE],
  ])("%s", async (_, shape) => {
    await fc.assert(
      fc.asyncProperty(file, async ({ rows, newline, ended, mark, commas, clock, name }) => {
        const lines = rows.map(
          ([a, b, c], row) => `2024-02-${String(row + 1).padStart(2, "0")}${clock},${a},${b},${c}`,
        );
        fc.pre(rows.length <= 29);
        const text =
          mark +
          [`${name},price,PRICE_CONTRACT,volume${commas}`, ...lines].join(newline) +
          (ended ? newline : "");
        const plain = readPlain(Buffer.from(text), shape);
        // Whole numbers of which doubles may not hold all are left to the general reader.
        if (plain === undefined) {
          expect(shape).toBe(ANY_SHAPE);
          return;
        }
        const general = await readGeneral(Buffer.from(text), shape, "F.csv");
        expect(plain.format).toEqual(general.format);
        expect(plain.time).toEqual(general.time);
        expect([...plain.columns]).toEqual([...general.columns]);
      }),
      { numRuns: 300 },
    );
  });
});

describe("rows that a frame cannot hold as they are", () => {
  const text =
    "DATETIME,price\n2024-01-01,1.0\n2024-01-03,2.0\n2024-01-03,3.0\n2024-01-02,4.0\n2024-01-03,5.0\n";

  test("are refused by their lines", async () => {
    await expectRefusal(
      text,
      "SERIES_DUPLICATE_TIME",
      4,
      /2024-01-03 00:00:00 stands in line 3 too; .*duplicates/,
    );
    await expectRefusal(
      text,
      "SERIES_UNSORTED_TIME",
      5,
      /2024-01-02 00:00:00 is earlier than .*2024-01-03.*unsorted/,
      {
        duplicates: "last",
      },
    );
    const late = "DATETIME,price\n2024-01-03,2.0\n2024-01-02,4.0\n2024-01-03,5.0\n";
    await expectRefusal(late, "SERIES_DUPLICATE_TIME", 4, /stands in line 2 too/, { unsorted: "sort" });
  });

  test("are repaired as asked, and reported", async () => {
    const last = await parseCsv(text, { duplicates: "last", unsorted: "sort" });
    expect([...last.frame.floats("price")]).toEqual([1, 4, 5]);
    expect(last.repairs).toEqual({ duplicates: [3, 4], unsorted: [5] });
    const first = await parseCsv(text, { duplicates: "first", unsorted: "sort" });
    expect([...first.frame.floats("price")]).toEqual([1, 4, 2]);
    expect(first.repairs).toEqual({ duplicates: [4, 6], unsorted: [5] });
  });

  test("are repaired in columns of every kind", async () => {
    const { frame } = await parseCsv(
      "DATETIME,i,b,s,X_CONTRACT,t\n2024-01-02,2,True,x,20240300,2024-01-01 00:00:00\n2024-01-01,1,False,y,,2024-01-02 00:00:00\n",
      { unsorted: "sort" },
    );
    expect(frame.row(0)).toMatchObject({
      i: 1n,
      b: false,
      s: "y",
      X_CONTRACT: undefined,
      t: toTime("2024-01-02"),
    });
    expect(frame.row(1)).toMatchObject({ i: 2n, b: true, s: "x", X_CONTRACT: "20240300" });
  });
});

describe("files from elsewhere", () => {
  test("have other names, dates, lines above and units", async () => {
    const text =
      "exported by X\n\nTime;Open;High;Low;Last;Vol\n31/12/2023 23:00:00;1;2;0.5;1.5;100\n01/01/2024 23:00:00;2;3;1;2;200\n";
    const { frame } = await parseCsv(text, {
      library: "futures_contract_prices",
      foreign: {
        columns: { DATETIME: "Time", OPEN: "Open", HIGH: "High", LOW: "Low", FINAL: "Last", VOLUME: "Vol" },
        dates: "%d/%m/%Y",
        skipLines: 2,
        multiplier: 100,
      },
    });
    expect(frame.names).toEqual(["OPEN", "HIGH", "LOW", "FINAL", "VOLUME"]);
    expect(frame.row(0)).toMatchObject({ time: toTime("2023-12-31 23:00:00"), FINAL: 150, VOLUME: 100 });
  });

  test("may be inverse", async () => {
    const { frame } = await parseCsv("DATETIME,PRICE\n2024-01-01,4.0\n", {
      library: "spotfx_prices",
      foreign: { multiplier: 2, inverse: true },
    });
    expect(frame.row(0).price).toBe(0.125);
  });

  test("keep the highest price above the lowest when they are inverse", async () => {
    const { frame } = await parseCsv("DATETIME,OPEN,HIGH,LOW,FINAL,VOLUME\n2024-01-01,4.0,5.0,2.0,0.0,7\n", {
      library: "futures_contract_prices",
      foreign: { inverse: true },
    });
    expect(frame.names).toEqual(["OPEN", "HIGH", "LOW", "FINAL", "VOLUME"]);
    expect(frame.row(0)).toMatchObject({ OPEN: 0.25, HIGH: 0.5, LOW: 0.2, FINAL: Number.NaN, VOLUME: 7 });
  });

  test.each([
    ["%m/%d/%Y", "12/31/2023", "2023-12-31"],
    ["%d/%m/%Y", "31/12/2023", "2023-12-31"],
    ["%Y-%m-%d", "2023-12-31", "2023-12-31"],
    ["epoch seconds", "1704063600", "2023-12-31 23:00:00"],
    ["epoch milliseconds", "1704063600500", "2023-12-31 23:00:00.5"],
  ] as const)("may write dates as %s", async (dates, text, expected) => {
    const { frame } = await parseCsv(`DATETIME,price\n${text},1.0\n`, { foreign: { dates } });
    expect(frame.time[0]).toBe(toTime(expected));
  });

  test("are refused by the lines of the file", async () => {
    const foreign = { skipLines: 2, dates: "%d/%m/%Y" } as const;
    await expectRefusal("a\nb\nDATETIME,price\n13/13/2024,1.0\n", "CSV_SYNTAX", 4, /of the form %d\/%m\/%Y/, {
      foreign,
    });
    await expectRefusal(
      "a\nb\nDATETIME,price\n2024-01-02,1.0\n2024-01-01,1.0\n",
      "SERIES_UNSORTED_TIME",
      5,
      /earlier/,
      {
        foreign: { skipLines: 2 },
      },
    );
  });
});

describe("refusals say what was expected", () => {
  const library = "futures_multiple_prices";
  test.each([
    ["", "CSV_LAYOUT", 1, /the file is empty; expected a header/],
    ["price\n1\n", "CSV_LAYOUT", 1, /no time column "DATETIME"; expected DATETIME,CARRY/],
    ["DATETIME,PRICE\n", "CSV_LAYOUT", 1, /no columns CARRY, CARRY_CONTRACT, .*; expected DATETIME,CARRY,/],
    [`${MULTIPLE}\n2024-01-01,1.0\n`, "CSV_SYNTAX", 2, /2 fields, where the header has 7/],
    [
      `${MULTIPLE}\n2024-01-01,1x,,,,,\n`,
      "CSV_SYNTAX",
      2,
      /column "CARRY": "1x" is not a number, or nothing/,
    ],
    [
      `${MULTIPLE}\n2024-01-01,1,,,20241300,,\n`,
      "CSV_SYNTAX",
      2,
      /column "PRICE_CONTRACT": "20241300" is not a contract date/,
    ],
    [
      `${MULTIPLE}\n01/02/2024,,,,,,\n`,
      "CSV_SYNTAX",
      2,
      /"01\/02\/2024" is not a time of the form YYYY-MM-DD HH:MM:SS/,
    ],
    [
      `${MULTIPLE}\n2024-01-01,"1,,,,,\n2024-01-02,2,,,,,\n`,
      "CSV_SYNTAX",
      2,
      /[Qq]uote.*expected fields separated by ","/,
    ],
  ] as const)("%j", async (text, code, line, message) => {
    await expectRefusal(text, code, line, message, { library });
  });

  test("a file without a header is not taken for one", async () => {
    await expectRefusal("2024-01-01,1.0\n2024-01-02,1.0\n", "CSV_LAYOUT", 1, /no time column/);
  });

  test("NUL bytes are no date and no label, not even in the first line", async () => {
    const nul = "\0".repeat(8);
    await expectRefusal(`DATETIME,price\n\0\0${nul},1.0\n`, "CSV_SYNTAX", 2, /a NUL byte/);
    await expectRefusal(`DATETIME,X_CONTRACT\n2024-01-01,${nul}\n`, "CSV_SYNTAX", 2, /a NUL byte/);
    const { frame } = await parseCsv("DATETIME,price\n1970-01-01,1.0\n");
    expect(frame.time[0]).toBe(0);
  });

  test("names that come to the same are refused", async () => {
    const foreign = { columns: { FINAL: "Last" } };
    await expectRefusal(
      "DATETIME,Last,FINAL\n2024-01-01,1.0,2.0\n",
      "CSV_LAYOUT",
      1,
      /two columns are named "FINAL"/,
      { foreign },
    );
  });

  test("a long field is cut", async () => {
    const error = await refusal(`DATETIME,price\n2024-01-01,${"x".repeat(1000)}\n`, {
      library: "futures_adjusted_prices",
    });
    expect(error.message.length).toBeLessThan(250);
  });
});

test("any bytes give a frame or a typed refusal", async () => {
  const seed = Buffer.from(`${MULTIPLE}\n2024-01-01 23:00:00,1.5,20240300,-2.25,20240600,,20240900\n`);
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(seed.length - 1), fc.integer({ min: 0, max: 255 })), {
        minLength: 1,
        maxLength: 4,
      }),
      async (changes) => {
        const bytes = Buffer.from(seed);
        for (const [at, byte] of changes) bytes[at] = byte;
        const result = await parseCsv(bytes, { library: "futures_multiple_prices" }).catch(
          (error: unknown) => error,
        );
        if (result instanceof Error) expect(result).toBeInstanceOf(ContangoError);
      },
    ),
    { numRuns: 1000 },
  );
});
