import { ContangoError } from "../errors/contangoError.js";
import {
  boolColumn,
  type Column,
  type ColumnKind,
  floatColumn,
  intColumn,
  type StringColumn,
  timeColumn,
} from "../series/column.js";
import { Frame } from "../series/frame.js";
import { rowsAt } from "../series/reindex.js";
import { Series } from "../series/series.js";

/**
 * Two series or two frames as one on the given times: cell by cell `first`'s value at that time, or `second`'s where
 * it is missing. The result has the name, columns and metadata of `layout`, one of the two: a column that a side
 * lacks is missing there. int64 becomes float64 where it has to hold missing values or meets float64.
 *
 * @throws ContangoError `COLUMN_KIND` where the kinds of a column do not mix without loss.
 */
export function coalesce<Data extends Series | Frame>(
  first: Data,
  second: Data,
  time: Float64Array,
  layout: Data,
): Data {
  const sources: Sources = { first: rowsAt(first.time, time), second: rowsAt(second.time, time) };
  if (first instanceof Series) {
    const values = coalesceFloats(first.values, (second as Series).values, sources);
    return new Series(time, values, (layout as Series).name) as Data;
  }
  const columns = new Map<string, Column>();
  for (const [name, { kind }] of (layout as Frame).columns) {
    const a = (first as Frame).columns.get(name) ?? missingColumn(kind, first.length);
    const b = (second as Frame).columns.get(name) ?? missingColumn(kind, second.length);
    columns.set(name, coalesceColumns(name, a, b, sources));
  }
  return new Frame(time, columns, (layout as Frame).meta) as Data;
}

/** The row of each source for each row of the result, -1 where it has none; one of them always has. */
interface Sources {
  readonly first: Int32Array;
  readonly second: Int32Array;
}

function missingColumn(kind: ColumnKind, length: number): Column {
  if (kind === "string") return { kind, values: new Int32Array(length).fill(-1), dictionary: [] };
  const values = new Float64Array(length).fill(Number.NaN);
  return kind === "time" ? timeColumn(values) : floatColumn(values);
}

function coalesceColumns(name: string, a: Column, b: Column, sources: Sources): Column {
  const length = sources.first.length;
  if (a.kind === "string" && b.kind === "string") return coalesceStrings(a, b, sources);
  if (a.kind === "time" && b.kind === "time") return timeColumn(coalesceFloats(a.values, b.values, sources));
  if (a.kind === "bool" && b.kind === "bool") {
    return boolColumn(place(new Uint8Array(length), a.values, b.values, sources));
  }
  if (a.kind === "int64" && b.kind === "int64") {
    return intColumn(place(new BigInt64Array(length), a.values, b.values, sources));
  }
  return floatColumn(coalesceFloats(asFloats(name, a, b), asFloats(name, b, a), sources));
}

function coalesceFloats(a: Float64Array, b: Float64Array, { first, second }: Sources): Float64Array {
  const values = new Float64Array(first.length);
  for (let row = 0; row < values.length; row++) {
    const value = first[row]! < 0 ? Number.NaN : a[first[row]!]!;
    values[row] = Number.isNaN(value) && second[row]! >= 0 ? b[second[row]!]! : value;
  }
  return values;
}

function coalesceStrings(a: StringColumn, b: StringColumn, { first, second }: Sources): StringColumn {
  const codes = new Map(a.dictionary.map((text, code) => [text, code]));
  const dictionary = [...a.dictionary];
  const codesOfB = b.dictionary.map((text) => codes.get(text) ?? dictionary.push(text) - 1);
  const values = new Int32Array(first.length);
  for (let row = 0; row < values.length; row++) {
    const code = first[row]! < 0 ? -1 : a.values[first[row]!]!;
    values[row] = code >= 0 || second[row]! < 0 ? code : (codesOfB[b.values[second[row]!]!] ?? -1);
  }
  return { kind: "string", values, dictionary };
}

/** Values of a kind that has no missing ones. */
function place<Values extends Uint8Array | BigInt64Array>(
  values: Values,
  a: Values,
  b: Values,
  { first, second }: Sources,
): Values {
  for (let row = 0; row < first.length; row++) {
    values[row] = (first[row]! < 0 ? b[second[row]!] : a[first[row]!]) as never;
  }
  return values;
}

function asFloats(name: string, column: Column, other: Column): Float64Array {
  if (column.kind === "float64") return column.values;
  if (column.kind === "int64") {
    const values = Float64Array.from(column.values, Number);
    if (values.every(Number.isSafeInteger)) return values;
  }
  throw new ContangoError(
    "COLUMN_KIND",
    "prices",
    `column "${name}" holds ${column.kind} on one side of the merge and ${other.kind} or nothing on the other, which ` +
      "cannot mix without loss; bring both to one kind first",
    { details: { column: name, kind: column.kind, other: other.kind } },
  );
}
