import { randomUUID } from "node:crypto";
import { posix } from "node:path";
import { ContangoError } from "../../errors/contangoError.js";
import type { FileSystem, NewFile } from "../files.js";
import {
  type BackupEntry,
  type BackupHeader,
  MANIFEST,
  MANIFEST_LOG,
  manifestLine,
  manifestText,
} from "./backupManifest.js";
import { readState, shaOf } from "./backupState.js";
import { isNextTable, nextTable } from "./seriesFiles.js";

/** The files of a back-up that is being written. */
export interface BackupFiles extends AsyncDisposable {
  readonly header: BackupHeader;
  /** By path. */
  readonly entries: ReadonlyMap<string, BackupEntry>;
  /** Sets the mark, before anything else is changed. */
  begin(mark: string | undefined): Promise<void>;
  /** True where the file of an entry is there. */
  isThere(path: string): Promise<boolean>;
  /** Writes a file, together with some others a little later. */
  put(entry: BackupEntry, bytes: Uint8Array): Promise<void>;
  /** Notes something else of a file that stays as it is. */
  note(entry: BackupEntry): void;
  /** The bytes of a file, if they are those of its entry. */
  read(path: string): Promise<Uint8Array | undefined>;
  /** Moves a file to `removed/<day>`. */
  remove(path: string): Promise<void>;
  end(mark: string | undefined): Promise<void>;
}

interface Put {
  readonly entry: BackupEntry;
  readonly bytes: Uint8Array;
}

/** How many files are made durable together. */
const TOGETHER = 64;

/**
 * Opens the files of a back-up for the only process that writes to them. A line of the list is durable before the file that it
 * tells of has its name, so that after a crash each file is found to be as one of its lines says.
 */
export async function openBackupFiles(
  files: FileSystem,
  root: string,
  { timezone, day }: { readonly timezone: string; readonly day: string },
): Promise<BackupFiles> {
  await files.makeFolder(root);
  const unlock = await files.lock(root);
  try {
    const state = await readState(files, root);
    if (state === undefined) await requireNoOthers(files, root);
    else if (state.header.timezone !== timezone) throw otherZone(root, state.header.timezone, timezone);
    const header = state?.header ?? newHeader(timezone);
    const entries = new Map(state?.entries);
    if (state?.complete === false) await settle(files, root, header, entries);
    return backupFiles(files, root, day, header, entries, unlock);
  } catch (error) {
    await unlock();
    throw error;
  }
}

const newHeader = (timezone: string): BackupHeader => ({
  contango: "csv backup",
  format: 1,
  id: randomUUID(),
  timezone,
});

const withMark = ({ mark: _, ...header }: BackupHeader, mark: string | undefined): BackupHeader =>
  mark === undefined ? header : { ...header, mark };

/** Ends what a process left unfinished. */
async function settle(
  files: FileSystem,
  root: string,
  header: BackupHeader,
  entries: ReadonlyMap<string, BackupEntry>,
): Promise<void> {
  for (const folder of ["", ...new Set([...entries.keys()].map((path) => posix.dirname(path)))]) {
    const place = posix.join(root, folder);
    for (const name of await files.files(place)) {
      if (isNextTable(name)) await files.remove(`${place}/${name}`);
    }
  }
  await writeList(files, root, header, entries);
}

async function writeList(
  files: FileSystem,
  root: string,
  header: BackupHeader,
  entries: ReadonlyMap<string, BackupEntry>,
): Promise<void> {
  await stage(files, root, MANIFEST, Buffer.from(manifestText(header, entries.values())));
  await files.rename(`${root}/${nextTable(MANIFEST)}`, `${root}/${MANIFEST}`);
  await files.syncFolder(root);
  await files.remove(`${root}/${MANIFEST_LOG}`);
  await files.syncFolder(root);
}

/** The hidden file that becomes `path`. */
const hiddenFile = (root: string, path: string): string =>
  posix.join(root, posix.dirname(path), nextTable(posix.basename(path)));

