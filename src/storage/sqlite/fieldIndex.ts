import type { RecordDocument } from "../recordStore.js";
import type { Database } from "./database.js";
import { entryKey } from "./orderKey.js";

/** The number of a field that no document of the collection has had. */
export const UNKNOWN_FIELD = -1;

/** The number under which the values of a field of a collection are indexed. */
export function fieldNumber(database: Database, collection: string, name: string): number {
  const row = database
    .statement("SELECT id FROM contango_field WHERE collection = ? AND name = ?")
    .get(collection, name);
  return row === undefined ? UNKNOWN_FIELD : Number(row.id);
}

function addField(database: Database, collection: string, name: string): number {
  const insert = database.statement("INSERT INTO contango_field (collection, name) VALUES (?, ?)");
  return Number(insert.run(collection, name).lastInsertRowid);
}

/** Brings the index entries of one record from its document before to the one after; `undefined` = absent. */
export function indexRecord(
  database: Database,
  collection: string,
  record: number,
  before: RecordDocument | undefined,
  after: RecordDocument | undefined,
): void {
  const old = entries(before);
  const insert = database.statement("INSERT INTO contango_entry (field, value, record) VALUES (?, ?, ?)");
  const remove = database.statement(
    "DELETE FROM contango_entry WHERE field = ? AND value = ? AND record = ?",
  );
  for (const [name, value] of entries(after)) {
    const known = old.get(name);
    old.delete(name);
    if (known?.equals(value)) continue;
    const field = fieldNumber(database, collection, name);
    if (known !== undefined) remove.run(field, known, record);
    insert.run(field === UNKNOWN_FIELD ? addField(database, collection, name) : field, value, record);
  }
  for (const [name, value] of old) remove.run(fieldNumber(database, collection, name), value, record);
}

const entries = (document: RecordDocument = {}): Map<string, Buffer> =>
  new Map(Object.entries(document).map(([name, value]) => [name, Buffer.from(entryKey(value))]));
