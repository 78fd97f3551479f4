/** Contract prices from files of any vendor. */
import { describe, expect, it } from "vitest";
import { rollParameters } from "../../../src/contracts/rollParameters.js";
import type { ContractFileLayout } from "../../../src/production/initialise/contractFiles.js";
import { contractsInFiles } from "../../../src/production/initialise/contractFiles.js";
import {
  barsByFrequency,
  barsInOurUnits,
  withoutFooter,
} from "../../../src/production/initialise/foreignBars.js";
import { initialiseContractPrices } from "../../../src/production/initialiseContractPrices.js";
import { frame } from "../../../src/series/construct.js";
import { type TestDesk, testDesk } from "../../../src/testing/testDesk.js";
import { formatTime, toTime } from "../../../src/time/text.js";
import { storedData } from "./storedData.js";

const CORN = rollParameters({ holdCycle: "Z", pricedCycle: "HKNUZ", approximateExpiryOffset: 14 });

/** A file as Barchart lets one download: the latest day first, a line of thanks at the end. */
const BARCHART = [
  "Time,Open,High,Low,Last,Change,%Chg,Volume,Open Int",
  "03/28/2024,437.5,443.25,436,442,+4.25,+0.97%,251300,1200",
  "03/27/2024,436,439,435,437.75,+1.5,+0.34%,198000,1190",
  "03/26/2024,435,438,434.5,436.25,-0.5,-0.11%,201000,1180",
  '"Downloaded from a vendor as of 03-28-2024 05:10pm CDT"',
  "",
].join("\r\n");

const LAYOUT: ContractFileLayout = {
  names: /^(?<instrument>[a-z]{2})(?<month>[fghjkmnquvxz])(?<year>\d\d)_daily\.csv$/,
  instruments: { zc: "CORN" },
  columns: { DATETIME: "Time", OPEN: "Open", HIGH: "High", LOW: "Low", FINAL: "Last", VOLUME: "Volume" },
  dates: "%m/%d/%Y",
  footerLines: 1,
};

async function deskWith(files: Readonly<Record<string, string>>): Promise<TestDesk> {
  const desk = await testDesk({ now: "2024-03-29 08:00" });
  for (const [name, text] of Object.entries(files)) await desk.files.write(`seed/${name}`, text);
  await desk.data.rollParameters.write("CORN", CORN);
  await desk.data.rollParameters.write("AUD_micro", CORN);
  return desk;
}

