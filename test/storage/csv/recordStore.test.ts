import { cp, mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { isContangoError } from "../../../src/errors/contangoError.js";
import { openCsv } from "../../../src/storage/csv/openCsv.js";
import { RECORD_TABLES } from "../../../src/storage/csv/recordTables.js";
import { COLLECTIONS } from "../../../src/storage/libraries.js";
import { Int32, type RecordDocument } from "../../../src/storage/recordStore.js";
import { recordText } from "../../../src/storage/recordText.js";
import { faultyFiles } from "../../../src/testing/faultyFiles.js";
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

describe.each(RECORD_TABLES.filter(({ folder }) => folder === "csvconfig"))(
  "$file",
  ({ collection, file, columns }) => {
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
  },
);

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
      Pointsize: 1000,
      Currency: "USD",
      AssetClass: "Bond",
      PerBlock: 1,
      Percentage: 0,
      PerTrade: null,
      Region: "",
    };
    await records.put(INSTRUMENTS, document);
    expect(await text("instrumentconfig.csv")).toBe(`${CONFIG}US10,,1000,USD,Bond,1,0,,\n`);
    expect(await records.get(INSTRUMENTS, { instrument_code: "US10" })).toEqual(document);
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

describe("what a table cannot hold whole", () => {
  const corn: RecordDocument = {
    instrument_code: "CORN",
    Description: "Corn",
    Pointsize: 50,
    Currency: "USD",
    AssetClass: "Ags",
    PerBlock: 2.9,
    Percentage: 0,
    PerTrade: 1e-5,
    Region: "US",
  };
  const lines = (): Promise<string> => readFile(join(root, "records", "contango_instruments.jsonl"), "utf8");

  test.each([
    ["another field", { ...corn, Colour: "red" }],
    ["a field less", { instrument_code: "CORN", Currency: "USD" }],
    ["another kind", { ...corn, Currency: 5 }],
    ["another kind of number", { ...corn, Pointsize: new Int32(50) }],
    ["text where a number should be", { ...corn, Pointsize: "large" }],
    ["a number that is missing", { ...corn, Pointsize: Number.NaN }],
    ["text that no file holds", { ...corn, Description: "a\0" }],
    ["other order of fields", { instrument_code: "CORN", Region: "US", ...corn }],
  ] as const)("stands beside it, and moves back: %s", async (_, odd) => {
    const records = await withConfig();
    await records.put(INSTRUMENTS, odd);
    expect(recordText((await records.get(INSTRUMENTS, odd))!)).toBe(recordText(odd));
    const { documents } = await openCsv(root).records.find(INSTRUMENTS);
    expect(documents.map(recordText)).toContain(recordText(odd));
    expect(documents).toHaveLength(2);
    expect(await text("instrumentconfig.csv")).toBe(CONFIG.slice(0, CONFIG.indexOf("CORN")));

    await records.put(INSTRUMENTS, corn);
    expect(await text("instrumentconfig.csv")).toContain("CORN,Corn,50,USD,Ags,2.9,0,1e-05,US");
    expect(await lines()).toBe("");
    expect(await records.delete(INSTRUMENTS, { instrument_code: "CORN" })).toBe(true);
    expect(await records.get(INSTRUMENTS, { instrument_code: "CORN" })).toBeUndefined();
  });

  test.each([[{ instrument_code: "" }], [{ instrument_code: 5 }], [{ instrument_code: "a\0" }]] as const)(
    "as of a key that no line can have: %j",
    async (key) => {
      const records = await withConfig();
      await records.put(INSTRUMENTS, { ...corn, ...key });
      expect(await openCsv(root).records.get(INSTRUMENTS, key)).toEqual({ ...corn, ...key });
      expect(await records.delete(INSTRUMENTS, key)).toBe(true);
      expect(await text("instrumentconfig.csv")).toBe(CONFIG);
    },
  );

  test("is changed and deleted where it stands", async () => {
    const records = await withConfig();
    await records.put(INSTRUMENTS, { ...corn, Colour: "red" });
    const put = (Colour: string, expected: string) =>
      records.compareAndSet({
        kind: "put",
        collection: INSTRUMENTS,
        document: { ...corn, Colour },
        expected: { Colour: expected },
      });
    expect(await put("green", "blue")).toBe(false);
    expect(await put("green", "red")).toBe(true);
    expect(
      (await openCsv(root).records.find(INSTRUMENTS, { equals: { Colour: "green" } })).documents,
    ).toHaveLength(1);
    expect(await records.delete(INSTRUMENTS, { instrument_code: "CORN" })).toBe(true);
    expect((await openCsv(root).records.find(INSTRUMENTS)).documents).toHaveLength(1);
  });
});

