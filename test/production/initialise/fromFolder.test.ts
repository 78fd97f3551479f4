/** Real data: what lies in a folder of pysystemtrade's, taken into a store, and what pysystemtrade makes of it. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sameRollParameters } from "../../../src/contracts/rollParameters.js";
import { rollCalendar } from "../../../src/prices/rollCalendar.js";
import { initialiseAdjustedPrices } from "../../../src/production/initialiseAdjustedPrices.js";
import { initialiseFromFolder } from "../../../src/production/initialiseFromFolder.js";
import { initialiseFx } from "../../../src/production/initialiseFx.js";
import { initialiseInstruments } from "../../../src/production/initialiseInstruments.js";
import { initialiseMultiplePrices } from "../../../src/production/initialiseMultiplePrices.js";
import { initialiseRollCalendars } from "../../../src/production/initialiseRollCalendars.js";
import { initialiseRollParameters } from "../../../src/production/initialiseRollParameters.js";
import { Series } from "../../../src/series/series.js";
import { openCsv } from "../../../src/storage/csv/openCsv.js";
import { type TestDesk, testDesk } from "../../../src/testing/testDesk.js";
import { type GoldenRollParameters, goldenRollParameters } from "../../contracts/goldenRollParameters.js";
import { FUTURES } from "../../support/folders.js";
import { golden, hasGolden, isRefused, relativeDifference, TOLERANCE, time } from "../../support/golden.js";
import { storedData } from "./storedData.js";

/** The last day of the data is 2023-08-31. */
const NOW = "2023-09-01 21:00";

const csv = openCsv(FUTURES);
const symbols = (library: string): Promise<readonly string[]> => csv.series.list(library);

