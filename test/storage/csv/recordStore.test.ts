import { cp, mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { isContangoError } from "../../../src/errors/contangoError.js";
import { CONFIG_TABLES } from "../../../src/storage/csv/configTables.js";
import { openCsv } from "../../../src/storage/csv/openCsv.js";
import { COLLECTIONS } from "../../../src/storage/libraries.js";
import { Int32 } from "../../../src/storage/recordStore.js";
import { FUTURES } from "../../support/folders.js";

const base = await mkdtemp(join(tmpdir(), "contango-csv-"));
afterAll(() => rm(base, { recursive: true }));
let root = "";
beforeEach(async () => {
  root = await mkdtemp(join(base, "data-"));
});

const path = (name: string): string => join(root, "csvconfig", name);
const text = (name: string): Promise<string> => readFile(path(name), "utf8");
const shipped = (name: string): Promise<string> => readFile(`${FUTURES}/csvconfig/${name}`, "utf8");
const copyTables = (): Promise<void> =>
  cp(`${FUTURES}/csvconfig`, join(root, "csvconfig"), { recursive: true });

describe.each(CONFIG_TABLES)("$file", ({ collection, file, columns }) => {
  test("holds a document for every line, numbers as numbers", async () => {
    const { documents } = await openCsv(FUTURES).records.find(collection);
    const lines = (await shipped(file)).trimEnd().split("\n");
    expect(documents.length).toBe(lines.length - 1);
    for (const document of documents) {
      expect(Object.keys(document)).toEqual([
        "instrument_code",
        ...columns.map(({ name, field = name }) => field),
      ]);
      for (const { name, field = name, kind } of columns) {
        if (kind === "text") expect(document[field]).toBeTypeOf("string");
        else if (document[field] !== null) expect(document[field]).toBeTypeOf("number");
      }
    }
  });

  test("written back document by document is the same, byte for byte", async () => {
    await copyTables();
    const { records } = openCsv(root);
    const { documents } = await records.find(collection);
    for (const document of documents.slice(0, 20)) await records.put(collection, document);
    expect(await text(file)).toBe(await shipped(file));
  });

  test("made anew from its documents has the same header and documents", async () => {
    const { documents } = await openCsv(FUTURES).records.find(collection);
    const some = documents.filter((_, position) => position % 10 === 0);
    const { records } = openCsv(root);
    for (const document of some) await records.put(collection, document);
    const firstLine = (content: string): string => content.slice(0, content.indexOf("\n"));
    expect(firstLine(await text(file))).toBe(firstLine(await shipped(file)));
    expect((await records.find(collection)).documents).toEqual(some);
  });
});

const INSTRUMENTS = COLLECTIONS.instruments;
const CONFIG =
  "Instrument,Description,Pointsize,Currency,AssetClass,PerBlock,Percentage,PerTrade,Region\n" +
  'AEX,"Index, Dutch",200,EUR,Equity,2.80,0,0,EMEA\n' +
  "CORN,Corn,50,USD,Ags,2.9,0.00,1e-05,US\n";

async function withConfig(content = CONFIG) {
  const { records } = openCsv(root);
  await records.put(COLLECTIONS.spreadCosts, { instrument_code: "X", cost_price_units: 1 });
  await writeFile(path("instrumentconfig.csv"), content);
  return records;
}

describe("changes", () => {
  test("touch one line, and in it only the cells that differ", async () => {
    const records = await withConfig();
    const corn = (await records.get(INSTRUMENTS, { instrument_code: "CORN" }))!;
    await records.put(INSTRUMENTS, { ...corn, Pointsize: 25.5, Description: 'Corn "mini"' });
    expect(await text("instrumentconfig.csv")).toBe(
      CONFIG.replace("CORN,Corn,50", 'CORN,"Corn ""mini""",25.5'),
    );
  });

  test("may add and delete lines, also of a file without a last line end", async () => {
    const records = await withConfig(CONFIG.trimEnd());
    const document = {
      instrument_code: "US10",
      Description: "",
      Pointsize: new Int32(1000),
      Currency: "USD",
      AssetClass: "Bond",
      PerBlock: 1n,
      Percentage: 0,
      Region: null,
    };
    await records.put(INSTRUMENTS, document);
    expect(await text("instrumentconfig.csv")).toBe(`${CONFIG}US10,,1000,USD,Bond,1,0,,\n`);
    expect(await records.get(INSTRUMENTS, { instrument_code: "US10" })).toEqual({
      instrument_code: "US10",
      Description: "",
      Pointsize: 1000,
      Currency: "USD",
      AssetClass: "Bond",
      PerBlock: 1,
      Percentage: 0,
      PerTrade: null,
      Region: "",
    });
    expect(await records.delete(INSTRUMENTS, { instrument_code: "AEX" })).toBe(true);
    expect(await records.delete(INSTRUMENTS, { instrument_code: "AEX" })).toBe(false);
    expect((await text("instrumentconfig.csv")).split("\n")).toHaveLength(4);
    expect((await readdir(join(root, "csvconfig"))).filter((name) => name.startsWith("."))).toEqual([]);
  });

  test("happen only where the expected fields stand", async () => {
    const records = await withConfig();
    const corn = (await records.get(INSTRUMENTS, { instrument_code: "CORN" }))!;
    const put = (expected: typeof corn | null, Pointsize: number) =>
      records.compareAndSet({
        kind: "put",
        collection: INSTRUMENTS,
        document: { ...corn, Pointsize },
        expected,
      });
    expect(await put(null, 1)).toBe(false);
    expect(await put({ Pointsize: 49 }, 2)).toBe(false);
    expect(await put({ Pointsize: 50, Currency: "USD" }, 3)).toBe(true);
    expect((await records.get(INSTRUMENTS, { instrument_code: "CORN" }))?.Pointsize).toBe(3);
    const remove = (Pointsize: number) =>
      records.compareAndSet({
        kind: "delete",
        collection: INSTRUMENTS,
        key: { instrument_code: "CORN" },
        expected: { Pointsize },
      });
    expect(await remove(50)).toBe(false);
    expect(await remove(3)).toBe(true);
    expect(await records.get(INSTRUMENTS, { instrument_code: "CORN" })).toBeUndefined();
  });

  test("are found by fields, ranges, sorted and by pages", async () => {
    const records = openCsv(FUTURES).records;
    const bonds = await records.find(INSTRUMENTS, { equals: { AssetClass: "Bond" } });
    expect(bonds.documents.length).toBeGreaterThan(0);
    expect(bonds.documents.every((document) => document.AssetClass === "Bond")).toBe(true);
    const all: unknown[] = [];
    let cursor: string | undefined;
    do {
      const page = await records.find(COLLECTIONS.spreadCosts, {
        range: { field: "cost_price_units", from: 0.01, to: 1, toExclusive: true },
        sort: { field: "cost_price_units", descending: true },
        limit: 7,
        ...(cursor === undefined ? {} : { cursor }),
      });
      all.push(...page.documents.map((document) => document.cost_price_units));
      cursor = page.cursor;
    } while (cursor !== undefined);
    const { documents } = await records.find(COLLECTIONS.spreadCosts);
    const expected = documents
      .map((document) => document.cost_price_units as number)
      .filter((cost) => cost >= 0.01 && cost < 1);
    expect(all).toEqual(expected.sort((a, b) => b - a));
  });
});

describe("a table that another program changes", () => {
  const corn = { instrument_code: "CORN" };
  const pointsize = async (records: Awaited<ReturnType<typeof withConfig>>) =>
    (await records.get(INSTRUMENTS, corn))?.Pointsize;

  test("is read as it is now, also where neither its size nor its time tells", async () => {
    const records = await withConfig();
    const file = path("instrumentconfig.csv");
    const time = new Date("2024-01-02T10:00:00Z");
    for (const [size, text] of [
      [50, CONFIG],
      [60, CONFIG.replace("CORN,Corn,50", "CORN,Corn,60")],
      [50, CONFIG],
    ] as const) {
      await writeFile(file, text);
      await utimes(file, time, time);
      expect(await pointsize(records)).toBe(size);
      expect(await pointsize(records)).toBe(size);
    }
    await rm(file);
    expect(await pointsize(records)).toBeUndefined();
  });

  test("is refused while it is wrong, and read again once it is right", async () => {
    const records = await withConfig(CONFIG.replace("50", "fifty"));
    for (const _ of [1, 2]) {
      const error = await pointsize(records).catch((thrown: unknown) => thrown);
      expect(isContangoError(error, "CSV_SYNTAX")).toBe(true);
    }
    await writeFile(path("instrumentconfig.csv"), CONFIG);
    expect(await pointsize(records)).toBe(50);
  });

  test("gives each caller a document of its own", async () => {
    const records = await withConfig();
    const document = (await records.get(INSTRUMENTS, corn)) as { Pointsize: number };
    document.Pointsize = 7;
    expect(await pointsize(records)).toBe(50);
  });
});

describe("refusals leave the file as it was", () => {
  test.each([
    [{ instrument_code: "CORN", Colour: "red" }, "RECORD_VALUE", /there is no column for the field "Colour"/],
    [{ instrument_code: "CORN", Currency: 5 }, "RECORD_VALUE", /the field "Currency" must be text/],
    [
      { instrument_code: "CORN", Pointsize: "large" },
      "RECORD_VALUE",
      /the field "Pointsize" must be a number/,
    ],
    [{ instrument_code: "CORN", Description: "a\0" }, "RECORD_VALUE", /the field "Description" must be text/],
    [{ instrument_code: 5 }, "RECORD_KEY", /needs the code of an instrument/],
    [{ instrument_code: "" }, "RECORD_KEY", /needs the code of an instrument/],
    [{ Pointsize: 5 }, "RECORD_KEY", /instrument_code/],
  ] as const)("%j", async (document, code, message) => {
    const records = await withConfig();
    const error = await records.put(INSTRUMENTS, document).catch((thrown: unknown) => thrown);
    expect(isContangoError(error, code)).toBe(true);
    expect(String(error)).toMatch(message);
    expect(await text("instrumentconfig.csv")).toBe(CONFIG);
  });

  test.each([
    [
      CONFIG.replace("50", "fifty"),
      "CSV_SYNTAX",
      'instrumentconfig.csv, line 3, column "Pointsize": "fifty" is not a number',
    ],
    [
      `${CONFIG}CORN,,,,,,,,\n`,
      "CSV_LAYOUT",
      "instrumentconfig.csv, line 4: instrument CORN has a line above already",
    ],
    [`${CONFIG}US10,x\n`, "CSV_SYNTAX", "instrumentconfig.csv, line 4: 2 fields, where the header has 9"],
    [`${CONFIG},,,,,,,,\n`, "CSV_SYNTAX", "instrumentconfig.csv, line 4: there is no instrument"],
    ["Code,x\n", "CSV_LAYOUT", "instrumentconfig.csv, line 1: expected the header Instrument,Description"],
    ["", "CSV_LAYOUT", "instrumentconfig.csv, line 1: expected the header Instrument,Description"],
    [`${CONFIG}"US10,,,,,,,,\n`, "CSV_SYNTAX", "instrumentconfig.csv, line 4: Quote Not Closed"],
  ] as const)("of a table that cannot be read: %#", async (content, code, message) => {
    const records = await withConfig(content);
    for (const call of [
      () => records.find(INSTRUMENTS),
      () => records.put(INSTRUMENTS, { instrument_code: "CORN" }),
    ]) {
      const error = await call().catch((thrown: unknown) => thrown);
      expect(isContangoError(error, code)).toBe(true);
      expect(String(error)).toContain(message);
    }
    expect(await text("instrumentconfig.csv")).toBe(content);
  });

  test("and so does a store that is closed", async () => {
    const records = await withConfig();
    await records.close();
    await expect(records.find(COLLECTIONS.instrumentClasses)).rejects.toThrow(/the csv store is closed/);
  });
});