describe("files of a vendor [row 7]", () => {
  it("become daily and merged prices of registered contracts", async () => {
    await using desk = await deskWith({ "zcz24_daily.csv": BARCHART, "readme.txt": "thanks" });
    const outcome = await initialiseContractPrices(desk, { folder: "seed", layout: LAYOUT });
    expect(outcome.items).toEqual([
      {
        name: "CORN/20241200",
        status: "written",
        severity: "ok",
        message: expect.stringMatching(
          /^3 days, 2024-03-26 to 2024-03-28; .*sorted, being earlier .*: lines 3, 4$/,
        ),
      },
    ]);
    const key = { instrument: "CORN", contract: "20241200" };
    const daily = await desk.data.contractPrices.get({ ...key, frequency: "Day" });
    expect(daily.names).toEqual(["OPEN", "HIGH", "LOW", "FINAL", "VOLUME"]);
    expect(daily.row(-1)).toEqual({
      time: toTime("2024-03-28 23:00"),
      OPEN: 437.5,
      HIGH: 443.25,
      LOW: 436,
      FINAL: 442,
      VOLUME: 251_300,
    });
    expect(await desk.data.contractPrices.get(key)).toEqual(daily);
    expect(await desk.data.contractPrices.read({ ...key, frequency: "Hour" })).toBeUndefined();
    expect(await desk.data.contracts.get("CORN/20241200")).toEqual({
      ...key,
      expiry: toTime("2024-12-15"),
      sampling: false,
    });
  });

  it("change nothing when they are taken again, and are refused where others are stored", async () => {
    await using desk = await deskWith({ "zcz24_daily.csv": BARCHART });
    const options = { folder: "seed", layout: LAYOUT };
    await initialiseContractPrices(desk, options);
    const before = await storedData(desk.storage);
    expect((await initialiseContractPrices(desk, options)).status).toBe("unchanged");
    await desk.files.write("seed/zcz24_daily.csv", BARCHART.replace("437.75", "473.75"));
    const refused = await initialiseContractPrices(desk, options);
    expect(refused.items[0]).toMatchObject({ status: "refused", severity: "attention" });
    expect(refused.items[0]!.message).toContain(
      "FINAL at 2024-03-27 23:00:00 is 437.75, and 473.75 is given",
    );
    expect(await storedData(desk.storage)).toEqual(before);
    const dry = await initialiseContractPrices(desk, { ...options, overwrite: true, dryRun: true });
    expect(dry.items[0]!.status).toBe("replaced");
    expect(await storedData(desk.storage)).toEqual(before);
    expect((await initialiseContractPrices(desk, { ...options, overwrite: true })).items[0]!.status).toBe(
      "replaced",
    );
    const merged = await desk.data.contractPrices.get({ instrument: "CORN", contract: "20241200" });
    expect([...merged.floats("FINAL")]).toEqual([436.25, 473.75, 442]);
  });

  it("fill gaps behind what is stored, and leave that as it is", async () => {
    await using desk = await deskWith({ "zcz24_daily.csv": BARCHART });
    const key = { instrument: "CORN", contract: "20241200" };
    const stored = frame(["2024-03-28 23:00"], { OPEN: [1], HIGH: [1], LOW: [1], FINAL: [440], VOLUME: [5] });
    await desk.data.contractPrices.write({ ...key, frequency: "Day" }, stored);
    await desk.data.contractPrices.write(key, stored);
    const options = { folder: "seed", layout: LAYOUT, fillGaps: true };
    expect((await initialiseContractPrices(desk, options)).items[0]!.status).toBe("written");
    expect([...(await desk.data.contractPrices.get(key)).floats("FINAL")]).toEqual([436.25, 437.75, 440]);
    expect((await initialiseContractPrices(desk, options)).items[0]!.status).toBe("unchanged");
  });

  it("are told apart from each other: one that is broken fails alone, with file and line", async () => {
    await using desk = await deskWith({
      "zch24_daily.csv": BARCHART.replace("436,439", "436,4x9"),
      "zck24_daily.csv": BARCHART.replace(",Last,", ",Settle,"),
      "zcz24_daily.csv": BARCHART,
      "zcz25_daily.csv": "",
    });
    const { items } = await initialiseContractPrices(desk, { folder: "seed", layout: LAYOUT });
    expect(items.map(({ name, status }) => `${name} ${status}`)).toEqual([
      "CORN/20240300 failed",
      "CORN/20240500 failed",
      "CORN/20241200 written",
      "CORN/20251200 failed",
    ]);
    expect(items[0]).toMatchObject({
      code: "CSV_SYNTAX",
      message: expect.stringMatching(/zch24_daily\.csv, line 3, column "HIGH": "4x9"/),
    });
    expect(items[1]).toMatchObject({
      code: "CSV_LAYOUT",
      message: expect.stringContaining('zck24_daily.csv has no column "Last"'),
    });
    expect(await desk.data.contractPrices.list()).toHaveLength(2);
  });

  it.each([
    ["%d.%m.%Y", "27.03.2024", "28.03.2024", "2024-03-28 23:00"],
    ["%Y%m%d", "20240327", "20240328", "2024-03-28 23:00"],
    ["%Y%m%d %H%M", "20240327 1700", "20240328 1700", "2024-03-28 17:00"],
    ["iso", "2024-03-27 18:00", "2024-03-28 18:00", "2024-03-28 18:00"],
    ["iso", "2024-03-27T18:00:00Z", "2024-03-28T18:00:00Z", "2024-03-28 18:00"],
  ] as const)("may write times as %s: %s", async (dates, first, second, expected) => {
    const text = `Time,Last\n${first},400\n${second},401\n`;
    await using desk = await deskWith({ "CORN_20241200.csv": text });
    const layout = { columns: { DATETIME: "Time", FINAL: "Last" }, dates };
    const { items } = await initialiseContractPrices(desk, { folder: "seed", layout });
    expect(items.map((item) => item.status)).toEqual(["written"]);
    const prices = await desk.data.contractPrices.get({ instrument: "CORN", contract: "20241200" });
    expect(prices.time.at(-1)).toBe(toTime(expected));
  });

  it("are not begun where there is no such form of dates", async () => {
    await using desk = await deskWith({ "zcz24_daily.csv": BARCHART });
    const read = initialiseContractPrices(desk, { folder: "seed", layout: { ...LAYOUT, dates: "%Q" } });
    await expect(read).rejects.toMatchObject({
      code: "PROCESS_OPTION",
      message: expect.stringContaining('the date format "%Q" cannot be read: there is no %Q; give iso'),
    });
  });

  it("need roll parameters for the expiries, and a folder in which there is one", async () => {
    await using desk = await deskWith({ "zcz24_daily.csv": BARCHART });
    const layout = { ...LAYOUT, instruments: { zc: "OATS" } };
    const { items } = await initialiseContractPrices(desk, { folder: "seed", layout });
    expect(items[0]).toMatchObject({
      code: "INITIALISE",
      message: expect.stringContaining("roll parameters of OATS"),
    });
    await expect(initialiseContractPrices(desk, { folder: "seed" })).rejects.toMatchObject({
      code: "INITIALISE",
    });
    await expect(initialiseContractPrices(desk)).rejects.toMatchObject({ code: "PROCESS_OPTION" });
  });

  it("tell of a spike, which is stored as it is", async () => {
    const days = Array.from({ length: 60 }, (_, day) =>
      formatTime(toTime("2023-01-02") + day * 86_400_000).slice(0, 10),
    );
    const lines = days.map((day, at) => `${day},${at === 50 ? 4000 : 400 + (at % 3)}`);
    await using desk = await deskWith({ "CORN_20241200.csv": ["DATETIME,FINAL", ...lines].join("\n") });
    const { items } = await initialiseContractPrices(desk, { folder: "seed" });
    expect(items[0]).toMatchObject({
      status: "written",
      message: expect.stringContaining("spike, look at it: 2023-02-21 23:00:00: 4000 after 401"),
    });
  });
});

