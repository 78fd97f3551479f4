import type { FileStat, FileSystem } from "../storage/files.js";
import { type DiskFile, folderOf, memoryDisk, nameOf } from "./faultyFilesDisk.js";

/** What goes wrong at one operation. */
export interface FileFault {
  /** The number of the operation, from 1. */
  readonly at: number;
  /**
   * `EIO`, `ENOSPC`: that operation fails, after a part of the bytes where it is a write. `kill`: the process ends just
   * before it; it and all later ones fail until {@link FaultyFiles.restart} or {@link FaultyFiles.crash}.
   */
  readonly kind: "EIO" | "ENOSPC" | "kill";
}

/** A file system in memory that fails when it is told to. */
export interface FaultyFiles extends FileSystem {
  /** The operations since the last {@link FaultyFiles.plan}, reading among them: `create /data/x.csv`. */
  readonly operations: readonly string[];
  /** Starts counting anew, with a fault to come or without. */
  plan(fault?: FileFault): void;
  /** A new process: what was done stays, locks are free. */
  restart(): void;
  /** Loss of power, then a new process: what was not synced may be lost, as the seed chooses. */
  crash(): void;
  /** Every file with its bytes, by path. */
  contents(): ReadonlyMap<string, Uint8Array>;
}

/**
 * Makes an empty file system in memory that keeps apart what was written and what was synced, for tests that fail
 * every operation in turn.
 *
 * @example
 * const files = faultyFiles({ seed: 1 });
 * const { series } = openCsv("/data", { files });
 * files.plan({ at: 5, kind: "EIO" });
 */
export function faultyFiles({ seed = 1 }: { readonly seed?: number } = {}): FaultyFiles {
  const disk = memoryDisk();
  const choose = chooser(seed);
  let operations: string[] = [];
  let fault: FileFault | undefined;
  let dead = false;
  let locks = new Map<string, Promise<void>>();

  /** Counts an operation, and does it unless it is the one to fail; `partly` is what a failing one does all the same. */
  const operate = async <Value>(what: string, work: () => Value, partly?: () => void): Promise<Value> => {
    if (dead) throw failure("KILLED", what);
    operations.push(what);
    if (fault?.at !== operations.length) return work();
    if (fault.kind === "kill") dead = true;
    else partly?.();
    throw failure(fault.kind, what);
  };
  const restart = (): void => {
    fault = undefined;
    dead = false;
    locks = new Map();
  };

  return {
    get operations() {
      return operations;
    },
    plan(next) {
      operations = [];
      fault = next;
    },
    restart,
    crash() {
      disk.losePower(choose);
      restart();
    },
    contents: () =>
      new Map(
        [...disk.folders].flatMap(([folder, { names }]) =>
          [...names].map(([name, { bytes }]): [string, Uint8Array] => [`${folder}/${name}`, bytes]),
        ),
      ),
    read: (path) =>
      operate(`read ${path}`, () => {
        const file = disk.find(path);
        return file && { bytes: file.bytes, stat: statOf(file) };
      }),
    stat: (path) =>
      operate(`stat ${path}`, () => {
        const file = disk.find(path);
        return file && statOf(file);
      }),
    files: (folder) => operate(`files ${folder}`, () => [...(disk.folders.get(folder)?.names.keys() ?? [])]),
    folders: (folder) =>
      operate(`folders ${folder}`, () =>
        [...disk.folders.keys()].filter((path) => path !== "/" && folderOf(path) === folder).map(nameOf),
      ),
    async create(path) {
      const file = await operate(`create ${path}`, () => {
        if (disk.find(path) !== undefined) throw failure("EEXIST", path);
        return disk.create(path);
      });
      return {
        write: (bytes) =>
          operate(
            `write ${path}`,
            () => disk.write(file, bytes),
            () => disk.write(file, bytes.subarray(0, choose(bytes.length + 1))),
          ),
        setModified: (time) =>
          operate(`date ${path}`, () => {
            file.modified = BigInt(Math.round(time)) * 1_000_000n;
          }),
        sync: () =>
          operate(`sync ${path}`, () => {
            file.synced = { bytes: file.bytes, modified: file.modified };
          }),
        stat: () => operate(`stat ${path}`, () => statOf(file)),
        close: () => operate(`close ${path}`, () => undefined),
      };
    },
    rename: (from, to) => operate(`rename ${from}`, () => disk.rename(from, to)),
    remove: (path) => operate(`remove ${path}`, () => disk.remove(path)),
    makeFolder: (path) => operate(`folder ${path}`, () => disk.makeFolder(path)),
    syncFolder: (path) => operate(`syncFolder ${path}`, () => disk.syncFolder(path)),
    async lock(folder) {
      await operate(`lock ${folder}`, () => undefined);
      const held = locks;
      const before = held.get(folder) ?? Promise.resolve();
      const { promise, resolve } = waiting();
      held.set(
        folder,
        before.then(() => promise),
      );
      await before;
      return async () => resolve();
    },
  };
}

const failure = (code: string, what: string): Error => Object.assign(new Error(`${code}: ${what}`), { code });

const statOf = ({ inode, bytes, modified }: DiskFile): FileStat => ({ inode, size: bytes.length, modified });

/** A promise and the function that resolves it. */
function waiting(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

/** Whole numbers below a bound, the same for the same seed (Marsaglia's xorshift). */
function chooser(seed: number): (below: number) => number {
  let state = (seed * 2_654_435_761 + 1) | 0 || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}
