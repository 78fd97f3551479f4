import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { csvPriceSource } from "../../../src/broker/csv/csvPriceSource.js";
import { orderedSource } from "../../../src/broker/sources/orderedSource.js";
import { toTime } from "../../../src/time/text.js";
import { closesOf } from "../sources/bars.js";

const key = { instrument: "CORN", contract: "20241200" };
const HEADER = "DATETIME,OPEN,HIGH,LOW,FINAL,VOLUME\n";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "contango-csv-source-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const put = (name: string, text: string): void => writeFileSync(join(folder, name), text);
const bar = (time: string, close: number): string => `${time},1,2,0.5,${close},10\n`;

describe("a price source of CSV files [row 17]", () => {
  it("reads the files of each frequency", async () => {
    put("Day_CORN_20241200.csv", HEADER + bar("2024-03-25 23:00:00", 400) + bar("2024-03-26 23:00:00", 401));
    put("Hour_CORN_20241200.csv", HEADER + bar("2024-03-26 10:00:00", 402));
    const source = csvPriceSource(folder);
    expect(source.name).toBe("csv");
    expect(closesOf(await source.contractPrices(key, "Day"))).toEqual([
      ["2024-03-25T23:00", 400],
      ["2024-03-26T23:00", 401],
    ]);
    expect(closesOf(await source.contractPrices(key, "Hour"))).toEqual([["2024-03-26T10:00", 402]]);
    const from = toTime("2024-03-26");
    expect((await source.contractPrices({ ...key, contract: "202412" }, "Day", { from })).length).toBe(1);
  });

  it("takes a file of both frequencies apart: midnight is an hour, unless there are days alone", async () => {
    put(
      "CORN_20241200.csv",
      HEADER + bar("2024-03-25 10:00:00", 1) + bar("2024-03-25 23:00:00", 2) + bar("2024-03-26 00:00:00", 3),
    );
    put("CORN_20250300.csv", HEADER + bar("2024-03-25", 5) + bar("2024-03-26", 6));
    const source = csvPriceSource(folder);
    expect(closesOf(await source.contractPrices(key, "Day"))).toEqual([["2024-03-25T23:00", 2]]);
    expect(closesOf(await source.contractPrices(key, "Hour"))).toEqual([
      ["2024-03-25T10:00", 1],
      ["2024-03-26T00:00", 3],
    ]);
    const days = { ...key, contract: "20250300" };
    expect(closesOf(await source.contractPrices(days, "Day"))).toEqual([
      ["2024-03-25T23:00", 5],
      ["2024-03-26T23:00", 6],
    ]);
    expect((await source.contractPrices(days, "Hour")).length).toBe(0);
  });

  it("reads a vendor's files under their names, columns, dates and units", async () => {
    put("ZC2412.csv", "made by a vendor\nDate,Open,High,Low,Settle,Vol\n03/25/2024,4,5,3,4.125,7\n");
    const source = csvPriceSource(folder, {
      name: "vendor",
      file: ({ contract }, frequency) => (frequency === "Day" ? `ZC${contract.slice(2, 6)}.csv` : undefined),
      foreign: {
        columns: { DATETIME: "Date", OPEN: "Open", HIGH: "High", LOW: "Low", FINAL: "Settle", VOLUME: "Vol" },
        dates: "%m/%d/%Y",
        skipLines: 1,
        multiplier: 100,
      },
    });
    const bars = await source.contractPrices(key, "Day");
    expect(closesOf(bars)).toEqual([["2024-03-25T23:00", 412.5]]);
    expect(bars.row(0)).toMatchObject({ OPEN: 400, VOLUME: 7 });
    expect((await source.contractPrices(key, "Hour")).length).toBe(0);
  });

  it("does not know a contract without a file, and has nothing where only the other frequency has one", async () => {
    put("Day_CORN_20241200.csv", HEADER);
    const source = csvPriceSource(folder, { name: "vendor" });
    expect((await source.contractPrices(key, "Hour")).length).toBe(0);
    expect((await source.contractPrices(key, "Day")).length).toBe(0);
    await expect(source.contractPrices({ ...key, contract: "20250300" }, "Day")).rejects.toMatchObject({
      code: "BROKER_NOT_FOUND",
      message: expect.stringContaining("vendor has no file of CORN/20250300"),
    });
    await expect(source.contractPrices({ ...key, contract: "../x" }, "Day")).rejects.toMatchObject({
      code: "CONTRACT_ID",
    });
  });

  it("names file and line of what is wrong, or repairs it where it is told to", async () => {
    put("Day_CORN_20241200.csv", HEADER + bar("2024-03-26 23:00:00", 2) + bar("2024-03-25 23:00:00", 1));
    await expect(csvPriceSource(folder).contractPrices(key, "Day")).rejects.toMatchObject({
      code: "SERIES_UNSORTED_TIME",
      message: expect.stringMatching(/Day_CORN_20241200\.csv.*3/),
    });
    const repaired = await csvPriceSource(folder, { unsorted: "sort" }).contractPrices(key, "Day");
    expect(closesOf(repaired).map(([, close]) => close)).toEqual([1, 2]);

    put("Day_CORN_20241200.csv", HEADER + bar("2024-03-25 23:00:00", 2).replace("0.5", "half"));
    await expect(csvPriceSource(folder).contractPrices(key, "Day")).rejects.toMatchObject({
      code: "CSV_SYNTAX",
    });
  });

  it("says which file it cannot read, so that another source is asked", async () => {
    mkdirSync(join(folder, "Day_CORN_20241200.csv"));
    const broken = csvPriceSource(folder);
    await expect(broken.contractPrices(key, "Day")).rejects.toMatchObject({
      code: "PRICE_SOURCE",
      message: expect.stringContaining("Day_CORN_20241200.csv"),
    });
    const other = csvPriceSource(folder, { name: "other", file: () => "other.csv" });
    put("other.csv", HEADER + bar("2024-03-25", 9));
    expect((await orderedSource([broken, other]).sourcedPrices(key, "Day")).source).toBe("other");
  });
});
