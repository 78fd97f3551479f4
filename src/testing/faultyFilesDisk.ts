/** A file of {@link memoryDisk}: what a process sees, and what a loss of power leaves for sure. */
export interface DiskFile {
  readonly inode: bigint;
  bytes: Uint8Array;
  modified: bigint;
  synced: { readonly bytes: Uint8Array; readonly modified: bigint } | undefined;
}

type Names = Map<string, DiskFile>;

interface DiskFolder {
  readonly names: Names;
  /** The names that a loss of power leaves for sure. */
  synced: Names;
  /** Changes to the names since the last sync; each is one step. */
  pending: ((names: Names) => void)[];
}

/** A disk in memory that keeps apart what was written and what was synced. Folders are durable when they are made. */
export interface MemoryDisk {
  /** Absolute paths of the folders. */
  readonly folders: ReadonlyMap<string, DiskFolder>;
  makeFolder(path: string): void;
  find(path: string): DiskFile | undefined;
  /** Makes an empty file. */
  create(path: string): DiskFile;
  write(file: DiskFile, bytes: Uint8Array): void;
  rename(from: string, to: string): void;
  remove(path: string): void;
  syncFolder(path: string): void;
  /**
   * Loses power: each change to a name since the last sync survives or not, and of a file that was not synced the old
   * bytes, the new ones or the first part of them. `choose(n)` gives a whole number below n.
   */
  losePower(choose: (below: number) => number): void;
}

export const folderOf = (path: string): string => path.slice(0, Math.max(path.lastIndexOf("/"), 1));
export const nameOf = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

export function memoryDisk(): MemoryDisk {
  const folders = new Map<string, DiskFolder>();
  let inodes = 0n;
  let clock = 1_700_000_000_000_000_000n;

  const folderAt = (path: string): DiskFolder => {
    const folder = folders.get(path);
    if (folder === undefined) throw Object.assign(new Error(`ENOENT: ${path}`), { code: "ENOENT" });
    return folder;
  };
  const change = (folder: DiskFolder, step: (names: Names) => void): void => {
    step(folder.names);
    folder.pending.push(step);
  };
  const makeFolder = (path: string): void => {
    if (folders.has(path)) return;
    if (path !== "/") makeFolder(folderOf(path));
    folders.set(path, { names: new Map(), synced: new Map(), pending: [] });
  };
  return {
    folders,
    makeFolder,
    find: (path) => folders.get(folderOf(path))?.names.get(nameOf(path)),
    create(path) {
      const file: DiskFile = {
        inode: ++inodes,
        bytes: new Uint8Array(0),
        modified: clock,
        synced: undefined,
      };
      change(folderAt(folderOf(path)), (names) => names.set(nameOf(path), file));
      return file;
    },
    write(file, bytes) {
      const longer = new Uint8Array(file.bytes.length + bytes.length);
      longer.set(file.bytes);
      longer.set(bytes, file.bytes.length);
      file.bytes = longer;
      // A clock of milliseconds, so that two files can be of the same moment.
      clock += 300_000n;
      file.modified = (clock / 1_000_000n) * 1_000_000n;
    },
    rename(from, to) {
      const folder = folderAt(folderOf(from));
      const file = folder.names.get(nameOf(from));
      if (file === undefined) throw Object.assign(new Error(`ENOENT: ${from}`), { code: "ENOENT" });
      change(folder, (names) => {
        names.delete(nameOf(from));
        names.set(nameOf(to), file);
      });
    },
    remove(path) {
      const folder = folders.get(folderOf(path));
      if (folder?.names.has(nameOf(path)) === true) change(folder, (names) => names.delete(nameOf(path)));
    },
    syncFolder(path) {
      const folder = folderAt(path);
      folder.synced = new Map(folder.names);
      folder.pending = [];
    },
    losePower(choose) {
      for (const folder of folders.values()) {
        for (const step of folder.pending) if (choose(2) === 1) step(folder.synced);
        folder.names.clear();
        for (const [name, file] of folder.synced) {
          folder.names.set(name, file);
          loseBytes(file, choose);
        }
        folder.pending = [];
      }
    },
  };
}

function loseBytes(file: DiskFile, choose: (below: number) => number): void {
  const { synced, bytes } = file;
  if (synced?.bytes === bytes) return;
  const outcome = choose(3);
  if (outcome === 0) {
    file.bytes = synced?.bytes ?? new Uint8Array(0);
    file.modified = synced?.modified ?? file.modified;
  } else if (outcome === 1) file.bytes = bytes.slice(0, choose(bytes.length + 1));
  file.synced = { bytes: file.bytes, modified: file.modified };
}
