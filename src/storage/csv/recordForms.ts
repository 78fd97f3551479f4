import { CONTRACT_FORM } from "./contractTable.js";
import { lineTable } from "./lineTable.js";
import type { RecordForm } from "./recordForm.js";
import { RECORD_TABLES } from "./recordTables.js";

const FORMS: ReadonlyMap<string, RecordForm> = new Map(
  [...RECORD_TABLES.map(lineTable), CONTRACT_FORM].map((form) => [form.collection.name, form]),
);

/** The form of a collection that people read; undefined for one that is kept as lines of JSON only. */
export const recordForm = (collection: string): RecordForm | undefined => FORMS.get(collection);