describe("files of pysystemtrade [row 7]", () => {
  it("are split into daily and hourly prices; a file of one frequency counts before a merged one", async () => {
    const head = "DATETIME,OPEN,HIGH,LOW,FINAL,VOLUME";
    await using desk = await deskWith({
      "AUD_micro_20240600.csv": `${head}\n2024-03-27 14:00:00,1,1,1,0.66,10\n2024-03-27 23:00:00,1,1,1,0.67,20\n`,
      "CORN_20241200.csv": `${head}\n2024-03-27 14:00:00,1,1,1,440,10\n2024-03-27 23:00:00,1,1,1,441,20\n`,
      "Day_CORN_20241200.csv": `${head}\n2024-03-27 23:00:00,1,1,1,442,20\n`,
    });
    const { items } = await initialiseContractPrices(desk, { folder: "seed" });
    expect(items.map(({ message }) => message)).toEqual([
      "1 day, 2024-03-27 to 2024-03-27 and 1 hour, 2024-03-27 to 2024-03-27",
      "1 day, 2024-03-27 to 2024-03-27 and 1 hour, 2024-03-27 to 2024-03-27",
    ]);
    const { contractPrices } = desk.data;
    const micro = { instrument: "AUD_micro", contract: "20240600" };
    expect([...(await contractPrices.get(micro)).floats("FINAL")]).toEqual([0.66, 0.67]);
    expect([...(await contractPrices.get({ ...micro, frequency: "Hour" })).floats("FINAL")]).toEqual([0.66]);
    const corn = await contractPrices.get({ instrument: "CORN", contract: "20241200" });
    expect([...corn.floats("FINAL")]).toEqual([440, 442]);
  });
});

