import { ContangoError } from "../../errors/contangoError.js";
import type { FileSystem } from "../files.js";
import { findDocuments } from "../findDocuments.js";
import type {
  Collection,
  RecordChange,
  RecordDocument,
  RecordKey,
  RecordQuery,
  RecordStore,
} from "../recordStore.js";
import { keyValues, meetsExpectation } from "../recordValues.js";
import { storeClosed } from "../storeErrors.js";
import {
  type ConfigFile,
  configBytes,
  configDocument,
  newConfigFile,
  readConfigFile,
  withoutRow,
  withRow,
} from "./configFile.js";
import { CONFIG_TABLES, type ConfigTable } from "./configTables.js";
import type { Exclusive } from "./exclusive.js";
import { nextTable, writeNew } from "./seriesFiles.js";

/**
 * The configuration tables of a folder as collections of documents; it refuses every other collection
 * (`STORE_ROUTE`). A file is replaced as a whole, and lines that did not change keep their bytes.
 */
export function csvRecordStore(files: FileSystem, folder: string, alone: Exclusive): RecordStore {
  let closed = false;
  /** By file, the bytes that were read last, and what they hold. */
  const known = new Map<string, { readonly bytes: Uint8Array; readonly content: Promise<ConfigFile> }>();

  const tableOf = ({ name }: Collection): ConfigTable => {
    if (closed) throw storeClosed("csv");
    const table = CONFIG_TABLES.find(({ collection }) => collection.name === name);
    if (table !== undefined) return table;
    throw new ContangoError(
      "STORE_ROUTE",
      "csv",
      `a CSV folder by itself can only be read: it keeps no "${name}", only ${CONFIG_TABLES.map(({ collection }) => collection.name).join(", ")}; open it beside a store that does, as openStorage({ default: await openSqlite("desk.sqlite"), prices: csv, fx: csv, instruments: csv })`,
      { details: { collection: name } },
    );
  };
  const load = async (table: ConfigTable): Promise<ConfigFile> => {
    const found = await files.read(`${folder}/${table.file}`);
    if (found === undefined) return newConfigFile(table);
    const { bytes } = found;
    const before = known.get(table.file);
    // The bytes, not the time of the last write: another program may write twice within a tick of the clock.
    if (before !== undefined && Buffer.compare(before.bytes, bytes) === 0) return before.content;
    const content = readConfigFile(bytes, table);
    known.set(table.file, { bytes, content });
    return content;
  };
  const documentOf = (file: ConfigFile, code: string): RecordDocument | undefined => {
    const row = file.rows.get(code);
    return row && configDocument(file, code, row);
  };
  const save = async (table: ConfigTable, file: ConfigFile): Promise<void> => {
    const next = `${folder}/${nextTable(table.file)}`;
    await files.makeFolder(folder);
    await files.remove(next);
    await writeNew(files, next, configBytes(file));
    await files.rename(next, `${folder}/${table.file}`);
    await files.syncFolder(folder);
  };
  /** Does a change; what was there before, and whether it was as expected. */
  const change = (wanted: RecordChange): Promise<{ readonly before: boolean; readonly done: boolean }> => {
    const table = tableOf(wanted.collection);
    const code = codeOf(wanted.collection, wanted.kind === "put" ? wanted.document : wanted.key);
    return alone(async () => {
      const file = await load(table);
      const stored = documentOf(file, code);
      const before = stored !== undefined;
      if (!meetsExpectation(stored, wanted.expected)) return { before, done: false };
      if (wanted.kind === "delete") {
        if (before) await save(table, withoutRow(file, code));
        return { before, done: true };
      }
      const changed = withRow(file, wanted.document, table);
      if (changed.rows.get(code) !== file.rows.get(code)) await save(table, changed);
      return { before, done: true };
    });
  };

  return {
    async get(collection: Collection, key: RecordKey) {
      const table = tableOf(collection);
      return documentOf(await load(table), codeOf(collection, key));
    },
    async put(collection, document) {
      await change({ kind: "put", collection, document });
    },
    async delete(collection, key) {
      return (await change({ kind: "delete", collection, key })).before;
    },
    async find(collection, query: RecordQuery = {}) {
      const file = await load(tableOf(collection));
      const all = [...file.rows].map(([code, row]) => configDocument(file, code, row));
      return findDocuments(all, collection, query);
    },
    async compareAndSet(wanted) {
      return (await change(wanted)).done;
    },
    async close() {
      closed = true;
    },
  };
}

/** The instrument that a key names. @throws ContangoError `RECORD_KEY`. */
function codeOf(collection: Collection, holder: RecordKey | RecordDocument): string {
  const [code] = keyValues(collection, holder);
  if (typeof code === "string" && code !== "" && !/[\0\p{Surrogate}]/u.test(code)) return code;
  const what = `a document of "${collection.name}" needs the code of an instrument as its key`;
  throw new ContangoError("RECORD_KEY", "csv", what, { details: { collection: collection.name } });
}
