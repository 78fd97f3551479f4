import { ContangoError } from "../../errors/contangoError.js";
import type { FileSystem, NewFile } from "../files.js";

/**
 * The same files, whose failures are errors with a path and what to do.
 *
 * @throws ContangoError `STORE_IO` from every call that the system refuses.
 */
export function guardedFiles(files: FileSystem): FileSystem {
  const guard = async <Value>(doing: string, path: string, work: Promise<Value>): Promise<Value> => {
    try {
      return await work;
    } catch (cause) {
      throw cause instanceof ContangoError ? cause : storeFailure(doing, path, cause);
    }
  };
  const guardFile = (file: NewFile, path: string): NewFile => ({
    write: (bytes) => guard("write", path, file.write(bytes)),
    setModified: (time) => guard("date", path, file.setModified(time)),
    sync: () => guard("sync", path, file.sync()),
    stat: () => guard("look at", path, file.stat()),
    close: () => guard("close", path, file.close()),
  });
  return {
    read: (path) => guard("read", path, files.read(path)),
    stat: (path) => guard("look at", path, files.stat(path)),
    files: (folder) => guard("list", folder, files.files(folder)),
    folders: (folder) => guard("list", folder, files.folders(folder)),
    create: async (path) => guardFile(await guard("make", path, files.create(path)), path),
    rename: (from, to) => guard("rename", from, files.rename(from, to)),
    remove: (path) => guard("remove", path, files.remove(path)),
    makeFolder: (path) => guard("make", path, files.makeFolder(path)),
    syncFolder: (path) => guard("sync", path, files.syncFolder(path)),
    lock: async (folder) => {
      const release = await guard("lock", folder, files.lock(folder));
      return () => guard("unlock", folder, release());
    },
  };
}

function storeFailure(doing: string, path: string, cause: unknown): ContangoError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new ContangoError(
    "STORE_IO",
    "csv",
    `cannot ${doing} ${path}: ${reason}; see to the disk and repeat`,
    {
      cause,
      retryable: true,
      details: { path },
    },
  );
}
