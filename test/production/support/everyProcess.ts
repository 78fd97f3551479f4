/** Every process with something to do on a desk on which all is due. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { backupToCsv } from "../../../src/production/backupToCsv.js";
import { pickUpFills } from "../../../src/production/pickUpFills.js";
import type { Process, ProcessOptions } from "../../../src/production/process.js";
import { COLLECTIONS } from "../../../src/storage/libraries.js";
import { Int32 } from "../../../src/storage/recordStore.js";
import type { TestDesk } from "../../../src/testing/testDesk.js";
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
const FILL = "a fill by hand";
const fill = {
  id: FILL,
  instrument: COLLECTED,
  contract: "20230900",
  quantity: -1,
  price: 100,
  time: "2023-06-05 15:00",
} as const;
const seed = (desk: TestDesk, folder: string) =>
  desk.files.write(join(folder, `${COLLECTED}_20220300.csv`), "DATETIME,FINAL\n2022-01-04,100\n");
const prices = { folder: FUTURES, instruments: ["CORN"] };

/** Some by several: what the first leaves out. */
const SCENARIOS: Readonly<Record<string, readonly Scenario[]>> = {
  addInstrument: [
    {
      options: () => ({
        instrument: { ...instrument, spreadCost: 0.01, class: "Gas" },
        rollParameters,
        from: "2022-12-01",
        acceptSpikes: true,
      }),
    },
  ],
  attributeFill: [
    {
      prepare: async (desk) => (await import("../../../src/production/recordFill.js")).recordFill(desk, fill),
      options: () => ({ id: FILL, strategy: "slow" }),
    },
  ],
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
  clearBrokerClientIds: [{ prepare: leftClientId }],
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
  initialiseFromFolder: [{ options: () => ({ ...prices, pairs: ["GBPUSD"] }) }],
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
    { options: () => ({ instrument: other, state: "Roll_Adjusted" }) },
  ],
  startupChecks: [{ prepare: leftClientId }],
  storeSnapshot: [{ inFile: true, options: (folder) => ({ folder }) }],
  truncateEchoFiles: [{ options: (folder) => ({ folder }) }],
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

/** The id of a connection whose process has ended. */
async function leftClientId({ storage }: TestDesk): Promise<void> {
  await storage.records.put(COLLECTIONS.clientIds, { client_id: new Int32(107) });
}

/** Of the collected instrument, whatever may be left. */
async function leftData({ data, storage }: TestDesk): Promise<void> {
  await data.instruments.write(COLLECTED, { ...(await data.instruments.get(COLLECTED)), spreadCost: 0.01 });
  await storage.records.put(COLLECTIONS.instrumentClasses, { instrument_code: COLLECTED, class: "Oil" });
  await data.rollStates.write(COLLECTED, "No_Open");
}

/** A back-up, and nothing else. */
async function emptied(desk: TestDesk, folder: string): Promise<void> {
  await pickUpFills(desk);
  await backupToCsv(desk, { folder });
}
