import { describe, expect, test } from "vitest";
import { backupToCsv } from "../../../src/production/backupToCsv.js";
import type { Desk } from "../../../src/production/desk.js";
import { series } from "../../../src/series/construct.js";
import { csvBackup } from "../../../src/storage/csv/csvBackup.js";
import { openCsv } from "../../../src/storage/csv/openCsv.js";
import { memoryEngine } from "../../../src/storage/memory/engine.js";
import { openStorage } from "../../../src/storage/openStorage.js";
import { repositories } from "../../../src/storage/repositories/repositories.js";
import { type FaultyFiles, faultyFiles } from "../../../src/testing/faultyFiles.js";
import { assertRejects } from "../../../src/testing/storeCase.js";
import { testDesk } from "../../../src/testing/testDesk.js";
import { fillDesk } from "./stores.js";

const text = (disk: FaultyFiles, path: string): string => Buffer.from(disk.contents().get(path)!).toString();
const names = (disk: FaultyFiles, root: string): string[] =>
  [...disk.contents().keys()]
    .filter((path) => path.startsWith(`${root}/`))
    .map((path) => path.slice(root.length + 1))
    .sort();

async function filled(): Promise<Desk> {
  const desk = await testDesk();
  await fillDesk(desk);
  return desk;
}

const written = (outcome: Awaited<ReturnType<typeof backupToCsv>>) =>
  Object.fromEntries(
    outcome.items.flatMap((item) =>
      "written" in item && item.written > 0 ? [[item.name, item.written]] : [],
    ),
  );