describe("tables of other kinds", () => {
  const contract = (key: string, expiry: readonly number[], sampling = true): RecordDocument => {
    const [instrument = "", date = ""] = key.split("/");
    return {
      contract_key: key,
      contract_date_dict: {
        contract_list: [
          { expiry_date: expiry.map((part) => new Int32(part)), contract_date: date.replace(/00$/, "") },
        ],
      },
      instrument_dict: { instrument_code: instrument },
      contract_params: { sampling },
    };
  };
  const content = (name: string): Promise<string> => readFile(join(root, name), "utf8");

  test("contracts are a file an instrument", async () => {
    const { records } = openCsv(root);
    const documents = [
      contract("CORN/20240300", [2024, 3, 14]),
      contract("CORN/20241200", [2024, 12, 13], false),
      contract("V2X:a/20240117", [2024, 1, 17]),
    ];
    for (const document of documents) await records.put(COLLECTIONS.contracts, document);
    expect(await content("contracts_data/CORN.csv")).toBe(
      "index,date,sampling,expiry\n0,20240300,True,20240314\n1,20241200,False,20241213\n",
    );
    expect((await readdir(join(root, "contracts_data"))).sort()).toEqual(["CORN.csv", "V2X%3Aa.csv"]);
    expect((await openCsv(root).records.find(COLLECTIONS.contracts)).documents).toEqual(documents);
    await records.delete(COLLECTIONS.contracts, { contract_key: "CORN/20240300" });
    expect(await content("contracts_data/CORN.csv")).toBe(
      "index,date,sampling,expiry\n0,20241200,False,20241213\n",
    );
  });

  test.each([
    ["of several legs", { contract_date_dict: { contract_list: [] } }],
    ["with more to say", { ...contract("CORN/20240300", [2024, 3, 14]), note: "x" }],
    ["of no month", contract("CORN/20241300", [2024, 3, 14])],
    ["without an instrument", contract("/20240300", [2024, 3, 14])],
  ])("a contract %s stands beside them", async (_, odd) => {
    const document = { contract_key: "CORN/20240300", ...odd };
    await openCsv(root).records.put(COLLECTIONS.contracts, document);
    const { contract_key } = document;
    expect(await openCsv(root).records.get(COLLECTIONS.contracts, { contract_key })).toEqual(document);
    expect((await openCsv(root).records.find(COLLECTIONS.contracts)).documents).toEqual([document]);
  });

  test.each([
    ["0,20240300,True,2024-03-14", "line 2: the expiry is not of the form YYYYMMDD"],
    ["0,20241300,True,20240314", "line 2: the date is not that of a contract"],
    ["0,20240300,maybe,20240314", "line 2: sampling is neither True nor False"],
    ["0,20240300,True,20240314\n1,202403,True,20240314", "line 3: 20240300 has a line above already"],
  ])("a table of contracts that is wrong is refused: %s", async (lines, message) => {
    await mkdir(join(root, "contracts_data"));
    await writeFile(join(root, "contracts_data", "CORN.csv"), `index,date,sampling,expiry\n${lines}\n`);
    const { records } = openCsv(root);
    await expect(records.find(COLLECTIONS.contracts)).rejects.toThrow(`CORN.csv, ${message}`);
  });

  test("roll states and fills are a file each", async () => {
    const { records } = openCsv(root);
    const fill = {
      id: "a1",
      time: new Date("2024-03-28T15:00:00Z"),
      instrument_code: "CORN",
      contract_date: "20241200",
      strategy_name: "",
      quantity: -1,
      price: 451.5,
      source: "hand",
    };
    await records.put(COLLECTIONS.rollStates, { instrument_code: "CORN", roll_state: "Passive" });
    await records.put(COLLECTIONS.fills, fill);
    const { source, ...open } = fill;
    await records.put(COLLECTIONS.fills, { ...open, id: "a2", commission: 2, account: "U1", source });
    expect(await content("roll_state/roll_state.csv")).toBe("instrument_code,roll_state\nCORN,Passive\n");
    const header =
      "id,time,instrument_code,contract_date,strategy_name,quantity,price,commission,currency,account,reference,execution,source";
    expect(await content("fills/fills.csv")).toBe(
      `${header}\na1,2024-03-28T15:00:00.000Z,CORN,20241200,,-1,451.5,,,,,,hand\n` +
        "a2,2024-03-28T15:00:00.000Z,CORN,20241200,,-1,451.5,2,,U1,,,hand\n",
    );
    expect(await openCsv(root).records.get(COLLECTIONS.fills, { id: "a1" })).toEqual(fill);
    await writeFile(
      join(root, "fills/fills.csv"),
      `${header}\na1,yesterday,CORN,20241200,,-1,451.5,,,,,,hand\n`,
    );
    await expect(records.find(COLLECTIONS.fills)).rejects.toThrow(
      'fills.csv, line 2, column "time": "yesterday" is not a time in UTC',
    );
  });

  test("every other collection is a file of lines, which is refused where it is damaged", async () => {
    const { records } = openCsv(root);
    await records.put(COLLECTIONS.audit, { id: "1", time: new Date(0), details: { list: [1n, null] } });
    const file = join(root, "records", "contango_audit.jsonl");
    expect(await readFile(file, "utf8")).toBe(
      '{"o":[["id","1"],["time",{"t":0}],["details",{"o":[["list",[{"l":"1"},null]]]}]]}\n',
    );
    await writeFile(file, '{"o":[["id","1"]]}\n{"o":[["id","2"\n');
    const error = await records.find(COLLECTIONS.audit).catch((thrown: unknown) => thrown);
    expect(isContangoError(error, "STORE_CORRUPT")).toBe(true);
    expect(String(error)).toMatch(/contango_audit\.jsonl, line 2: not a document/);
  });
});

