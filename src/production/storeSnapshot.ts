import { basename, join } from "node:path";
import { requireWhole } from "../series/parameters.js";
import { filesIn, makeFolder, mirrorFiles, onOtherDisk, removeFile } from "./backup/checkedFiles.js";
import { isSnapshot, oldSnapshots, type Snapshot, snapshotName, snapshotTime } from "./backup/snapshots.js";
import type { Desk } from "./desk.js";
import type { OutcomeItem } from "./outcome.js";
import { defineProcess, type ProcessOptions } from "./process.js";
import type { Work } from "./work.js";

export interface StoreSnapshotOptions extends ProcessOptions {
  /** Default: `snapshot_directory`. */
  readonly folder?: string;
  /** Snapshots of the last so many days that have one are kept; default 14. */
  readonly keep?: number;
  /** A folder that gets a copy of each; default: `snapshots` in `offsystem_backup_directory`, where that is set. False: none. */
  readonly mirror?: string | false;
}

export interface SnapshotItem extends OutcomeItem {
  readonly status: "written" | "unchanged" | "mirrored" | "removed" | "unsupported" | "unreachable";
}

/** For how many days snapshots are kept, unless told otherwise. */
export const DAYS_TO_KEEP_SNAPSHOTS = 14;

/**
 * Writes the whole store as of one moment to `snapshot-YYYYMMDD-HHMMSS.sqlite`, checked, while others may go on writing; removes
 * old ones, and copies new ones to the mirror. `restoreSnapshot` makes a store of it again. Stores other than SQLite files have
 * no snapshots: back them up with `backupToCsv`.
 *
 * @throws ContangoError `STORE_IO`; `SNAPSHOT` where the snapshot does not pass its check; `SERIES_PARAMETER` for `keep`.
 * @example
 * await storeSnapshot(desk, { keep: 30 });
 */
export const storeSnapshot = defineProcess<SnapshotItem, StoreSnapshotOptions>({
  name: "storeSnapshot",
  title: "Snapshot of the store",
  options: ["folder", "keep", "mirror"],
  reads: [],
  writes: [],
  run: async (work, { folder, keep = DAYS_TO_KEEP_SNAPSHOTS, mirror }) => {
    const { config, storage } = work.desk;
    requireWhole("keep", keep, 1);
    if (storage.snapshot === undefined) return { items: [noSnapshots()] };
    const place = folder ?? config.get("snapshot_directory");
    const items = [await take(work, storage.snapshot, place)];
    items.push(...(await removeOld(work, place, keep)));
    const offSystem = config.get("offsystem_backup_directory");
    const target = mirror ?? (offSystem === undefined ? false : join(offSystem, "snapshots"));
    if (target !== false && !work.dryRun) items.push(await copyNew(place, target, keep));
    return { items, complete: true };
  },
});

/**
 * The snapshots of a desk's store, the latest first.
 *
 * @example
 * const [latest] = await listSnapshots(desk);
 */
export async function listSnapshots(
  { config }: Pick<Desk, "config">,
  { folder = config.get("snapshot_directory") }: { readonly folder?: string } = {},
): Promise<readonly Snapshot[]> {
  return [...(await snapshotsIn(folder))].reverse();
}

const noSnapshots = (): SnapshotItem => ({
  name: "snapshot",
  status: "unsupported",
  severity: "ok",
  message:
    "this store has no snapshots, because it is not one SQLite file: its backup is that of backupToCsv; or take snapshots of each of its SQLite files",
});

async function take(
  { time, dryRun }: Work,
  snapshot: (file: string) => Promise<void>,
  folder: string,
): Promise<SnapshotItem> {
  const file = join(folder, snapshotName(time));
  const item = { name: "snapshot", severity: "ok" } as const;
  if ((await snapshotsIn(folder)).some((one) => one.file === file))
    return { ...item, status: "unchanged", message: `${file} is there already` };
  if (dryRun) return { ...item, status: "written", message: `${file} would be written` };
  await makeFolder(folder);
  await snapshot(file);
  const bytes = (await snapshotsIn(folder)).find((one) => one.file === file)?.bytes ?? 0;
  return {
    ...item,
    status: "written",
    message: `${file}, ${(bytes / 1e6).toFixed(1)} MB, written and checked`,
  };
}

async function removeOld({ dryRun }: Work, folder: string, keep: number): Promise<readonly SnapshotItem[]> {
  const names = (await snapshotsIn(folder)).map(({ file }) => basename(file));
  const old = oldSnapshots(names, keep);
  for (const name of dryRun ? [] : old) await removeFile(join(folder, name));
  return old.map((name) => ({
    name,
    status: "removed",
    severity: "ok",
    message: `${dryRun ? "would be removed" : "removed"}; those of the last ${keep} days are kept`,
  }));
}

/** Copies what the mirror lacks and is to keep; a disk that is not there is for a person to see to. */
async function copyNew(folder: string, mirror: string, keep: number): Promise<SnapshotItem> {
  const old = (names: readonly string[]): readonly string[] => oldSnapshots(names, keep);
  const result = await onOtherDisk(mirror, () =>
    mirrorFiles({ from: folder, to: mirror, wanted: isSnapshot, old }),
  );
  if ("problem" in result)
    return { name: "mirror", status: "unreachable", severity: "attention", message: result.problem };
  return {
    name: "mirror",
    status: result.done > 0 ? "mirrored" : "unchanged",
    severity: "ok",
    message: `${result.done} copied to ${mirror} and read back`,
  };
}

/** The snapshots in a folder, the oldest first; none where there is no such folder. */
async function snapshotsIn(folder: string): Promise<readonly Snapshot[]> {
  const found = await filesIn(folder, isSnapshot);
  return found.map(({ name, path, bytes }) => ({ file: path, time: snapshotTime(name)!, bytes }));
}
