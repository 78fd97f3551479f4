/** Every process with something to do on a desk on which all is due. */
import { readdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { COLLECTIONS_BACKED_UP, LIBRARIES_BACKED_UP } from "../../../src/production/backup/backedUp.js";
import { backupToCsv } from "../../../src/production/backupToCsv.js";
import { pickUpFills } from "../../../src/production/pickUpFills.js";
import type { Process, ProcessOptions } from "../../../src/production/process.js";
import { recordFill } from "../../../src/production/recordFill.js";
import { runBacktests } from "../../../src/production/runBacktests.js";
import { floatColumn } from "../../../src/series/column.js";
import { Frame } from "../../../src/series/frame.js";
import { COLLECTIONS, LIBRARIES } from "../../../src/storage/libraries.js";
import { Int32 } from "../../../src/storage/recordStore.js";
import type { TestDesk } from "../../../src/testing/testDesk.js";
import { DAY } from "../../../src/time/civil.js";
import { FUTURES } from "../../support/folders.js";
import { COLLECTED, market, TRADED, UNKNOWN } from "./dueDesk.js";

export interface Scenario {
  /** Beside those that a process may be called with; `folder` is empty and of this desk alone. */
  options?(folder: string): object;
  prepare?(desk: TestDesk, folder: string): Promise<unknown>;
  /** True: it needs a store in a file. */
  readonly inFile?: boolean;
}

const SOURCES = fileURLToPath(new URL("../../../src/production/", import.meta.url));

const [traded = "", other = ""] = TRADED;
const { instrument, rollParameters } = market.instruments.get(UNKNOWN)!;
const OLD_ENTRY = {
  id: "2020-01-01",
  time: new Date("2020-01-01"),
  level: 0,
  text: "long ago",
  attributes: {},
};
const CLASS = {
  subClass: "Energy",
  subSubClass: "",
  style: "",
  country: "US",
  duration: Number.NaN,
  description: "",
};
const FILL = "a fill by hand";
const fill = {
  id: FILL,
  instrument: COLLECTED,
  contract: "20230900",
  quantity: -1,
  price: 100,
  unusualPrice: true,
  time: "2023-06-05 15:00",
} as const;
const seed = (desk: TestDesk, folder: string) =>
  desk.files.write(join(folder, `${COLLECTED}_20250300.csv`), "DATETIME,FINAL\n2023-06-01,100\n");
const prices = { folder: FUTURES, instruments: ["CORN"] };

/** The books do not know a contract that was traded. */
const withoutContract: Scenario = { prepare: (desk) => desk.data.contracts.delete(`${other}/20230900`) };

/** Some by several: what the first leaves out. */
const SCENARIOS: Readonly<Record<string, readonly Scenario[]>> = {
  addInstrument: [
    {
      options: () => ({
        instrument: { ...instrument, spreadCost: 0.01, classification: CLASS },
        rollParameters,
        from: "2022-12-01",
        acceptSpikes: true,
      }),
    },
  ],
  attributeFill: [
    {
      prepare: (desk) => recordFill(desk, fill),
      options: () => ({ id: FILL, strategy: "slow" }),
    },
  ],
  autoRoll: [{ options: () => ({ instruments: [COLLECTED], daysAhead: 40 }) }],
  backupToCsv: [{ options: (folder) => ({ folder }) }],
  cancelFill: [
    {
      prepare: async (desk) =>
        (await import("../../../src/production/recordFill.js")).recordFill(desk, {
          ...fill,
          strategy: "slow",
        }),
      options: () => ({ id: FILL }),
    },
  ],
  changeRollParameters: [{ options: () => ({ instrument: COLLECTED, rollOffsetDays: -33 }) }],
  cleanLogs: [{ prepare: (desk) => desk.storage.records.put(COLLECTIONS.logs, OLD_ENTRY) }],
  clearBrokerClientIds: [{ prepare: leftClientId }],
  deleteOldBacktests: [{ prepare: backtestOfDaysAgo, options: () => ({ days: 1 }) }],
  executeTrades: [{}, withoutContract],
  importFills: [
    {
      options: () => ({
        text: `instrument,contract,quantity,price,time,strategy\n${COLLECTED},20240900,2,99,2023-06-05 15:00:00,slow\n`,
        addContracts: true,
      }),
    },
  ],
  initialiseAdjustedPrices: [
    { prepare: (desk) => desk.data.adjustedPrices.delete(COLLECTED), options: () => ({}) },
  ],
  initialiseContractPrices: [
    { prepare: seed, options: (folder) => ({ folder, fillGaps: true, overwrite: true }) },
  ],
  initialiseFromFolder: [
    {
      prepare: withContractPrices,
      options: (folder) => ({ folder, instruments: ["CORN"], pairs: ["GBPUSD"] }),
    },
  ],
  initialiseFx: [{ options: () => ({ folder: FUTURES, pairs: ["GBPUSD"] }) }],
  initialiseInstruments: [{ options: () => prices }],
  initialiseMultiplePrices: [
    { options: () => ({ from: "contract prices", instruments: [COLLECTED], overwrite: true }) },
    { options: () => prices },
  ],
  initialiseRollCalendars: [
    { options: () => ({ from: "contract prices", instruments: [COLLECTED], overwrite: true }) },
    { options: () => prices },
  ],
  initialiseRollParameters: [{ options: () => prices }],
  pickUpFills: [withoutContract],
  recordFill: [{ options: () => ({ ...fill, contract: "20240900", strategy: "slow", addContract: true }) }],
  removeInstrument: [
    {
      prepare: leftData,
      options: () => ({ instrument: COLLECTED, confirm: COLLECTED }),
    },
  ],
  restoreFromCsv: [{ prepare: emptied, options: (folder) => ({ folder }) }],
  rollInstrument: [{ options: () => ({ instrument: COLLECTED }) }],
  setRollState: [
    { options: () => ({ instrument: traded, state: "No_Open" }) },
    { options: () => ({ instrument: COLLECTED, state: "Roll_Adjusted" }) },
  ],
  startupChecks: [{ prepare: leftClientId }],
  storeSnapshot: [{ inFile: true, options: (folder) => ({ folder }) }],
  truncateEchoFiles: [
    {
      prepare: (desk, folder) => desk.files.write(join(folder, "fx.txt"), "1\n2\n3\n4\n"),
      options: (folder) => ({ folder, lines: 2 }),
    },
  ],
  undoRoll: [{ options: () => ({ instrument: COLLECTED }) }],
};

const DEFAULT: readonly Scenario[] = [{}];

export const scenariosOf = (name: string): readonly Scenario[] => SCENARIOS[name] ?? DEFAULT;

/** Every process that there is, by name. */
export async function everyProcess(): Promise<readonly Process[]> {
  const found = new Map<string, Process>();
  for (const file of readdirSync(SOURCES).filter((name) => name.endsWith(".ts"))) {
    const module: Record<string, unknown> = await import(join(SOURCES, file));
    for (const exported of Object.values(module)) {
      if (typeof exported !== "function" || !("definition" in exported)) continue;
      const process = exported as Process;
      found.set(process.definition.name, process);
    }
  }
  return [...found.values()].sort((a, b) => (a.definition.name < b.definition.name ? -1 : 1));
}

export const optionsOf = ({ options }: Scenario, folder: string): ProcessOptions => options?.(folder) ?? {};

/** The shipped folder, and prices of a contract. */
async function withContractPrices(desk: TestDesk, folder: string): Promise<void> {
  for (const name of readdirSync(FUTURES)) symlinkSync(join(FUTURES, name), join(folder, name));
  const file = join(folder, "contract_prices/CORN_20220300.csv");
  await desk.files.write(file, "DATETIME,FINAL\n2021-06-01,500\n");
}

/** Backtests, and later ones. */
async function backtestOfDaysAgo(desk: TestDesk): Promise<void> {
  await runBacktests(desk);
  desk.clock.advance(3 * DAY);
  await runBacktests(desk);
}

/** The id of a connection whose process has ended. */
async function leftClientId({ storage }: TestDesk): Promise<void> {
  await storage.records.put(COLLECTIONS.clientIds, { client_id: new Int32(107) });
}

/** Of the collected instrument, whatever may be left. */
async function leftData({ data, storage }: TestDesk): Promise<void> {
  const instrument = await data.instruments.get(COLLECTED);
  await data.instruments.write(COLLECTED, { ...instrument, spreadCost: 0.01, classification: CLASS });
  await data.rollStates.write(COLLECTED, "No_Open");
  const wish = await storage.series.read(LIBRARIES.optimalPositions, `slow ${traded}`);
  const none = new Frame(Float64Array.of(0), { position: floatColumn(Float64Array.of(0)) });
  await data.optimalPositions.write({ strategy: "slow", instrument: COLLECTED }, zeroWish(wish!.frame));
  await data.strategyPositions.write({ strategy: "slow", instrument: COLLECTED }, none.series("position"));
  await data.contractPositions.write(
    { instrument: COLLECTED, contract: "20230900" },
    none.series("position"),
  );
}

const zeroWish = (frame: Frame): Frame =>
  new Frame(
    frame.time,
    new Map(
      [...frame.columns].map(([name, column]) => [
        name,
        column.kind === "float64" ? floatColumn(new Float64Array(frame.length)) : column,
      ]),
    ),
    frame.meta,
  );

/** A back-up, and nothing else. */
async function emptied(desk: TestDesk, folder: string): Promise<void> {
  await pickUpFills(desk);
  await leftData(desk);
  await backupToCsv(desk, { folder });
  const { series, records } = desk.storage;
  for (const [, library] of LIBRARIES_BACKED_UP) {
    for (const symbol of await series.list(library)) await series.apply({ kind: "delete", library, symbol });
  }
  for (const [, collection] of COLLECTIONS_BACKED_UP) {
    for (const document of (await records.find(collection)).documents) {
      const key = collection.key.map((field) => [field, String(document[field])]);
      await records.delete(collection, Object.fromEntries(key));
    }
  }
}
