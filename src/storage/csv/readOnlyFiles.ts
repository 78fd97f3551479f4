import { basename, dirname } from "node:path";
import { ContangoError } from "../../errors/contangoError.js";
import type { FileSystem } from "../files.js";

/** The same files, to be read only, of a folder that has to be there. */
export function readOnlyFiles(files: FileSystem, root: string): FileSystem {
  let found = false;
  const there = async <Value>(look: () => Promise<Value>): Promise<Value> => {
    found ||= await isFolder(files, root);
    if (found) return look();
    throw new ContangoError("STORE_MISSING", "csv", `there is no folder ${root} to read; check the path`, {
      details: { folder: root },
    });
  };
  const refuse = async (): Promise<never> => {
    throw new ContangoError(
      "STORE_READ_ONLY",
      "csv",
      `${root} was opened to be read; open it without readOnly to write`,
      { details: { folder: root } },
    );
  };
  return {
    read: (path) => there(() => files.read(path)),
    stat: (path) => there(() => files.stat(path)),
    files: (folder) => there(() => files.files(folder)),
    folders: (folder) => there(() => files.folders(folder)),
    create: refuse,
    rename: refuse,
    remove: refuse,
    makeFolder: refuse,
    syncFolder: refuse,
    lock: refuse,
  };
}

async function isFolder(files: FileSystem, path: string): Promise<boolean> {
  const above = dirname(path);
  return above === path || (await files.folders(above)).includes(basename(path));
}
