import { join } from "node:path";
import { requireWhole } from "../series/parameters.js";
import { DAY } from "../time/civil.js";
import { compactDay } from "./backup/writeBackup.js";
import {
  ARCHIVE,
  archiveFile,
  busyFiles,
  cutFile,
  echoNames,
  isBusyFile,
  removeEcho,
  settleCutFiles,
} from "./housekeeping/echoFiles.js";
import type { FailedItem, OutcomeItem } from "./outcome.js";
import { defineProcess, type ProcessOptions } from "./process.js";
import type { Work } from "./work.js";

export interface TruncateEchoFilesOptions extends ProcessOptions {
  /** Default: `echo_directory`. */
  readonly folder?: string;
  /** How many lines are kept of each file; default 20,000. */
  readonly lines?: number;
  /**
   * Instead of cutting them, files are renamed once a day, `echo.txt` to `echo_20240328.arch`, and these are deleted after so
   * many days: as pysystemtrade does now, with 30.
   */
  readonly archiveDays?: number;
}

export interface EchoFileItem extends OutcomeItem {
  readonly status: "truncated" | "unchanged" | "in use" | "archived" | "deleted";
}

/** How many lines of an echo file are kept, unless told otherwise. */
export const ECHO_LINES = 20_000;

/**
 * Cuts each echo file (`echo_extension` in `echo_directory`) to its last lines, byte by byte as they are. Nothing that a program
 * writes meanwhile is lost: a file that one has open is left for another time.
 *
 * @throws ContangoError `SERIES_PARAMETER` for `lines` or `archiveDays`; `LOG_FILE` where the folder cannot be read.
 * @example
 * await truncateEchoFiles(desk, { lines: 5000 });
 */
export const truncateEchoFiles = defineProcess<EchoFileItem, TruncateEchoFilesOptions>({
  name: "truncateEchoFiles",
  title: "Echo files",
  options: ["folder", "lines", "archiveDays"],
  reads: [],
  writes: [],
  run: async (work, { folder, lines = ECHO_LINES, archiveDays }) => {
    const place = folder ?? work.desk.config.get("echo_directory");
    const items =
      archiveDays === undefined
        ? await truncate(work, place, requireWhole("lines", lines, 1))
        : await archive(work, place, requireWhole("archiveDays", archiveDays, 1));
    return { items, complete: true };
  },
});

async function truncate(
  work: Work,
  folder: string,
  lines: number,
): Promise<readonly (EchoFileItem | FailedItem)[]> {
  const { desk, dryRun } = work;
  const now = desk.clock.now();
  const busy = await busyFiles(now);
  if (!dryRun) await settleCutFiles(folder, busy);
  const names = await echoNames(folder, desk.config.get("echo_extension"));
  const items = await work.each(names, async (name): Promise<EchoFileItem> => {
    const { status, before, after } = await cutFile(join(folder, name), lines, busy, dryRun);
    const message = {
      truncated: `${dryRun ? "would be " : ""}cut from ${before} to ${after} bytes, its last ${lines} lines`,
      unchanged: `no more than ${lines} lines`,
      "in use": "a program has it open, so it was left; it is cut when that has ended",
    }[status];
    return { name, status, severity: "ok", message };
  });
  // Who opened a file just before it was cut is seen by now.
  if (!dryRun) await settleCutFiles(folder, await busyFiles(now));
  return items;
}

async function archive(
  work: Work,
  folder: string,
  days: number,
): Promise<readonly (EchoFileItem | FailedItem)[]> {
  const { time, dryRun, desk } = work;
  const extension = desk.config.get("echo_extension");
  const day = compactDay(time);
  const archived = await work.each(
    await echoNames(folder, extension),
    async (name): Promise<EchoFileItem> => {
      const done = dryRun || (await archiveFile(join(folder, name), extension, day));
      return done
        ? {
            name,
            status: "archived",
            severity: "ok",
            message: `${dryRun ? "would be " : ""}put aside as of ${day}`,
          }
        : { name, status: "unchanged", severity: "ok", message: "another was put aside today; tomorrow" };
    },
  );
  const before = compactDay(time - days * DAY);
  const old = (await echoNames(folder, ARCHIVE)).filter((name) => (archiveDay(name) ?? before) < before);
  const busy = await busyFiles(desk.clock.now());
  const deleted = await work.each(old, async (name): Promise<EchoFileItem> => {
    const path = join(folder, name);
    if (await isBusyFile(path, busy))
      return {
        name,
        status: "in use",
        severity: "ok",
        message: "a program still writes to it, so it was left",
      };
    if (!dryRun) await removeEcho(path);
    const message = dryRun ? `would be deleted, older than ${days} days` : `older than ${days} days`;
    return { name, status: "deleted", severity: "ok", message };
  });
  return [...archived, ...deleted];
}

/** The day in the name of an archived file; undefined for a file of another form. */
const archiveDay = (name: string): string | undefined => /_(\d{8})\.arch$/.exec(name)?.[1];
