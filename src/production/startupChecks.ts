import { checkBroker, checkConfiguration, checkStore } from "./housekeeping/checkDesk.js";
import type { CheckItem } from "./housekeeping/checkItem.js";
import { checkClientIds, checkLeases, checkRuns } from "./housekeeping/checkLeftBehind.js";
import { checkDiskSpace, checkEchoFolder, checkMail } from "./housekeeping/checkMachine.js";
import { checkPreviousDay } from "./housekeeping/checkPreviousDay.js";
import { checkClock, checkZone } from "./housekeeping/checkTimes.js";
import { defineProcess, type ProcessOptions } from "./process.js";
import type { Work } from "./work.js";

export interface StartupChecksOptions extends ProcessOptions {
  /** A disk with less room than this wants a person, in bytes; default 1 GB. */
  readonly leastFree?: number;
}

type Check = (work: Work, options: StartupChecksOptions) => CheckItem | Promise<CheckItem>;

const CHECKS: Readonly<Record<string, Check>> = {
  store: checkStore,
  configuration: checkConfiguration,
  "time zone": checkZone,
  clock: checkClock,
  leases: checkLeases,
  runs: checkRuns,
  "broker client ids": checkClientIds,
  "echo folder": checkEchoFolder,
  "disk space": (work, { leastFree = 1e9 }) => checkDiskSpace(work, leastFree),
  broker: checkBroker,
  mail: checkMail,
  "previous day": checkPreviousDay,
};

/**
 * What to look at before a day begins, such as after the machine was started: store, configuration, clock, folders, disks,
 * broker, mail, the prices that the schedule should have brought. Clears away what processes that were killed left behind: leases, runs that never ended,
 * broker client ids.
 *
 * @example
 * console.log(await startupChecks(desk));
 */
export const startupChecks = defineProcess<CheckItem, StartupChecksOptions>({
  name: "startupChecks",
  title: "Start-up check",
  options: ["leastFree"],
  reads: [
    "fxPrices",
    "adjustedPrices",
    "instruments",
    "instrumentClasses",
    "spreadCosts",
    "capital",
    "fills",
    "clientIds",
  ],
  writes: ["clientIds"],
  run: async (work, options) => {
    const items = await work.each(Object.keys(CHECKS), async (name) => CHECKS[name]!(work, options));
    return { items, complete: true };
  },
});