/** Makes the bytes durable that are to become a file. */
async function stage(files: FileSystem, root: string, path: string, bytes: Uint8Array): Promise<void> {
  const hidden = hiddenFile(root, path);
  const file = await files.create(hidden).catch(async (error: Error) => {
    // One that was cut off left it behind.
    if ((error.cause as NodeJS.ErrnoException | undefined)?.code !== "EEXIST") throw error;
    await files.remove(hidden);
    return files.create(hidden);
  });
  try {
    await file.write(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Rejects where one does, but only when all have ended. */
async function allDone(work: readonly Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(work)).find(({ status }) => status === "rejected");
  if (failed?.status === "rejected") throw failed.reason;
}

const show = (files: FileSystem, root: string, path: string): Promise<void> =>
  files.rename(hiddenFile(root, path), `${root}/${path}`);

function backupFiles(
  files: FileSystem,
  root: string,
  day: string,
  first: BackupHeader,
  entries: Map<string, BackupEntry>,
  unlock: () => Promise<void>,
): BackupFiles {
  let header = first;
  let log: NewFile | undefined;
  let pending: Put[] = [];
  let last: Promise<void> = Promise.resolve();
  let ended = false;
  const folders = new Map<string, ReadonlySet<string>>();

  const openLog = async (): Promise<NewFile> => {
    if (log !== undefined) return log;
    await files.remove(`${root}/${MANIFEST_LOG}`);
    log = await files.create(`${root}/${MANIFEST_LOG}`);
    await log.write(Buffer.from(manifestLine(header)));
    await log.sync();
    await files.syncFolder(root);
    return log;
  };
  const writeDown = async (lines: readonly BackupEntry[]): Promise<void> => {
    const open = await openLog();
    await open.write(Buffer.from(lines.map(manifestLine).join("")));
    await open.sync();
  };
  const write = async (puts: readonly Put[]): Promise<void> => {
    const touched = [...new Set(puts.map(({ entry }) => posix.join(root, posix.dirname(entry.path))))];
    for (const folder of touched) await files.makeFolder(folder);
    await allDone(puts.map(({ entry, bytes }) => stage(files, root, entry.path, bytes)));
    await writeDown(puts.map(({ entry }) => entry));
    await allDone(puts.map(({ entry }) => show(files, root, entry.path)));
    for (const folder of touched) await files.syncFolder(folder);
    for (const { entry } of puts) entries.set(entry.path, entry);
  };
  /** Begins to write what is pending; `last` resolves when it is done. */
  const startWriting = (): void => {
    const puts = pending;
    pending = [];
    if (puts.length === 0 || ended) return;
    last = last.then(() => write(puts));
    // Whoever waits for it is told.
    last.catch(() => undefined);
  };
  const flush = (): Promise<void> => {
    startWriting();
    return last;
  };
  const close = async (): Promise<void> => {
    // Another symbol may be on its way here while one that failed ends the work.
    ended = true;
    await last.catch(() => undefined);
    const open = log;
    log = undefined;
    await open?.close();
  };

  return {
    get header() {
      return header;
    },
    entries,
    async begin(mark) {
      header = withMark(header, mark);
      await openLog();
    },
    async isThere(path) {
      const folder = posix.join(root, posix.dirname(path));
      let names = folders.get(folder);
      if (names === undefined) {
        names = new Set(await files.files(folder));
        folders.set(folder, names);
      }
      return names.has(posix.basename(path));
    },
    async put(entry, bytes) {
      pending.push({ entry, bytes });
      if (pending.length < TOGETHER) return;
      // What comes next is worked out while these are written.
      const before = last;
      startWriting();
      await before;
    },
    note: (entry) => {
      entries.set(entry.path, entry);
    },
    async read(path) {
      const found = await files.read(`${root}/${path}`);
      return found !== undefined && shaOf(found.bytes) === entries.get(path)?.sha ? found.bytes : undefined;
    },
    async remove(path) {
      await flush();
      const found = await files.read(`${root}/${path}`);
      if (found !== undefined) {
        const aside = `removed/${day}/${path}`;
        await files.makeFolder(posix.join(root, posix.dirname(aside)));
        await stage(files, root, aside, found.bytes);
        await show(files, root, aside);
        await files.syncFolder(posix.join(root, posix.dirname(aside)));
        // A file that has a line here and is gone counts as not backed up.
        await writeDown([entries.get(path)!]);
        await files.remove(`${root}/${path}`);
        await files.syncFolder(posix.join(root, posix.dirname(path)));
      }
      entries.delete(path);
    },
    async end(mark) {
      await flush();
      await close();
      header = withMark(header, mark);
      await writeList(files, root, header, entries);
    },
    async [Symbol.asyncDispose]() {
      try {
        await close();
      } finally {
        await unlock();
      }
    },
  };
}

/** A folder that holds something else is not written to. @throws ContangoError `BACKUP`. */
async function requireNoOthers(files: FileSystem, root: string): Promise<void> {
  const found = [...(await files.folders(root)), ...(await files.files(root))].filter(
    (name) => !name.startsWith(".") && name !== MANIFEST_LOG,
  );
  if (found.length === 0) return;
  throw new ContangoError(
    "BACKUP",
    "csv",
    `${root} is not empty (${found.slice(0, 3).join(", ")} …), and not a back-up of contango's; name an empty folder`,
    { details: { folder: root } },
  );
}

function otherZone(folder: string, theirs: string, ours: string): ContangoError {
  return new ContangoError(
    "BACKUP",
    "csv",
    `${folder} holds the back-up of a store in wall time of ${theirs}, and this one is in ${ours}; name another folder`,
    { details: { folder, theirs, ours } },
  );
}
