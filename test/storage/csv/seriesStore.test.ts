import { mkdir, mkdtemp, readdir, readFile, rename, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { isContangoError } from "../../../src/errors/contangoError.js";
import { floatColumn, intColumn, stringColumn } from "../../../src/series/column.js";
import { Frame } from "../../../src/series/frame.js";
import { BACKUP_FOLDERS } from "../../../src/storage/csv/libraryLayouts.js";
import { openCsv } from "../../../src/storage/csv/openCsv.js";
import { LIBRARIES } from "../../../src/storage/libraries.js";
import { openStorage } from "../../../src/storage/openStorage.js";
import { assertSameFrame, dailyFrame } from "../../../src/testing/assertFrame.js";
import { assertRejects } from "../../../src/testing/storeCase.js";
import { toTime } from "../../../src/time/text.js";
import { FUTURES } from "../../support/folders.js";
import { EVERY_FILE } from "./everyFile.js";

const base = await mkdtemp(join(tmpdir(), "contango-csv-"));
afterAll(() => rm(base, { recursive: true }));
let root = "";
beforeEach(async () => {
  root = await mkdtemp(join(base, "data-"));
});

const ADJUSTED = LIBRARIES.adjustedPrices;
const prices = (first: number, count: number): Frame =>
  new Frame(
    Float64Array.from(
      { length: count },
      (_, row) => toTime("2024-01-01 23:00:00") + (first + row) * 86_400_000,
    ),
    { price: floatColumn(Float64Array.from({ length: count }, (_, row) => first + row + 0.25)) },
  );
const file = (path: string): Promise<string> => readFile(join(root, path), "utf8");
async function put(path: string, text: string): Promise<void> {
  await mkdir(join(root, path, ".."), { recursive: true });
  await writeFile(join(root, path), text);
}

describe("the data folder of pysystemtrade", () => {
  const { series } = openCsv(FUTURES);

  test("lists the symbols of its files", async () => {
    for (const library of new Set(EVERY_FILE.map((each) => each.library))) {
      const symbols = EVERY_FILE.filter((each) => each.library === library).map(({ symbol }) => symbol);
      expect(await series.list(library)).toEqual(symbols.sort());
    }
  });

  test("copied series by series is the same, byte for byte", async () => {
    const copy = openCsv(root);
    // The longest files are read and written in another test.
    const files = EVERY_FILE.filter(({ bytes }) => bytes().length < 1_000_000);
    for (const { library, symbol } of files) {
      const { frame } = (await series.read(library, symbol))!;
      await copy.series.apply({ kind: "write", library, symbol, frame });
    }
    for (const { file: path, bytes } of files) {
      expect(Buffer.compare(await readFile(join(root, path)), bytes())).toBe(0);
    }
    expect(await hidden(root)).toEqual([]);
  });
});

/** Every hidden file below a folder. */
async function hidden(folder: string): Promise<string[]> {
  return (await readdir(folder, { recursive: true })).filter((name) => /(^|\/)\./.test(name)).sort();
}

describe("files", () => {
  test("lie where pysystemtrade looks for them", async () => {
    const { series } = openCsv(root, { strategies: ["dynamic_TF"] });
    const write = (library: string, symbol: string) =>
      series.apply({ kind: "write", library, symbol, frame: dailyFrame(0, 2) });
    await write(LIBRARIES.contractPrices, "GOLD_micro#20240300");
    await write(LIBRARIES.contractPrices, "Day@GOLD_micro#20240300");
    await write(LIBRARIES.contractPositions, "CORN#20240300");
    await write(LIBRARIES.strategyPositions, "dynamic_TF GOLD_micro");
    await write(LIBRARIES.optimalPositions, "slow CORN");
    await write(LIBRARIES.capital, "__global_capital");
    await write("spreads", "CORN");
    const files = (await readdir(root, { recursive: true })).filter((name) => /(^|\/)[^.]+\.csv$/.test(name));
    expect(files.sort()).toEqual([
      "capital/__global_capital.csv",
      "contract_positions/CORN_20240300.csv",
      "contract_prices/Day_GOLD_micro_20240300.csv",
      "contract_prices/GOLD_micro_20240300.csv",
      "optimal_positions/slow_CORN.csv",
      "spreads/CORN.csv",
      "strategy_positions/dynamic_TF_GOLD_micro.csv",
    ]);
    expect(await series.list(LIBRARIES.strategyPositions)).toEqual(["dynamic_TF GOLD_micro"]);
  });

  test("may lie as in a back-up", async () => {
    const { series } = openCsv(root, { folders: BACKUP_FOLDERS });
    await series.apply({ kind: "write", library: ADJUSTED, symbol: "CORN", frame: prices(0, 1) });
    expect(await file("adjusted_prices/CORN.csv")).toBe("DATETIME,price\n2024-01-01 23:00:00,0.25\n");
  });

  test("are made by the first write, not by opening", async () => {
    const { series, records } = openCsv(join(root, "later"));
    expect(await series.list(ADJUSTED)).toEqual([]);
    expect(await series.leftovers()).toEqual([]);
    expect(await series.read(ADJUSTED, "CORN")).toBeUndefined();
    expect(await records.find({ name: "spread_costs", key: ["instrument_code"] })).toEqual({ documents: [] });
    expect(await readdir(root)).toEqual([]);
  });

  test("are left alone where they are opened to be read, and have to be there", async () => {
    await put("adjusted_prices_csv/CORN.csv", "DATETIME,price\n2024-01-01 23:00:00,1.5\n");
    const { series, records } = openCsv(root, { readOnly: true });
    expect(await series.list(ADJUSTED)).toEqual(["CORN"]);
    const frame = prices(0, 1);
    for (const write of [
      () => series.apply({ kind: "write", library: ADJUSTED, symbol: "CORN", frame }),
      () => series.stage({ kind: "write", library: ADJUSTED, symbol: "CORN", frame }),
      () => records.put({ name: "x", key: ["id"] }, { id: 1 }),
    ])
      await assertRejects(write(), "STORE_READ_ONLY");
    expect(await readdir(root)).toEqual(["adjusted_prices_csv"]);

    const typo = openCsv(join(root, "ajusted"), { readOnly: true });
    const error = await assertRejects(typo.series.list(ADJUSTED), "STORE_MISSING");
    expect(error.message).toContain(`there is no folder ${join(root, "ajusted")} to read; check the path`);
    await assertRejects(openStorage(typo), "STORE_MISSING");
  });

  test("grow by their new lines only", async () => {
    const odd = "DATETIME,price\r\n2024-01-01 23:00:00,01.50\r\n2024-01-02 23:00:00,1E3";
    await put("adjusted_prices_csv/CORN.csv", odd);
    const { series } = openCsv(root);
    await series.apply({ kind: "append", library: ADJUSTED, symbol: "CORN", frame: prices(5, 1) });
    expect(await file("adjusted_prices_csv/CORN.csv")).toBe(`${odd}\r\n2024-01-06 23:00:00,5.25`);
  });

  test("are written anew where new lines would not fit the old ones", async () => {
    await put("adjusted_prices_csv/CORN.csv", 'price;DATETIME\n"1.5";2024-01-01 23:00:00\n');
    const { series } = openCsv(root);
    await series.apply({ kind: "append", library: ADJUSTED, symbol: "CORN", frame: prices(5, 1) });
    expect(await file("adjusted_prices_csv/CORN.csv")).toBe(
      "DATETIME,price\n2024-01-01 23:00:00,1.5\n2024-01-06 23:00:00,5.25\n",
    );
  });

  test("of another writer are read at once, as another version", async () => {
    const { series } = openCsv(root);
    const version = await series.apply({
      kind: "write",
      library: ADJUSTED,
      symbol: "CORN",
      frame: prices(0, 2),
    });
    await put("adjusted_prices_csv/new.csv", "DATETIME,price\n2024-05-01,7.0\n");
    await rename(join(root, "adjusted_prices_csv/new.csv"), join(root, "adjusted_prices_csv/CORN.csv"));
    const stored = (await series.read(ADJUSTED, "CORN"))!;
    expect(stored.frame.row(0).price).toBe(7);
    expect(stored.version).not.toBe(version);
    const stale = series.apply({
      kind: "append",
      library: ADJUSTED,
      symbol: "CORN",
      frame: prices(200, 1),
      expected: version!,
    });
    await expect(stale).rejects.toThrow(/another process changed it/);
  });

  test("have another version after every write, even of the same bytes at the same moment", async () => {
    const { series } = openCsv(root);
    const versions = new Set<string | null>();
    for (let count = 0; count < 40; count++) {
      versions.add(
        await series.apply({ kind: "write", library: ADJUSTED, symbol: "CORN", frame: prices(0, 1) }),
      );
      if (count % 10 === 9) await series.apply({ kind: "delete", library: ADJUSTED, symbol: "CORN" });
    }
    expect(versions.size).toBe(40);
  });

  test("keep their version when they are opened again, and go on from a time that lies ahead", async () => {
    const first = await openCsv(root).series.apply({
      kind: "write",
      library: ADJUSTED,
      symbol: "CORN",
      frame: prices(0, 1),
    });
    const { series } = openCsv(root);
    expect((await series.info(ADJUSTED, "CORN"))?.version).toBe(first);
    const ahead = new Date(Date.UTC(2200, 0, 1));
    await utimes(join(root, "adjusted_prices_csv/CORN.csv"), ahead, ahead);
    const before = (await series.info(ADJUSTED, "CORN"))!.version;
    const after = await series.apply({
      kind: "write",
      library: ADJUSTED,
      symbol: "CORN",
      frame: prices(0, 1),
      expected: before,
    });
    expect(after).not.toBe(before);
  });

  test("that cannot be read are refused with their name and line, and stay", async () => {
    await put("adjusted_prices_csv/CORN.csv", "DATETIME,price\n2024-01-01,1.0\n2024-01-02,oops\n");
    const { series } = openCsv(root);
    for (const call of [
      () => series.read(ADJUSTED, "CORN"),
      () => series.info(ADJUSTED, "CORN"),
      () => series.apply({ kind: "append", library: ADJUSTED, symbol: "CORN", frame: prices(50, 1) }),
    ]) {
      await expect(call()).rejects.toThrow(
        'adjusted_prices_csv/CORN.csv, line 3, column "price": "oops" is not a number',
      );
    }
    expect(await file("adjusted_prices_csv/CORN.csv")).toContain("oops");
    expect(await hidden(root)).toEqual([]);
  });

  test("may be repaired as they are read, which is reported", async () => {
    await put(
      "adjusted_prices_csv/CORN.csv",
      "DATETIME,price\n2024-01-01,1.0\n2024-01-01,2.0\n2023-12-31,3.0\n",
    );
    const reports: unknown[] = [];
    const { series } = openCsv(root, {
      duplicates: "last",
      unsorted: "sort",
      onRepair: (report) => reports.push(report),
    });
    expect([...(await series.read(ADJUSTED, "CORN"))!.frame.floats("price")]).toEqual([3, 2]);
    expect(reports).toEqual([{ library: ADJUSTED, symbol: "CORN", duplicates: [2], unsorted: [4] }]);
    await series.apply({ kind: "append", library: ADJUSTED, symbol: "CORN", frame: prices(5, 1) });
    expect(await file("adjusted_prices_csv/CORN.csv")).toBe(
      "DATETIME,price\n2023-12-31 00:00:00,3.0\n2024-01-01 00:00:00,2.0\n2024-01-06 23:00:00,5.25\n",
    );
  });

  test("from elsewhere are read in our units, and not written", async () => {
    await put("contract_prices/CORN_20240300.csv", "Time,Open,High,Low,Last,Vol\n01/02/2024,1,2,0.5,1.5,9\n");
    const { series } = openCsv(root, {
      foreign: {
        [LIBRARIES.contractPrices]: {
          columns: { DATETIME: "Time", OPEN: "Open", HIGH: "High", LOW: "Low", FINAL: "Last", VOLUME: "Vol" },
          dates: "%d/%m/%Y",
          multiplier: 100,
        },
      },
    });
    const { frame } = (await series.read(LIBRARIES.contractPrices, "CORN#20240300"))!;
    expect(frame.row(0)).toMatchObject({ time: toTime("2024-02-01"), FINAL: 150, VOLUME: 9 });
    const write = series.apply({
      kind: "write",
      library: LIBRARIES.contractPrices,
      symbol: "CORN#20240300",
      frame,
    });
    const error = await write.catch((thrown: unknown) => thrown);
    expect(isContangoError(error, "STORE_ROUTE")).toBe(true);
  });
});

describe("a note", () => {
  const odd = new Frame(
    prices(0, 2).time,
    { price: intColumn(BigInt64Array.of(1n, 2n)), PRICE_CONTRACT: stringColumn(["x", "1"]) },
    { index: "index", other: [1] },
  );
  const write = (frame: Frame) => ({ kind: "write", library: ADJUSTED, symbol: "CORN", frame }) as const;

  test("lies beside a file only where its text does not say everything", async () => {
    const { series } = openCsv(root);
    await series.apply(write(prices(0, 2)));
    expect(await hidden(root)).toEqual([]);
    await series.apply(write(odd));
    expect(await hidden(root)).toHaveLength(1);
    assertSameFrame((await openCsv(root).series.read(ADJUSTED, "CORN"))?.frame, odd);
    expect(await file("adjusted_prices_csv/CORN.csv")).toMatch(
      /^DATETIME,price,PRICE_CONTRACT\n2024-01-01 23:00:00,1,x\n/,
    );
    await series.apply(write(prices(0, 3)));
    expect(await hidden(root)).toEqual([]);
    await series.apply(write(odd));
    await series.apply({ kind: "delete", library: ADJUSTED, symbol: "CORN" });
    expect(await hidden(root)).toEqual([]);
  });

  test("is of no account once another writer replaced the file, and then is swept away", async () => {
    const { series } = openCsv(root);
    await series.apply(write(odd));
    await put("adjusted_prices_csv/CORN.csv", "DATETIME,price\n2024-05-01,7.0\n");
    expect((await series.read(ADJUSTED, "CORN"))!.frame.column("price").kind).toBe("float64");
    expect(await series.leftovers()).toEqual([]);
    expect(await hidden(root)).toEqual([]);
  });

  test("that is damaged is named", async () => {
    const { series } = openCsv(root);
    await series.apply(write(odd));
    const [note] = await hidden(root);
    await writeFile(join(root, note!), "{");
    await expect(series.read(ADJUSTED, "CORN")).rejects.toThrow(/CORN.*\.json cannot be read; remove it/);
  });
});

describe("staged changes", () => {
  test("are found again by another store, in every folder", async () => {
    const { series } = openCsv(root);
    const staged = [];
    for (const [library, symbol] of [
      [ADJUSTED, "CORN"],
      ["a/b", "x/y"],
      [LIBRARIES.contractPrices, "Day@CORN#20240300"],
    ] as const) {
      staged.push(await series.stage({ kind: "write", library, symbol, frame: dailyFrame(0, 2) }));
    }
    const again = openCsv(root).series;
    const found = await again.leftovers();
    const byToken = (list: readonly { readonly token: string }[]) =>
      [...list].sort((a, b) => (a.token < b.token ? -1 : 1));
    expect(byToken(found)).toEqual(byToken(staged));
    for (const each of found) await again.discard(each);
    expect(await again.leftovers()).toEqual([]);
    expect(await hidden(root)).toEqual([]);
  });

  test("with a token that is none are refused", async () => {
    const { series } = openCsv(root);
    const staged = await series.stage({
      kind: "write",
      library: ADJUSTED,
      symbol: "CORN",
      frame: prices(0, 1),
    });
    for (const token of ["CORN.csv", "../x", `/../${staged.token}`, ""]) {
      for (const call of [series.publish({ ...staged, token }), series.discard({ ...staged, token })]) {
        await expect(call).rejects.toThrow(/is not the token of a staged change/);
      }
    }
  });
});