describe("names of files", () => {
  it.each([
    [{ names: /^(?<instrument>\w+)-(?<contract>\d{6})\.csv$/ }, ["GC-202406.csv"], ["GC/20240600"]],
    [
      { names: /^(?<year>\d{4})(?<month>\d\d)\.txt$/, instruments: "GOLD" },
      ["202412.txt"],
      ["GOLD/20241200"],
    ],
    [
      { names: /^(?<month>[A-Z])(?<year>\d\d)$/g, instruments: "GOLD" },
      ["Z99", "H05", "x"],
      ["GOLD/19991200", "GOLD/20050300"],
    ],
    [
      { names: (name: string) => (name === "a" ? { instrument: "A", contract: "20240600" } : undefined) },
      ["a", "b"],
      ["A/20240600"],
    ],
    [{}, ["Hour_SP500_micro_20240600.csv", "notes.csv"], ["SP500_micro/20240600"]],
  ] as const)("are read by %o", (layout, names, keys) => {
    expect([...contractsInFiles(names, layout as ContractFileLayout).keys()]).toEqual(keys);
  });

  it("are refused where a pattern does not say enough, or two hold the same", () => {
    expect(() => contractsInFiles(["Z24.csv"], { names: /^(?<month>.)(?<year>..)/ })).toThrow(
      /no instrument in the file name Z24\.csv.*\{ instruments \}/,
    );
    expect(() => contractsInFiles(["CORN.csv"], { names: /^(?<instrument>\w+)/ })).toThrow(
      /no contract in the file name CORN\.csv/,
    );
    expect(() =>
      contractsInFiles(["C24Z", "Z24"], { names: /(?<month>Z)?24(?<year>)?/, instruments: "C" }),
    ).toThrow();
    expect(() => contractsInFiles(["CORN_202412.csv", "CORN_20241200.csv"])).toThrow(
      /CORN_202412\.csv and CORN_20241200\.csv both hold merged prices of CORN\/20241200/,
    );
    expect(() => contractsInFiles(["CORN_20241300.csv"])).toThrow(
      expect.objectContaining({ code: "CONTRACT_ID" }),
    );
  });
});

describe("prices in other units", () => {
  it("are missing where a price of zero is inverted, and where a column is not there", () => {
    const bars = barsInOurUnits(frame(["2024-01-02", "2024-01-03"], { FINAL: [0, 4] }), { inverse: true });
    expect([...bars.floats("FINAL")]).toEqual([Number.NaN, 0.25]);
    expect([...bars.floats("VOLUME")]).toEqual([Number.NaN, Number.NaN]);
  });
});

describe("bars by frequency", () => {
  const bars = (times: readonly string[]) => {
    const values = times.map((_, at) => at);
    return frame(times, { OPEN: values, HIGH: values, LOW: values, FINAL: values, VOLUME: values });
  };
  const texts = (found: ReturnType<typeof barsByFrequency>) =>
    Object.entries(found).map(([name, { time }]) => [
      name,
      ...Array.from(time, (at) => formatTime(at).slice(5, 16)),
    ]);

  it.each([
    ["Day", ["2024-01-02", "2024-01-03"], [["Day", "01-02 23:00", "01-03 23:00"]]],
    ["Day", ["2024-01-02 17:00"], [["Day", "01-02 17:00"]]],
    ["Hour", ["2024-01-02 00:00", "2024-01-02 23:00"], [["Hour", "01-02 00:00", "01-02 23:00"]]],
    ["merged", ["2024-01-02", "2024-01-03"], [["Day", "01-02 23:00", "01-03 23:00"]]],
    [
      "merged",
      ["2024-01-02 00:00", "2024-01-02 23:00"],
      [
        ["Day", "01-02 23:00"],
        ["Hour", "01-02 00:00"],
      ],
    ],
    ["merged", ["2024-01-02 10:00"], [["Hour", "01-02 10:00"]]],
  ] as const)("%s of %j", (frequency, times, expected) => {
    expect(texts(barsByFrequency(bars(times), frequency))).toEqual(expected);
  });
});

describe("lines at the end", () => {
  it.each([
    ["a\nb\nc\n", 1, "a\nb\n"],
    ["a\r\nb\r\nc", 1, "a\r\nb\r\n"],
    ["a\nb\n\n\n", 1, "a\n"],
    ["a\n", 0, "a\n"],
    ["a\n", 3, ""],
  ])("%j without %i", (text, lines, expected) => {
    expect(new TextDecoder().decode(withoutFooter(new TextEncoder().encode(text), lines))).toBe(expected);
  });
});