describe("a back-up", () => {
  test("is laid out as the reference's, and has what that one leaves out [row 18] [row 20]", async () => {
    const disk = faultyFiles();
    await using desk = await filled();
    const outcome = await backupToCsv(desk, { to: csvBackup("/backup", { files: disk }) });
    expect(outcome.status).toBe("done");
    expect(names(disk, "/backup")).toEqual([
      "adjusted_prices/CORN.csv",
      "backup.jsonl",
      "capital/__global_capital.csv",
      "capital/trend.csv",
      "contract_positions/CORN_20241200.csv",
      "contract_prices/CORN_20241200.csv",
      "contract_prices/Day_CORN_20241200.csv",
      "contract_prices/Hour_CORN_20241200.csv",
      "contracts_data/CORN.csv",
      "csvconfig/instrumentconfig.csv",
      "csvconfig/moreinstrumentinfo.csv",
      "csvconfig/rollconfig.csv",
      "csvconfig/spreadcosts.csv",
      "fills/fills.csv",
      "fx_prices/GBPUSD.csv",
      "multiple_prices/CORN.csv",
      "optimal_positions/slow_trend CORN.csv",
      "roll_calendars_csv/CORN.csv",
      "roll_state/roll_state.csv",
      "strategy_positions/trend_CORN.csv",
    ]);
    expect(text(disk, "/backup/contracts_data/CORN.csv")).toBe(
      "index,date,sampling,expiry\n0,20240500,False,20240514\n1,20241200,True,20241214\n",
    );
    expect(text(disk, "/backup/roll_state/roll_state.csv")).toBe(
      "instrument_code,roll_state\nCORN,Passive\n",
    );
    expect(text(disk, "/backup/fx_prices/GBPUSD.csv")).toBe(
      "DATETIME,PRICE\n2024-03-26 23:00:00,1.26\n2024-03-27 23:00:00,1.2625\n2024-03-28 23:00:00,1.2623\n",
    );
    expect(text(disk, "/backup/fills/fills.csv")).toBe(
      "id,time,instrument_code,contract_date,strategy_name,quantity,price,commission,currency,account,reference,execution,source\n" +
        "a1,2024-03-28T15:00:00.000Z,CORN,20241200,trend,1,451.5,,,,,,broker\n" +
        "a2,2024-03-28T15:00:00.000Z,CORN,20241200,,1,451.5,,,,,,broker\n",
    );
  });

  test("is read as a folder of CSV files", async () => {
    const disk = faultyFiles();
    await using desk = await filled();
    await backupToCsv(desk, { to: csvBackup("/backup", { files: disk }) });
    const { BACKUP_FOLDERS } = await import("../../../src/storage/csv/libraryLayouts.js");
    await using storage = await openStorage(openCsv("/backup", { files: disk, folders: BACKUP_FOLDERS }));
    const data = repositories(storage);
    expect(await data.instruments.get("CORN")).toEqual(await desk.data.instruments.get("CORN"));
    expect((await data.multiplePrices.get("CORN")).length).toBe(3);
    expect(await data.contracts.all()).toEqual(await desk.data.contracts.all());
    expect(await data.rollStates.all()).toEqual(await desk.data.rollStates.all());
    expect(await data.fills.all()).toEqual(await desk.data.fills.all());
  });

  test("writes only what has changed since", async () => {
    const disk = faultyFiles();
    const to = csvBackup("/backup", { files: disk });
    await using desk = await filled();
    await backupToCsv(desk, { to });
    const before = disk.contents();
    const again = await backupToCsv(desk, { to });
    expect(again.status).toBe("unchanged");
    for (const [path, bytes] of before) {
      if (!path.endsWith(".jsonl")) expect(disk.contents().get(path), path).toBe(bytes);
    }

    await desk.data.fxPrices.append("GBPUSD", series(["2024-03-29 23:00"], [1.2641]));
    await desk.data.rollStates.write("CORN", "Force");
    disk.plan();
    const third = await backupToCsv(desk, { to });
    expect(written(third)).toEqual({ fxPrices: 1, rollStates: 1 });
    expect(text(disk, "/backup/fx_prices/GBPUSD.csv")).toMatch(/1\.2623\n2024-03-29 23:00:00,1\.2641\n$/);
    expect(
      disk.operations.filter((one) => one.startsWith("read") && one.includes("contract_prices")),
    ).toEqual([]);
  });

  test("writes a file anew where its old rows have changed, or it was taken away", async () => {
    const disk = faultyFiles();
    const to = csvBackup("/backup", { files: disk });
    await using desk = await filled();
    await backupToCsv(desk, { to });
    await desk.data.adjustedPrices.write(
      "CORN",
      series(["2024-03-27 23:00", "2024-03-28 23:00", "2024-03-29 23:00"], [1, 2, 3]),
    );
    await disk.remove("/backup/fx_prices/GBPUSD.csv");
    expect(written(await backupToCsv(desk, { to }))).toEqual({ adjustedPrices: 1, fxPrices: 1 });
    expect(text(disk, "/backup/adjusted_prices/CORN.csv")).toBe(
      "DATETIME,price\n2024-03-27 23:00:00,1.0\n2024-03-28 23:00:00,2.0\n2024-03-29 23:00:00,3.0\n",
    );
  });

  test("writes a file anew that has more rows, of which an old one has changed", async () => {
    const disk = faultyFiles();
    const to = csvBackup("/backup", { files: disk });
    await using desk = await testDesk();
    await desk.data.adjustedPrices.write("CORN", series(["2024-03-27", "2024-03-28"], [1, 2]));
    await backupToCsv(desk, { to });
    await desk.data.adjustedPrices.write(
      "CORN",
      series(["2024-03-27", "2024-03-28", "2024-03-29"], [1, 7, 3]),
    );
    await backupToCsv(desk, { to });
    expect(text(disk, "/backup/adjusted_prices/CORN.csv")).toMatch(/,price\n.*,1\.0\n.*,7\.0\n.*,3\.0\n$/);
  });

  test("keeps what is no longer stored, out of the way", async () => {
    const disk = faultyFiles();
    const to = csvBackup("/backup", { files: disk });
    await using desk = await testDesk({ now: "2024-03-28 21:00" });
    await fillDesk(desk);
    await backupToCsv(desk, { to });
    const old = disk.contents().get("/backup/multiple_prices/CORN.csv");
    await desk.data.multiplePrices.delete("CORN");
    await desk.data.rollStates.delete("CORN");
    const outcome = await backupToCsv(desk, { to });
    expect(outcome.items.find(({ name }) => name === "multiplePrices")?.message).toMatch(
      /1 no longer stored/,
    );
    expect(names(disk, "/backup")).not.toContain("multiple_prices/CORN.csv");
    expect(disk.contents().get("/backup/removed/20240328/multiple_prices/CORN.csv")).toEqual(old);
    expect(names(disk, "/backup/removed/20240328")).toEqual([
      "multiple_prices/CORN.csv",
      "roll_state/roll_state.csv",
    ]);
  });

  test("of another state of the store is compared by content, not by versions", async () => {
    const disk = faultyFiles();
    const to = csvBackup("/backup", { files: disk });
    await using desk = await testDesk();
    await desk.data.fxPrices.write("GBPUSD", series(["2024-01-01 23:00"], [1]));
    await backupToCsv(desk, { to });
    // A store of its own counts its versions alike.
    await using other = await testDesk();
    await other.data.fxPrices.write("GBPUSD", series(["2024-01-01 23:00"], [2]));
    const version = async ({ storage }: Desk) =>
      (await storage.series.info("spotfx_prices", "GBPUSD"))?.version;
    expect(await version(other)).toBe(await version(desk));
    expect(written(await backupToCsv(other, { to }))).toEqual({ fxPrices: 1 });
    expect(text(disk, "/backup/fx_prices/GBPUSD.csv")).toContain("2.0");
    expect(written(await backupToCsv(desk, { to }))).toEqual({ fxPrices: 1 });
  });

  test("of another state of the store is compared to its end, also where that takes two runs", async () => {
    const disk = faultyFiles();
    const to = csvBackup("/backup", { files: disk });
    const write = async (desk: Desk, price: number): Promise<void> => {
      await desk.data.fxPrices.write("GBPUSD", series(["2024-01-01 23:00"], [price]));
      await desk.data.adjustedPrices.write("CORN", series(["2024-01-01 23:00"], [price]));
    };
    await using desk = await testDesk();
    await write(desk, 1);
    await backupToCsv(desk, { to });
    await using other = await testDesk();
    await write(other, 2);
    const stop = new AbortController();
    const progress = ({ item }: { readonly item: string }): void => {
      if (item === "adjustedPrices") stop.abort();
    };
    const first = await backupToCsv(other, { to, signal: stop.signal, progress });
    expect(first.status).toBe("stopped");
    expect(written(first)).toEqual({ adjustedPrices: 1 });
    expect(written(await backupToCsv(other, { to }))).toEqual({ fxPrices: 1 });
  });

  test("is refused where most of it is not in the store, unless that is meant", async () => {
    const disk = faultyFiles();
    const to = csvBackup("/backup", { files: disk });
    await using desk = await testDesk();
    for (let at = 0; at < 12; at++)
      await desk.data.adjustedPrices.write(`S${at}`, series(["2024-01-01"], [at]));
    await backupToCsv(desk, { to });
    const before = disk.contents();
    await using empty = await testDesk();
    const outcome = await backupToCsv(empty, { to });
    expect(outcome.status).toBe("attention");
    expect(outcome.items[0]!.message).toMatch(/12 of the 12 series in .*backup.*right store/);
    expect(disk.contents()).toEqual(before);
    expect((await backupToCsv(empty, { to, shrink: true })).status).toBe("done");
    expect(names(disk, "/backup/removed/20240102/adjusted_prices")).toHaveLength(12);
  });

  test("of another time zone, or of something else, is left alone", async () => {
    const disk = faultyFiles();
    const to = csvBackup("/backup", { files: disk });
    await using desk = await filled();
    await backupToCsv(desk, { to });
    await using chicago = await testDesk({ config: { timezone: "America/Chicago" } });
    const error = await assertRejects(backupToCsv(chicago, { to }), "BACKUP");
    expect(error.message).toMatch(/wall time of UTC.*America\/Chicago.*another folder/);
    await disk.makeFolder("/photos");
    await (await disk.create("/photos/me.jpg")).close();
    const photos = csvBackup("/photos", { files: disk });
    expect((await assertRejects(backupToCsv(desk, { to: photos }), "BACKUP")).message).toMatch(
      /not empty \(me\.jpg/,
    );
  });

  test("says on a dry run what it would write, and writes nothing", async () => {
    const disk = faultyFiles();
    const to = csvBackup("/backup", { files: disk });
    await using desk = await filled();
    const before = await backupToCsv(desk, { to, dryRun: true });
    expect(written(before)).toMatchObject({ contractPrices: 3, fxPrices: 1 });
    expect(disk.contents().size).toBe(0);
    await backupToCsv(desk, { to });
    expect(written(await backupToCsv(desk, { to, dryRun: true }))).toEqual({});
  });

  test("stops between two series and goes on the next time", async () => {
    const disk = faultyFiles();
    const to = csvBackup("/backup", { files: disk });
    await using desk = await filled();
    const stop = new AbortController();
    const progress = ({ item }: { readonly item: string }): void => {
      if (item === "multiplePrices") stop.abort();
    };
    const outcome = await backupToCsv(desk, { to, signal: stop.signal, progress });
    expect(outcome.status).toBe("stopped");
    expect(names(disk, "/backup").filter((path) => !path.endsWith(".jsonl"))).toHaveLength(4);
    await backupToCsv(desk, { to });
    expect(names(disk, "/backup")).toHaveLength(20);
  });

  test("goes on where one series is damaged, and says which", async () => {
    const engine = memoryEngine();
    const { ContangoError } = await import("../../../src/errors/contangoError.js");
    const read: typeof engine.series.read = async (library, symbol, options) => {
      if (symbol === "CORN") throw new ContangoError("STORE_CORRUPT", "memory", "a block is damaged");
      return engine.series.read(library, symbol, options);
    };
    await using desk = await testDesk({ storage: { ...engine, series: { ...engine.series, read } } });
    await fillDesk(desk);
    const outcome = await backupToCsv(desk, { to: csvBackup("/backup", { files: faultyFiles() }) });
    expect(outcome.status).toBe("attention");
    const failed = outcome.items.filter(({ severity }) => severity === "failed");
    expect(failed.map(({ name }) => name)).toEqual(["multiplePrices", "adjustedPrices", "rollCalendars"]);
    expect(failed[0]!.message).toMatch(/CORN: a block is damaged/);
    expect(written(outcome)).toMatchObject({ fxPrices: 1, contractPrices: 3 });
  });
});

describe("the mirror of a back-up", () => {
  test("holds the same files, and is a back-up itself [row 19]", async () => {
    const disk = faultyFiles();
    const to = csvBackup("/backup", { files: disk });
    await disk.makeFolder("/nas");
    await using desk = await testDesk({ config: { offsystem_backup_directory: "/nas" } });
    await fillDesk(desk);
    const first = await backupToCsv(desk, { to });
    expect(first.items.at(-1)).toMatchObject({ name: "mirror", status: "mirrored", written: 19 });
    expect(names(disk, "/nas/csv")).toEqual(names(disk, "/backup"));
    await desk.data.fxPrices.append("GBPUSD", series(["2024-03-29 23:00"], [1.2641]));
    await desk.data.adjustedPrices.delete("CORN");
    const second = await backupToCsv(desk, { to });
    expect(second.items.at(-1)).toMatchObject({ name: "mirror", written: 1 });
    expect(text(disk, "/nas/csv/fx_prices/GBPUSD.csv")).toBe(text(disk, "/backup/fx_prices/GBPUSD.csv"));
    expect(names(disk, "/nas/csv")).toContain("removed/20240102/adjusted_prices/CORN.csv");
    const reader = await csvBackup("/nas/csv", { files: disk }).read();
    expect(await reader?.check()).toEqual([]);
    expect(reader?.files).toBe(18);
  });

  test("is told to a person where its disk is not there, or holds other bytes than were sent", async () => {
    const disk = faultyFiles();
    await using desk = await filled();
    const to = csvBackup("/backup", { files: disk });
    const outcome = await backupToCsv(desk, { to, mirror: "/mnt/nas/csv" });
    expect(outcome.status).toBe("attention");
    expect(outcome.items.at(-1)!.message).toMatch(/\/mnt\/nas is not there.*mount/);

    await disk.makeFolder("/nas");
    const rotten = csvBackup("/backup", {
      files: {
        ...disk,
        read: async (path) => {
          const found = await disk.read(path);
          return path.startsWith("/nas/csv/fx_prices") && found !== undefined
            ? { ...found, bytes: found.bytes.subarray(1) }
            : found;
        },
      },
    });
    const second = await backupToCsv(desk, { to: rotten, mirror: "/nas/csv" });
    expect(second.items.at(-1)!.message).toMatch(/GBPUSD\.csv did not arrive/);
  });
});
