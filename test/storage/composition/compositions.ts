import { join } from "node:path";
import { compose } from "../../../src/storage/compose.js";
import { openCsv } from "../../../src/storage/csv/openCsv.js";
import { memoryEngine } from "../../../src/storage/memory/engine.js";
import { openStorage } from "../../../src/storage/openStorage.js";
import { openSqlite } from "../../../src/storage/sqlite/engine.js";
import type { Storage, StorageEngine } from "../../../src/storage/storage.js";

/** An engine in memory that outlives the storages that are opened on it. */
export function lastingMemory(): StorageEngine & Required<Pick<StorageEngine, "transact">> {
  const { name, series, records, transact } = memoryEngine();
  const stay = async (): Promise<void> => undefined;
  return { name, series: { ...series, close: stay }, records: { ...records, close: stay }, transact };
}

/** Ways to compose a storage: each gives, for a folder of its own, a function that opens the same data again. */
export const COMPOSITIONS: Readonly<Record<string, (folder: string) => () => Promise<Storage>>> = {
  memory: () => {
    const engine = lastingMemory();
    return () => openStorage(engine);
  },
  "memory by the journal": () => {
    const engine = compose(lastingMemory());
    return () => openStorage(engine);
  },
  "memory, three engines": () => {
    const engines = { default: lastingMemory(), prices: compose(lastingMemory()), capital: lastingMemory() };
    return () => openStorage(engines);
  },
  sqlite: (folder) => async () => openStorage(await openSqlite(join(folder, "desk.db"))),
  "sqlite by the journal": (folder) => async () =>
    openStorage(compose(await openSqlite(join(folder, "desk.db")))),
  "two sqlite files": (folder) => async () =>
    openStorage({
      default: await openSqlite(join(folder, "desk.db")),
      prices: await openSqlite(join(folder, "prices.db")),
    }),
  csv: (folder) => () => openStorage(openCsv(join(folder, "csv"))),
  "sqlite records and csv series": (folder) => async () => {
    const { records } = await openSqlite(join(folder, "desk.db"));
    return openStorage({ series: openCsv(join(folder, "csv")).series, records });
  },
  "sqlite, with prices and fx in csv": (folder) => async () => {
    const csv = openCsv(join(folder, "csv"));
    return openStorage({
      default: await openSqlite(join(folder, "desk.db")),
      prices: csv,
      fx: csv,
    });
  },
};
