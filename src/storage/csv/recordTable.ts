import { Int32, type RecordDocument, type RecordValue } from "../recordStore.js";
import { recordText, recordValue } from "../recordText.js";
import { decoded, readRecords } from "./records.js";
import { quoted } from "./write.js";

/** How the cells of a column stand for values; `json` for a mixture, or what no text of its own stands for. */
type CellKind = "text" | "number" | "int32" | "int64" | "bool" | "date" | "json";

/** What the text of a table does not say: the kinds of its columns, and where documents differ in it, the fields that each has. */
export interface TableNote {
  readonly columns: readonly (readonly [field: string, kind: CellKind])[];
  /** Fields in order; the column {@link SHAPE} numbers them. */
  readonly shapes: readonly (readonly string[])[];
  /** True: the only column holds documents whole. */
  readonly whole?: true;
}

/** Says which fields a row has, in a table in which not all have the same. */
const SHAPE = "#";
const WHOLE = "document";

/** Documents as the bytes of a CSV file of one line each, which {@link readTable} makes into the same documents. */
export async function tableOf(
  documents: readonly RecordDocument[],
  file: string,
): Promise<{ readonly bytes: Uint8Array; readonly note: TableNote }> {
  const table = tableText(documents);
  if (table !== undefined && (await isKept(documents, table, file))) return table;
  const { bytes, note } = tableText(documents.map((document) => ({ [WHOLE]: document })))!;
  return { bytes, note: { ...note, whole: true } };
}

/** @throws ContangoError `CSV_SYNTAX` for another text. */
export async function readTable(
  bytes: Uint8Array,
  { columns, shapes, whole }: TableNote,
  file: string,
): Promise<RecordDocument[]> {
  const [, ...records] = await readRecords(decoded(bytes, file), file, { trim: false });
  const place = new Map(columns.map(([field], at) => [field, at + (shapes.length > 1 ? 1 : 0)]));
  const kinds = new Map(columns);
  const documents = records.map(({ fields }) => {
    const shape = shapes[shapes.length > 1 ? Number(fields[0]) : 0]!;
    return Object.fromEntries(
      shape.map((field) => [field, valueOfCell(fields[place.get(field)!] ?? "", kinds.get(field)!)]),
    );
  });
  return whole === true ? documents.map((document) => document[WHOLE] as RecordDocument) : documents;
}

function tableText(
  documents: readonly RecordDocument[],
): { readonly bytes: Uint8Array; readonly note: TableNote } | undefined {
  const shapes = new Map<string, number>();
  const shapeOf = documents.map((document) => {
    const fields = JSON.stringify(Object.keys(document));
    const shape = shapes.get(fields) ?? shapes.size;
    shapes.set(fields, shape);
    return shape;
  });
  const values = new Map<string, RecordValue[]>();
  for (const document of documents) {
    for (const [field, value] of Object.entries(document)) {
      const column = values.get(field) ?? [];
      column.push(value);
      values.set(field, column);
    }
  }
  if ([...values.keys()].some((field) => field === SHAPE || !isPlain(field))) return undefined;
  const columns = [...values].map(([field, column]) => [field, kindOf(column)] as const);
  const numbered = shapes.size > 1;
  const header = [...(numbered ? [SHAPE] : []), ...columns.map(([field]) => quoted(field))].join(",");
  const lines = documents.map((document, row) => {
    const cells = columns.map(([field, kind]) => {
      const value = document[field];
      return value === undefined ? "" : cellText(value, kind);
    });
    return [...(numbered ? [shapeOf[row]] : []), ...cells].join(",");
  });
  return {
    bytes: Buffer.from([header, ...lines, ""].join("\n")),
    note: { columns, shapes: [...shapes.keys()].map((fields) => JSON.parse(fields) as string[]) },
  };
}

/** Text that a file holds as it is. */
const isPlain = (text: string): boolean => !/[\0\p{Surrogate}]/u.test(text);

function kindOf(values: readonly RecordValue[]): CellKind {
  const all = (passes: (value: RecordValue) => boolean): boolean => values.every(passes);
  if (all((value) => typeof value === "string" && isPlain(value))) return "text";
  if (all((value) => typeof value === "number" && Number.isFinite(value) && !Object.is(value, -0)))
    return "number";
  if (all((value) => value instanceof Int32)) return "int32";
  if (all((value) => typeof value === "bigint")) return "int64";
  if (all((value) => typeof value === "boolean")) return "bool";
  return all((value) => value instanceof Date) ? "date" : "json";
}

function cellText(value: RecordValue, kind: CellKind): string {
  switch (kind) {
    case "text":
      return quoted(value as string);
    case "date":
      return (value as Date).toISOString();
    case "int32":
      return String((value as Int32).value);
    case "json":
      return quoted(recordText(value));
    default:
      return String(value);
  }
}

function valueOfCell(text: string, kind: CellKind): RecordValue {
  switch (kind) {
    case "text":
      return text;
    case "number":
      return Number(text);
    case "int32":
      return new Int32(Number(text));
    case "int64":
      return BigInt(text);
    case "bool":
      return text === "true";
    case "date":
      return new Date(text);
    case "json":
      return recordValue(text);
  }
}

async function isKept(
  documents: readonly RecordDocument[],
  { bytes, note }: { readonly bytes: Uint8Array; readonly note: TableNote },
  file: string,
): Promise<boolean> {
  const read = await readTable(bytes, note, file);
  return (
    read.length === documents.length &&
    documents.every((document, row) => recordText(document) === recordText(read[row]!))
  );
}
