import type { Dirent } from "node:fs";
import { mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import type { FileStat, FileSystem } from "./files.js";
import { folderLock } from "./folderLock.js";

/** Folders whose names this process has made durable. */
const durable = new Set<string>();

/** The file system that Node runs on. */
export const nodeFiles: FileSystem = {
  async read(path) {
    const file = await absent(open(path, "r"));
    if (file === undefined) return undefined;
    try {
      const stat = fileStat(await file.stat({ bigint: true }));
      const { buffer, bytesRead } = await file.read(Buffer.allocUnsafeSlow(stat.size), 0, stat.size, 0);
      return { stat, bytes: bytesRead === stat.size ? buffer : await file.readFile() };
    } finally {
      await file.close();
    }
  },
  async stat(path) {
    const found = await absent(stat(path, { bigint: true }));
    return found === undefined ? undefined : fileStat(found);
  },
  files: (folder) => names(folder, (entry) => entry.isFile() || entry.isSymbolicLink()),
  folders: (folder) => names(folder, (entry) => entry.isDirectory() || entry.isSymbolicLink()),
  async create(path) {
    const file = await open(path, "wx");
    return {
      write: (bytes) => file.writeFile(bytes),
      setModified: (time) => file.utimes(time / 1000, time / 1000),
      sync: () => file.sync(),
      stat: async () => fileStat(await file.stat({ bigint: true })),
      close: () => file.close(),
    };
  },
  rename: (from, to) => rename(from, to),
  remove: (path) => rm(path, { force: true }),
  async makeFolder(path) {
    const first = await mkdir(path, { recursive: true });
    if (first === undefined && durable.has(path)) return;
    for (let made = path; made.length >= (first ?? path).length; made = dirname(made)) {
      await nodeFiles.syncFolder(dirname(made));
    }
    durable.add(path);
  },
  async syncFolder(path) {
    // Windows opens no folder, and needs none to be synced.
    if (process.platform === "win32") return;
    const folder = await open(path, "r");
    try {
      await folder.sync();
    } catch (error) {
      // Some network file systems keep names durable by themselves and refuse.
      if ((error as NodeJS.ErrnoException).code !== "EINVAL") throw error;
    } finally {
      await folder.close();
    }
  },
  lock: folderLock,
};

const fileStat = (stat: {
  readonly ino: bigint;
  readonly size: bigint;
  readonly mtimeNs: bigint;
}): FileStat => ({
  inode: stat.ino,
  size: Number(stat.size),
  modified: stat.mtimeNs,
});

async function names(folder: string, wanted: (entry: Dirent) => boolean): Promise<readonly string[]> {
  const entries = (await absent(readdir(folder, { withFileTypes: true }))) ?? [];
  return entries.filter(wanted).map((entry) => entry.name);
}

async function absent<Value>(found: Promise<Value>): Promise<Value | undefined> {
  try {
    return await found;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR" || code === "ENAMETOOLONG") return undefined;
    throw error;
  }
}
