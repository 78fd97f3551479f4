/** What each process says that it reads and writes is all that it touches. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { loadConfig } from "../../../src/config/readConfig.js";
import { openDesk } from "../../../src/desk/openDesk.js";
import { addInstrument } from "../../../src/production/addInstrument.js";
import { HOUSEKEEPING } from "../../../src/production/dataNames.js";
import { initialiseAdjustedPrices } from "../../../src/production/initialiseAdjustedPrices.js";
import { initialiseContractPrices } from "../../../src/production/initialiseContractPrices.js";
import { initialiseFromFolder } from "../../../src/production/initialiseFromFolder.js";
import { initialiseFx } from "../../../src/production/initialiseFx.js";
import { initialiseInstruments } from "../../../src/production/initialiseInstruments.js";
import { initialiseMultiplePrices } from "../../../src/production/initialiseMultiplePrices.js";
import { initialiseRollCalendars } from "../../../src/production/initialiseRollCalendars.js";
import { initialiseRollParameters } from "../../../src/production/initialiseRollParameters.js";
import { removeInstrument } from "../../../src/production/removeInstrument.js";
import { openSqlite } from "../../../src/sqlite.js";
import { memoryEngine } from "../../../src/storage/memory/engine.js";
import { openStorage } from "../../../src/storage/openStorage.js";
import { recordingStorage } from "../../../src/testing/recordingStorage.js";
import { testDesk } from "../../../src/testing/testDesk.js";
import { FUTURES } from "../../support/folders.js";
import { brokerDesk, given } from "./newInstrument.js";
import { storedData } from "./storedData.js";

const rates = { folder: FUTURES, pairs: ["GBPUSD"] };
const prices = { folder: FUTURES, instruments: ["CORN"] };
const from = { ...rates, ...prices };

describe("what is declared", () => {
  it.each([
    [initialiseFx, rates],
    [initialiseInstruments, prices],
    [initialiseRollParameters, prices],
    [initialiseRollCalendars, prices],
    [initialiseMultiplePrices, prices],
    [initialiseFromFolder, from],
    [initialiseAdjustedPrices, {}],
    [initialiseRollCalendars, { from: "contract prices" }],
    [initialiseMultiplePrices, { from: "contract prices", overwrite: true }],
    [initialiseContractPrices, { folder: "seed", fillGaps: true }],
    [addInstrument, { ...given("EQUITY") }],
    [removeInstrument, { instrument: "BOND", confirm: "BOND" }],
  ] as const)("holds of %o %#", async (process, options) => {
    const { storage, reads, writes } = recordingStorage(await openStorage(memoryEngine()));
    await using desk = await brokerDesk({ storage });
    await desk.files.write("seed/BOND_20210900.csv", "DATETIME,FINAL\n2010-01-04,100\n");
    await addInstrument(desk, given("BOND"));
    reads.clear();
    writes.clear();
    const outcome = await (process as typeof initialiseFromFolder)(desk, options as object);
    expect(["done", "unchanged"]).toContain(outcome.status);
    const allowed = (names: readonly string[]): readonly string[] => [...names, ...HOUSEKEEPING];
    expect(allowed(process.definition.reads)).toEqual(expect.arrayContaining([...reads]));
    expect(allowed(process.definition.writes)).toEqual(expect.arrayContaining([...writes]));
  });
});

describe("a machine on which nothing is", () => {
  const folder = mkdtempSync(join(tmpdir(), "contango-first-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  it("gets its settings from a file and the environment, its folders and its data by one call [row 2]", async () => {
    const privateFile = join(folder, "private_config.yaml");
    writeFileSync(privateFile, "timezone: America/Chicago\nbase_currency: GBP\n");
    const config = await loadConfig({ privateFile, env: { ECHO_PATH: join(folder, "echos") } });
    const open = async () => {
      return openDesk({ config, storage: await openSqlite(join(folder, "desk.sqlite")), log: [] });
    };
    {
      await using desk = await open();
      expect(desk.timezone).toBe("America/Chicago");
      expect((await initialiseFromFolder(desk, from)).status).toBe("done");
      await desk.files.write(join(config.get("echo_directory"), "fx.txt"), "made as needed");
    }
    expect(readFileSync(join(folder, "echos/fx.txt"), "utf8")).toBe("made as needed");
    await using again = await open();
    expect(await again.data.adjustedPrices.list()).toEqual(["CORN"]);
    const before = await storedData(again.storage);
    expect((await initialiseFromFolder(again, from)).status).toBe("unchanged");
    expect(await storedData(again.storage)).toEqual(before);
  });

  it("refuses a read-only desk, which can only say what it would do", async () => {
    await using desk = await testDesk({ readOnly: true });
    await expect(initialiseFx(desk, rates)).rejects.toMatchObject({ code: "STORE_READ_ONLY" });
    expect((await initialiseFx(desk, { ...rates, dryRun: true })).status).toBe("done");
  });
});