describe("a folder of pysystemtrade's", () => {
  let desk: TestDesk;
  let first: Awaited<ReturnType<typeof initialiseFromFolder>>;
  beforeAll(async () => {
    desk = await testDesk({ now: NOW });
    first = await initialiseFromFolder(desk, { folder: FUTURES });
  }, 60_000);
  afterAll(() => desk.close());

  it("is taken as a whole, with one line a kind of data", async () => {
    expect(first).toMatchObject({ status: "done" });
    expect(first.items.map(({ name }) => name)).toEqual([
      "FX prices",
      "instruments",
      "roll parameters",
      "roll calendars",
      "multiple prices",
      "adjusted prices",
    ]);
    expect(String(first)).toContain("multiple prices  stored  ");
    expect(await desk.data.multiplePrices.list()).toEqual(await symbols("futures_multiple_prices"));
  });

  it("changes nothing when it is taken again", async () => {
    const before = await storedData(desk.storage);
    const again = await initialiseFromFolder(desk, { folder: FUTURES });
    expect(again.status).toBe("unchanged");
    expect(await storedData(desk.storage)).toEqual(before);
  }, 30_000);

  it("gives FX prices as they are in the files [row 3]", async () => {
    for (const pair of await symbols("spotfx_prices")) {
      const stored = await desk.data.fxPrices.get(pair);
      const { frame } = (await csv.series.read("spotfx_prices", pair))!;
      expect(stored.time).toEqual(frame.time);
      expect(stored.values).toEqual(frame.floats("price"));
    }
  });

  it("gives instruments with their costs and classes [row 4]", async () => {
    const us10 = await desk.data.instruments.get("US10");
    expect(us10).toMatchObject({ pointSize: 1000, currency: "USD", assetClass: "Bond" });
    expect(us10.spreadCost).toBeGreaterThan(0);
    expect(us10.classification?.country).toBe("US");
  });

  describe.runIf(hasGolden("rolls.json"))("as the reference has it", () => {
    interface Case {
      readonly roll_parameters: GoldenRollParameters;
      readonly inferred: { readonly rows: readonly (readonly [string, string, string, string])[] };
    }
    const cases = hasGolden("rolls.json") ? golden<Record<string, Case>>("rolls.json") : {};

    it("gives roll parameters [row 5]", async () => {
      for (const [code, { roll_parameters }] of Object.entries(cases)) {
        const stored = await desk.data.rollParameters.get(code);
        expect(sameRollParameters(stored, goldenRollParameters(roll_parameters)), code).toBe(true);
      }
      expect.assertions(Object.keys(cases).length);
    });

    it("gives roll calendars inferred from the multiple prices [row 6]", async () => {
      for (const [code, { inferred }] of Object.entries(cases)) {
        if (isRefused(inferred)) continue;
        const { time: times, current, next, carry } = rollCalendar(await desk.data.rollCalendars.get(code));
        const rows = Array.from(times, (at, row) => [at, current[row], next[row], carry[row]]);
        expect(rows, code).toEqual(inferred.rows.map(([at, ...contracts]) => [time(at), ...contracts]));
      }
    });
  });

  describe.runIf(hasGolden("stitch.json"))("as the reference stitches", () => {
    interface Stitched {
      readonly ffill: {
        readonly n: number;
        readonly sum: number;
        readonly samples: readonly (readonly [string, number | null])[];
      };
    }
    const cases = hasGolden("stitch.json") ? golden<Record<string, Stitched>>("stitch.json") : {};

    it("gives adjusted prices [row 9]", async () => {
      for (const [code, { ffill }] of Object.entries(cases)) {
        if (isRefused(ffill)) continue;
        const { values } = await desk.data.adjustedPrices.get(code);
        const sum = values.reduce((total, value) => (Number.isNaN(value) ? total : total + value), 0);
        expect(values.length, code).toBe(ffill.n);
        expect(relativeDifference([sum], [ffill.sum]), code).toBeLessThanOrEqual(TOLERANCE);
        const samples = ffill.samples.map(([, value]) => value ?? Number.NaN);
        const rows = samples.map((_, at) => values[Math.min(at * 499, values.length - 1)]!);
        expect(relativeDifference(rows, samples), code).toBeLessThanOrEqual(TOLERANCE);
      }
    });
  });

  it("registers the contracts of the last row, so that they are sampled [row 8]", async () => {
    for (const code of await desk.data.multiplePrices.list()) {
      const row = (await desk.data.multiplePrices.get(code, { last: 1 })).row(-1);
      for (const column of ["PRICE_CONTRACT", "FORWARD_CONTRACT"]) {
        const contract = await desk.data.contracts.get(`${code}/${row[column]}`);
        expect(contract.sampling).toBe(contract.expiry >= desk.now() - 86_400_000);
      }
    }
  });
});

