import { posix } from "node:path";
import type { Collection, RecordDocument } from "../recordStore.js";
import { keyText } from "../recordValues.js";
import type { BackupRecords } from "./backupManifest.js";
import { documentsOf } from "./recordForm.js";
import { recordForm } from "./recordForms.js";
import { LINES_FOLDER, linesBytes, linesFile, readLines } from "./recordLines.js";

/** A file of documents of a collection. */
export interface BackupTable {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly records: BackupRecords;
}

/** All documents of a collection as the files that a store has for it. */
export function backupTables(
  collection: Collection,
  documents: readonly RecordDocument[],
): readonly BackupTable[] {
  const form = recordForm(collection.name);
  const field = collection.key[0]!;
  const byFile = new Map<string, Map<string, RecordDocument>>();
  for (const document of documents) {
    const name = form?.fileOf(document);
    if (name === undefined) continue;
    const those = byFile.get(name) ?? new Map<string, RecordDocument>();
    byFile.set(name, those.set(document[field] as string, document));
  }
  const kept = new Set<string>();
  const tables: BackupTable[] = [];
  for (const [name, those] of byFile) {
    const file = form!.empty(name).with(those);
    const keys = [...file.keys()];
    for (const key of keys) kept.add(keyText(collection, { [field]: key }));
    if (keys.length === 0) continue;
    tables.push({
      path: `${form!.folder}/${name}`,
      bytes: file.bytes(),
      records: { collection: collection.name, form: "table" },
    });
  }
  const rest = documents.filter((document) => !kept.has(keyText(collection, document)));
  if (rest.length === 0) return tables;
  const path = `${LINES_FOLDER}/${linesFile(collection)}`;
  return [
    ...tables,
    { path, bytes: linesBytes(rest), records: { collection: collection.name, form: "lines" } },
  ];
}

/** The documents of a file. @throws ContangoError `CSV_SYNTAX`, `CSV_LAYOUT`, `STORE_CORRUPT`. */
export async function readBackupTable(
  path: string,
  bytes: Uint8Array,
  { collection, form }: BackupRecords,
): Promise<readonly RecordDocument[]> {
  if (form === "lines") return readLines(bytes, path);
  return documentsOf(await recordForm(collection)!.read(bytes, posix.basename(path)));
}
