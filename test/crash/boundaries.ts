import type { FileSystem } from "../../src/storage/files.js";
import { nodeFiles } from "../../src/storage/nodeFiles.js";
import type { SqliteDriver, SqliteStatement } from "../../src/storage/sqlite/driver.js";

/** Is called before each step that changes something on the device. */
export type Boundary = (step: string) => void;

/** The same driver, with a boundary before each statement that writes and before the commit of each transaction that did. */
export function watchedDriver({ name, open }: SqliteDriver, boundary: Boundary): SqliteDriver {
  return {
    name,
    open(file, options) {
      const connection = open(file, options);
      let writing = false;
      const watched = (statement: SqliteStatement, sql: string): SqliteStatement => ({
        run(...values) {
          boundary(sql);
          return statement.run(...values);
        },
        get: (...values) => statement.get(...values),
        all: (...values) => statement.all(...values),
      });
      return {
        exec(sql) {
          if (sql.startsWith("BEGIN")) writing = sql.includes("IMMEDIATE");
          else if (writing || !/^(COMMIT|ROLLBACK)/.test(sql)) boundary(sql);
          connection.exec(sql);
        },
        prepare: (sql) => watched(connection.prepare(sql), sql),
        close: () => connection.close(),
      };
    },
  };
}

/** Node's file system, with a boundary before each operation that changes something. */
export function watchedFiles(boundary: Boundary): FileSystem {
  const { read, stat, files, folders, create, rename, remove, makeFolder, syncFolder, lock } = nodeFiles;
  return {
    read,
    stat,
    files,
    folders,
    async create(path) {
      boundary("create");
      const file = await create(path);
      return {
        async write(bytes) {
          boundary("write");
          // In two parts, so that a file that is half there is met as well.
          const half = bytes.length >> 1;
          await file.write(bytes.subarray(0, half));
          boundary("write the rest");
          await file.write(bytes.subarray(half));
        },
        setModified(time) {
          boundary("set the time");
          return file.setModified(time);
        },
        sync() {
          boundary("sync");
          return file.sync();
        },
        stat: () => file.stat(),
        close: () => file.close(),
      };
    },
    rename(from, to) {
      boundary("rename");
      return rename(from, to);
    },
    remove(path) {
      boundary("remove");
      return remove(path);
    },
    makeFolder(path) {
      boundary("make a folder");
      return makeFolder(path);
    },
    syncFolder(path) {
      boundary("sync a folder");
      return syncFolder(path);
    },
    async lock(folder) {
      boundary("lock");
      const release = await lock(folder);
      return () => {
        boundary("unlock");
        return release();
      };
    },
  };
}