test("changes that come together write each file once", async () => {
  const files = faultyFiles();
  const { records } = openCsv("/data", { files });
  const puts = Array.from(
    { length: 200 },
    (_, at) =>
      [
        {
          kind: "put",
          collection: COLLECTIONS.spreadCosts,
          document: { instrument_code: `S${at}`, cost_price_units: at },
        },
        {
          kind: "put",
          collection: COLLECTIONS.logs,
          document: { id: at },
          expected: at % 2 === 0 ? null : { id: -1 },
        },
      ] as const,
  ).flat();
  files.plan();
  const done = await records.compareAndSetAll!(puts);
  expect(files.operations.filter((operation) => operation.startsWith("rename"))).toHaveLength(2);
  expect(done.filter((each) => !each)).toHaveLength(100);
  expect((await records.find(COLLECTIONS.spreadCosts)).documents).toHaveLength(200);
  expect((await records.find(COLLECTIONS.logs)).documents).toHaveLength(100);
});

describe("refusals leave the file as it was", () => {
  test("of a document without its key", async () => {
    const records = await withConfig();
    const error = await records.put(INSTRUMENTS, { Pointsize: 5 }).catch((thrown: unknown) => thrown);
    expect(isContangoError(error, "RECORD_KEY")).toBe(true);
    expect(String(error)).toMatch(/instrument_code/);
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
