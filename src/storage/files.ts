/** What tells one version of a file from another. */
export interface FileStat {
  readonly inode: bigint;
  readonly size: number;
  /** When it was last written, in nanoseconds since 1970. */
  readonly modified: bigint;
}

/** A file that was just made, open for writing. */
export interface NewFile {
  write(bytes: Uint8Array): Promise<void>;
  /** Sets the time of the last write, in milliseconds since 1970. */
  setModified(time: number): Promise<void>;
  /** Resolves when everything written is on the device. */
  sync(): Promise<void>;
  stat(): Promise<FileStat>;
  close(): Promise<void>;
}

/**
 * The few things that a store of files does to a file system. Paths are absolute, with `/`. Failures reject with the
 * error of the system, which has its name in `code` (`EIO`, `ENOSPC` …).
 */
export interface FileSystem {
  /** A file's bytes and its stat of the same moment; `undefined` where there is none. */
  read(path: string): Promise<{ readonly bytes: Uint8Array; readonly stat: FileStat } | undefined>;
  stat(path: string): Promise<FileStat | undefined>;
  /** Names of the files in a folder, in any order; none where it does not exist. */
  files(folder: string): Promise<readonly string[]>;
  /** Names of the folders in a folder, in any order; none where it does not exist. */
  folders(folder: string): Promise<readonly string[]>;
  /** Makes a new file. Refuses where there is one (`EEXIST`). */
  create(path: string): Promise<NewFile>;
  /** Gives a file another name in the same folder in one step, replacing what has that name. */
  rename(from: string, to: string): Promise<void>;
  /** Removes a file; nothing where there is none. */
  remove(path: string): Promise<void>;
  /** Makes a folder and those above it that are missing, and makes their names durable. */
  makeFolder(path: string): Promise<void>;
  /** Resolves when the names in a folder are on the device. */
  syncFolder(path: string): Promise<void>;
  /**
   * Waits until no other process holds the lock on a folder, and takes it; gives the function that gives it back. A
   * lock of a process that is gone is no lock.
   */
  lock(folder: string): Promise<() => Promise<void>>;
}
