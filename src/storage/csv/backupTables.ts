import { isContangoError } from "../../errors/contangoError.js";
import { COLLECTIONS } from "../libraries.js";
import type { Collection, RecordDocument } from "../recordStore.js";
import { recordText } from "../recordText.js";
import { keyText } from "../recordValues.js";
import type { BackupRecords } from "./backupManifest.js";
import {
  type ConfigFile,
  configBytes,
  configDocument,
  newConfigFile,
  readConfigFile,
  withRow,
} from "./configFile.js";
import { CONFIG_TABLES, type ConfigTable, KEY_FIELD } from "./configTables.js";
import { contractFiles, readContracts } from "./contractTable.js";
import { escapeName, unescapeName } from "./fileNames.js";
import { readTable, tableOf } from "./recordTable.js";

/** A file of documents of a collection. */
export interface TableFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly records: BackupRecords;
}

/** Files of collections that have a place in the reference's back-up, or a name that a trader knows. */
const PATHS: Readonly<Record<string, string>> = {
  [COLLECTIONS.rollStates.name]: "roll_state/roll_state.csv",
  [COLLECTIONS.fills.name]: "fills/fills.csv",
};

/**
 * All documents of a collection as files. Those of configuration and of contracts are written as the reference has them; what
 * does not come back whole from there stands in a table of its own besides.
 */
export async function tableFiles(
  collection: Collection,
  documents: readonly RecordDocument[],
): Promise<readonly TableFile[]> {
  const known = referenceFiles(collection, documents);
  const kept = new Map<string, string>();
  for (const file of known) {
    for (const document of await readTableFile(file.path, file.bytes, file.records))
      kept.set(keyText(collection, document), recordText(document));
  }
  const rest = documents.filter(
    (document) => kept.get(keyText(collection, document)) !== recordText(document),
  );
  if (rest.length === 0) return known;
  const path = PATHS[collection.name] ?? `records/${escapeName(collection.name)}.csv`;
  const { bytes, note } = await tableOf(rest, path);
  return [...known, { path, bytes, records: { collection: collection.name, form: "documents", note } }];
}

/** The documents of a file. @throws ContangoError `CSV_SYNTAX`, `CSV_LAYOUT`. */
export async function readTableFile(
  path: string,
  bytes: Uint8Array,
  { collection, form, note }: BackupRecords,
): Promise<readonly RecordDocument[]> {
  if (form === "contracts") return readContracts(bytes, unescapeName(/([^/]+)\.csv$/.exec(path)![1]!), path);
  const table = form === "config" ? configTable(collection) : undefined;
  if (table === undefined) return readTable(bytes, note!, path);
  const file = await readConfigFile(bytes, table);
  return [...file.rows].map(([code, row]) => configDocument(file, code, row));
}

/** The documents of several files of a collection; those of the form `documents` win. */
export function joinedDocuments(
  collection: Collection,
  files: readonly { readonly form: BackupRecords["form"]; readonly documents: readonly RecordDocument[] }[],
): readonly RecordDocument[] {
  const all = new Map<string, RecordDocument>();
  for (const wins of [false, true]) {
    for (const { form, documents } of files) {
      if ((form === "documents") !== wins) continue;
      for (const document of documents) all.set(keyText(collection, document), document);
    }
  }
  return [...all.values()];
}

function referenceFiles(collection: Collection, documents: readonly RecordDocument[]): TableFile[] {
  const table = configTable(collection.name);
  if (table !== undefined) {
    const file = configFile(table, documents);
    const path = `csvconfig/${table.file}`;
    return file.rows.size === 0
      ? []
      : [{ path, bytes: configBytes(file), records: { collection: collection.name, form: "config" } }];
  }
  if (collection.name !== COLLECTIONS.contracts.name) return [];
  const records = { collection: collection.name, form: "contracts" } as const;
  return [...contractFiles(documents)].map(([path, bytes]) => ({ path, bytes, records }));
}

const configTable = (name: string): ConfigTable | undefined =>
  CONFIG_TABLES.find(({ collection }) => collection.name === name);

/** The rows that the table can hold. */
function configFile(table: ConfigTable, documents: readonly RecordDocument[]): ConfigFile {
  return documents.reduce((file, document) => {
    if (typeof document[KEY_FIELD] !== "string" || document[KEY_FIELD] === "") return file;
    try {
      return withRow(file, document, table);
    } catch (error) {
      if (isContangoError(error)) return file;
      throw error;
    }
  }, newConfigFile(table));
}
