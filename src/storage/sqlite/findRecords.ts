import type { RecordQuery, RecordValue } from "../recordStore.js";
import type { Database } from "./database.js";
import type { SqliteValue } from "./driver.js";
import { fieldNumber } from "./fieldIndex.js";
import { entryKey, orderKey, TYPE_TAGS } from "./orderKey.js";

/** Where the page before ended: the value of the sort field (`null` without one), then the values of the key. */
export type PageEnd = readonly RecordValue[];

/** A piece of SQL with the values of its question marks. */
interface Condition {
  readonly sql: string;
  readonly values: readonly SqliteValue[];
}

/** A select whose answer comes whole before that of the next part. */
interface Part {
  readonly from: string;
  readonly where: readonly Condition[];
  readonly order: string;
  /** What leaves out everything up to the end of the page before, if that ended in this part. */
  readonly after: Condition | undefined;
}

/**
 * Numbers of the records that a query finds, in order, at most `limit`. Equality and bounds are looked up in the
 * index of fields; sorting walks the index of the field and stops when there are enough. Only documents that lack
 * the sort field, where they are wanted, take a pass over the keys of the collection.
 */
export function findRecords(
  database: Database,
  collection: string,
  query: RecordQuery,
  pageEnd: PageEnd | undefined,
  limit: number,
): number[] {
  const found: number[] = [];
  for (const { from, where, order, after } of queryParts(database, collection, query, pageEnd)) {
    const conditions = after === undefined ? where : [...where, after];
    const sql = `SELECT r.id AS id FROM ${from} WHERE ${conditions.map((each) => each.sql).join(" AND ")} ORDER BY ${order} LIMIT ?`;
    const values = conditions.flatMap((each) => each.values);
    const rows = database.statement(sql).all(...values, limit - found.length);
    for (const { id } of rows) found.push(Number(id));
    if (found.length >= limit) break;
  }
  return found;
}

/** The parts of the answer that remain after the page before, in order. */
function queryParts(
  database: Database,
  collection: string,
  { equals = {}, range, sort }: RecordQuery,
  pageEnd: PageEnd | undefined,
): readonly Part[] {
  const field = (name: string): number => fieldNumber(database, collection, name);
  const filters = Object.entries(equals).map(([name, value]) =>
    indexed(field(name), [{ sql: "e.value = ?", values: [entryKey(value)] }]),
  );
  const sortsRange = range !== undefined && range.field === sort?.field;
  if (range !== undefined && !sortsRange) filters.push(indexed(field(range.field), rangeBounds(range)));
  const [endValue = null, ...endKey] = pageEnd ?? [];
  const key = orderKey(...endKey);
  const inCollection: Condition = { sql: "r.collection = ?", values: [collection] };
  const byKey = {
    from: "contango_record r",
    order: "r.key",
    after: pageEnd && { sql: "r.key > ?", values: [key] },
  };
  // A field belongs to one collection, so that only a query without filters has to name it.
  if (sort === undefined) return [{ ...byKey, where: filters.length === 0 ? [inCollection] : filters }];

  const number = field(sort.field);
  const down = sort.descending === true;
  const value = entryKey(endValue);
  const withField: Part = {
    from: "contango_entry e CROSS JOIN contango_record r ON r.id = e.record",
    where: [
      { sql: "e.field = ?", values: [number] },
      ...(sortsRange ? rangeBounds(range) : [HAS_VALUE]),
      ...filters,
    ],
    order: `e.value ${down ? "DESC" : "ASC"}, r.key`,
    after: pageEnd && {
      sql: `e.value ${down ? "<=" : ">="} ? AND (e.value <> ? OR r.key > ?)`,
      values: [value, value, key],
    },
  };
  if (sortsRange) return [withField];
  const withoutField: Part = {
    ...byKey,
    where: [someLack(number, collection), inCollection, ...filters, not(indexed(number, [HAS_VALUE]))],
  };
  const parts = down ? [withField, withoutField] : [withoutField, withField];
  if (pageEnd === undefined) return parts;
  const ended = endValue === null ? withoutField : withField;
  return parts
    .slice(parts.indexOf(ended))
    .map((part) => (part === ended ? part : { ...part, after: undefined }));
}

const HAS_VALUE: Condition = { sql: "e.value > ?", values: [entryKey(null)] };

/** True unless every document of the collection has the field: counting is faster than looking for one without. */
const someLack = (field: number, collection: string): Condition => ({
  sql: `(SELECT count(*) FROM contango_entry e WHERE e.field = ? AND ${HAS_VALUE.sql}) < (SELECT count(*) FROM contango_record WHERE collection = ?)`,
  values: [field, ...HAS_VALUE.values, collection],
});

/** Records with an index entry of a field that meets the conditions. */
const indexed = (field: number, conditions: readonly Condition[]): Condition => ({
  sql: `r.id IN (SELECT e.record FROM contango_entry e WHERE e.field = ? AND ${conditions.map(({ sql }) => sql).join(" AND ")})`,
  values: [field, ...conditions.flatMap(({ values }) => values)],
});

const not = ({ sql, values }: Condition): Condition => ({ sql: `NOT (${sql})`, values });

const NOTHING: readonly Condition[] = [{ sql: "e.value IS NULL", values: [] }];

/** Entries of the type of the bounds and between them. Only NaN is a number below minus infinity. */
function rangeBounds({ from, to, toExclusive }: NonNullable<RecordQuery["range"]>): readonly Condition[] {
  const some = from ?? to;
  if (some === undefined) return [{ sql: "e.value IS NOT NULL", values: [] }];
  const tag = typeTag(some);
  if (typeTag(to ?? some) !== tag || Number.isNaN(from) || Number.isNaN(to)) return NOTHING;
  const least = tag === TYPE_TAGS.number ? entryKey(Number.NEGATIVE_INFINITY) : Uint8Array.of(tag);
  return [
    { sql: "e.value >= ?", values: [from === undefined ? least : entryKey(from)] },
    to === undefined
      ? { sql: "e.value < ?", values: [Uint8Array.of(tag + 1)] }
      : { sql: `e.value ${toExclusive === true ? "<" : "<="} ?`, values: [entryKey(to)] },
  ];
}

const typeTag = (bound: number | string | Date): number =>
  typeof bound === "number" ? TYPE_TAGS.number : typeof bound === "string" ? TYPE_TAGS.text : TYPE_TAGS.date;
