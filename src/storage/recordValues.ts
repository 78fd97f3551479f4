import { ContangoError } from "../errors/contangoError.js";
import {
  type Collection,
  Int32,
  type RecordChange,
  type RecordDocument,
  type RecordKey,
  type RecordValue,
} from "./recordStore.js";

type Mutable = RecordValue | Mutable[] | { [field: string]: Mutable };

/**
 * A copy that shares nothing with the original, so that neither side can change the other's.
 *
 * @throws ContangoError `RECORD_VALUE` naming the path of a value of no known kind.
 */
export function copyValue<Value extends RecordValue>(value: Value, path = "value"): Value {
  return copy(value, path) as Value;
}

function copy(value: unknown, path: string): Mutable {
  switch (typeof value) {
    case "boolean":
    case "number":
    case "string":
      return value;
    case "bigint":
      if (BigInt.asIntN(64, value) === value) return value;
      throw badValue(path, `the integer ${value}, which has more than 64 bits`);
    case "object":
      return copyObject(value, path);
    default:
      throw badValue(path, value === undefined ? "undefined" : `a ${typeof value}`);
  }
}

function copyObject(value: object | null, path: string): Mutable {
  if (value === null || value instanceof Int32) return value;
  if (value instanceof Date) {
    if (Number.isNaN(value.getTime())) throw badValue(path, "an invalid Date");
    return new Date(value.getTime());
  }
  if (value instanceof Uint8Array) return Uint8Array.from(value);
  if (Array.isArray(value)) return Array.from(value, (item, position) => copy(item, `${path}[${position}]`));
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    throw badValue(path, `a ${value.constructor?.name ?? "object of a class"}`);
  }
  return Object.fromEntries(
    Object.entries(value).map(([field, item]) => [field, copy(item, `${path}.${field}`)]),
  );
}

function badValue(path: string, what: string): ContangoError {
  return new ContangoError(
    "RECORD_VALUE",
    "storage",
    `${path} is ${what}; a record holds null, booleans, numbers, 64-bit bigints, text, Int32, Date, Uint8Array, arrays and plain objects`,
    { details: { path } },
  );
}

export const isNumeric = (value: unknown): value is number | bigint | Int32 =>
  typeof value === "number" || typeof value === "bigint" || value instanceof Int32;

const plainNumber = (value: number | bigint | Int32): number | bigint =>
  value instanceof Int32 ? value.value : value;

/** Position of a value's type when values of several types are compared, as MongoDB orders them. */
function typeRank(value: RecordValue | undefined): number {
  if (value === undefined || value === null) return 0;
  if (isNumeric(value)) return 1;
  if (typeof value === "string") return 2;
  if (Array.isArray(value)) return 4;
  if (value instanceof Uint8Array) return 5;
  if (typeof value === "boolean") return 6;
  if (value instanceof Date) return 7;
  return 3;
}

/** Order of two values: by type, then by value, numbers whatever their kind (NaN first); absent before all. */
export function compareValues(a: RecordValue | undefined, b: RecordValue | undefined): number {
  const rank = typeRank(a) - typeRank(b);
  if (rank !== 0) return rank;
  if (isNumeric(a) && isNumeric(b)) return compareNumbers(plainNumber(a), plainNumber(b));
  if (a instanceof Date && b instanceof Date) return a.getTime() - b.getTime();
  if (typeof a === "string" && typeof b === "string") return a < b ? -1 : a > b ? 1 : 0;
  if (typeof a === "boolean" && typeof b === "boolean") return Number(a) - Number(b);
  if (a === null || b === null || typeof a !== "object" || typeof b !== "object") return 0;
  return compareLists(listOf(a), listOf(b));
}

/** Items of an array or bytes, and fields and values of an object in turn. */
const listOf = (value: object): readonly RecordValue[] =>
  Array.isArray(value)
    ? (value as RecordValue[])
    : value instanceof Uint8Array
      ? [...value]
      : Object.entries(value as RecordDocument).flat();

function compareLists(a: readonly RecordValue[], b: readonly RecordValue[]): number {
  for (let position = 0; position < Math.min(a.length, b.length); position++) {
    const order = compareValues(a[position]!, b[position]!);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

function compareNumbers(a: number | bigint, b: number | bigint): number {
  if (a < b) return -1;
  if (a > b) return 1;
  return Number(Number.isNaN(b)) - Number(Number.isNaN(a));
}

/** True where two values are the same: numbers by value whatever their kind, NaN equal to itself. */
export function equalValues(a: RecordValue | undefined, b: RecordValue | undefined): boolean {
  return (a === undefined) === (b === undefined) && compareValues(a, b) === 0;
}

/** True where a document has every one of these fields with these values. */
export function hasFields(document: RecordDocument, fields: RecordDocument): boolean {
  return Object.entries(fields).every(
    ([field, value]) => Object.hasOwn(document, field) && equalValues(document[field], value),
  );
}

/** True where what is stored is what a change expects: `null` = nothing, absent = whatever is there. */
export function meetsExpectation(
  stored: RecordDocument | undefined,
  expected: RecordDocument | null | undefined,
): boolean {
  if (expected === undefined) return true;
  if (expected === null || stored === undefined) return expected === null && stored === undefined;
  return hasFields(stored, expected);
}

/** The values that name a document, in the order of the collection's key. @throws ContangoError `RECORD_KEY`. */
export function keyValues(collection: Collection, holder: RecordKey | RecordDocument): RecordKey[string][] {
  return collection.key.map((field) => {
    const value = Object.hasOwn(holder, field) ? holder[field] : undefined;
    if (typeof value === "string" || typeof value === "boolean" || isNumeric(value)) return value;
    throw new ContangoError(
      "RECORD_KEY",
      "storage",
      `a document of "${collection.name}" needs text, a number or a boolean in its key field "${field}"; it has ${
        value === undefined ? "none" : `${value === null ? "null" : value.constructor.name}`
      }`,
      { details: { collection: collection.name, field } },
    );
  });
}

/** The key of the document that a change is about. @throws ContangoError `RECORD_KEY`. */
export function keyOfChange(change: RecordChange): RecordKey {
  const holder = change.kind === "put" ? change.document : change.key;
  const values = keyValues(change.collection, holder);
  return Object.fromEntries(change.collection.key.map((field, position) => [field, values[position]!]));
}

/** The key as one text, equal where the keys are: numbers by value, whatever their kind. */
export function keyText(collection: Collection, holder: RecordKey | RecordDocument): string {
  return JSON.stringify(
    keyValues(collection, holder).map((value) =>
      isNumeric(value) ? [numberText(plainNumber(value))] : value,
    ),
  );
}

const numberText = (value: number | bigint): string =>
  typeof value === "number" && Number.isInteger(value) ? String(BigInt(value)) : String(value);