describe("single kinds of data", () => {
  const folder = mkdtempSync(join(tmpdir(), "contango-initialise-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const CODES = ["CORN", "US10"];

  it("are said on a dry run as they will be, and not stored", async () => {
    await using desk = await testDesk({ now: NOW });
    const options = { folder: FUTURES, instruments: CODES };
    const dry = await initialiseFromFolder(desk, { ...options, dryRun: true });
    expect(await storedData(desk.storage)).toEqual({});
    const wet = await initialiseFromFolder(desk, options);
    expect(dry.items).toEqual(wet.items);
  });

  it("can be taken one by one, in the order in which one needs the other", async () => {
    await using desk = await testDesk({ now: NOW });
    const options = { folder: FUTURES, instruments: CODES };
    const lost = await initialiseAdjustedPrices(desk).catch((error) => error);
    expect(lost).toMatchObject({
      code: "INITIALISE",
      message: expect.stringContaining("no multiple prices in the store"),
    });
    for (const process of [
      initialiseInstruments,
      initialiseRollParameters,
      initialiseRollCalendars,
      initialiseMultiplePrices,
    ]) {
      expect((await process(desk, options)).items.map(({ name, status }) => `${name} ${status}`)).toEqual([
        "CORN written",
        "US10 written",
      ]);
    }
    expect((await initialiseFx(desk, { folder: FUTURES, pairs: ["GBPUSD"] })).items).toHaveLength(1);
    expect((await initialiseAdjustedPrices(desk)).status).toBe("done");
    expect(
      (await initialiseRollCalendars(desk, { ...options, from: "calendars", instruments: ["CORN"] })).items,
    ).toMatchObject([{ status: "refused", severity: "attention" }]);
  });

  it("are left alone where the store has others, until they are to be replaced", async () => {
    await using desk = await testDesk({ now: NOW });
    const options = { folder: FUTURES, instruments: ["CORN"] };
    const rates = { folder: FUTURES, pairs: ["GBPUSD"] };
    await initialiseFromFolder(desk, { ...options, ...rates });
    const { data } = desk;
    const corn = await data.instruments.get("CORN");
    await data.instruments.write("CORN", { ...corn, pointSize: 5 });
    const rate = await data.fxPrices.get("GBPUSD");
    await data.fxPrices.write("GBPUSD", rate.rows(0, -1));

    const refused = await initialiseInstruments(desk, options);
    expect(refused).toMatchObject({ status: "attention" });
    expect(refused.items[0]).toMatchObject({ name: "CORN", status: "refused" });
    expect(refused.items[0]!.message).toContain("pointSize is 5, and 50 is given");
    expect((await data.instruments.get("CORN")).pointSize).toBe(5);
    expect((await initialiseFx(desk, rates)).items[0]!.message).toMatch(
      /no row at 2023-\d\d-\d\d .* which is given/,
    );

    expect((await initialiseInstruments(desk, { ...options, overwrite: true })).items[0]!.status).toBe(
      "replaced",
    );
    expect((await initialiseFx(desk, { ...rates, overwrite: true })).items[0]!.status).toBe("replaced");
    expect(await data.instruments.get("CORN")).toEqual(corn);
    expect((await data.fxPrices.get("GBPUSD")).length).toBe(rate.length);
  });

  it("stay as they are where the nightly update has added to them", async () => {
    await using desk = await testDesk({ now: NOW });
    const options = { folder: FUTURES, pairs: ["GBPUSD"] };
    await initialiseFx(desk, options);
    const last = (await desk.data.fxPrices.get("GBPUSD", { last: 1 })).rows(0);
    await desk.data.fxPrices.append(
      "GBPUSD",
      new Series(
        last.time.map((at) => at + 86_400_000),
        last.values,
        "price",
      ),
    );
    expect((await initialiseFx(desk, options)).status).toBe("unchanged");
  });

  it("fail one by one, and the others are done", async () => {
    await using desk = await testDesk({ now: NOW });
    const outcome = await initialiseMultiplePrices(desk, {
      folder: FUTURES,
      instruments: ["CORN", "NOWHERE", "US10"],
    });
    expect(outcome.items.map(({ status }) => status)).toEqual(["written", "failed", "written"]);
    expect(outcome.items[1]).toMatchObject({
      code: "INITIALISE",
      message: expect.stringContaining("roll parameters of NOWHERE"),
    });
    expect(await desk.data.multiplePrices.list()).toEqual(CODES);
  });

  it("need a folder that has them", async () => {
    await using desk = await testDesk({ now: NOW });
    for (const process of [
      initialiseFx,
      initialiseInstruments,
      initialiseRollParameters,
      initialiseMultiplePrices,
      initialiseFromFolder,
    ]) {
      const { name } = process.definition;
      await expect(process(desk), name).rejects.toMatchObject({
        code: "PROCESS_OPTION",
        message: expect.stringContaining(`${name}(desk, { folder:`),
      });
      await expect(process(desk, { folder }), name).rejects.toMatchObject({
        code: "INITIALISE",
        message: expect.stringContaining(folder),
      });
    }
    await expect(initialiseRollCalendars(desk, { from: "calendars" })).rejects.toMatchObject({
      code: "PROCESS_OPTION",
    });
    await expect(initialiseRollCalendars(desk)).rejects.toMatchObject({ code: "INITIALISE" });
    expect(await storedData(desk.storage)).toEqual({});
  });
});
