import type { Collection, RecordDocument, RecordPage, RecordQuery, RecordValue } from "./recordStore.js";
import { readCursor, writeCursor } from "./recordText.js";
import { compareValues, hasFields, isNumeric, keyValues } from "./recordValues.js";

/** The documents that a query asks for, of all those of a collection. */
export function findDocuments(
  all: readonly RecordDocument[],
  collection: Collection,
  query: RecordQuery,
): RecordPage {
  const { sort, limit, cursor } = query;
  const sign = sort?.descending === true ? -1 : 1;
  const place = (document: RecordDocument): RecordValue[] => [
    (sort === undefined ? undefined : document[sort.field]) ?? null,
    ...keyValues(collection, document),
  ];
  const order = (a: readonly RecordValue[], b: readonly RecordValue[]): number =>
    sign * compareValues(a[0], b[0]) || compareValues(a.slice(1), b.slice(1));
  const after = cursor === undefined ? undefined : readCursor(cursor);
  const found = all
    .filter((document) => matches(document, query))
    .map((document) => ({ document, at: place(document) }))
    .filter(({ at }) => after === undefined || order(at, after) > 0)
    .sort((a, b) => order(a.at, b.at));
  const page = found.slice(0, limit);
  const last = page.at(-1);
  const documents = page.map(({ document }) => document);
  return page.length < found.length && last !== undefined
    ? { documents, cursor: writeCursor(last.at) }
    : { documents };
}

function matches(document: RecordDocument, { equals, range }: RecordQuery): boolean {
  if (equals !== undefined && !hasFields(document, equals)) return false;
  if (range === undefined) return true;
  const { field, from, to, toExclusive } = range;
  const value = document[field];
  if (value === undefined) return false;
  if (from !== undefined && !(comparable(value, from) && compareValues(value, from) >= 0)) return false;
  if (to === undefined) return true;
  const side = comparable(value, to) ? compareValues(value, to) : 1;
  return toExclusive === true ? side < 0 : side <= 0;
}

/** True for two texts, two dates, or two numbers that are not NaN. */
function comparable(value: RecordValue, bound: number | string | Date): boolean {
  if (bound instanceof Date) return value instanceof Date;
  if (typeof bound === "string") return typeof value === "string";
  return isNumeric(value) && !Number.isNaN(value) && !Number.isNaN(bound);
}
