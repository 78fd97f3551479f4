import { ContangoError } from "../errors/contangoError.js";
import { Int32, type RecordDocument, type RecordValue } from "./recordStore.js";

type Json = null | boolean | number | string | readonly Json[] | { readonly [tag: string]: Json };

/**
 * A value as JSON text that keeps its kind and the order of its fields: equal texts mean equal values of equal
 * kinds. Numbers of other kinds than double, dates, bytes and objects stand under a one-letter tag.
 */
export function recordText(value: RecordValue): string {
  return JSON.stringify(tagged(value));
}

function tagged(value: RecordValue): Json {
  if (value === null || typeof value === "boolean" || typeof value === "string") return value;
  if (typeof value === "number") {
    return Number.isFinite(value) && !Object.is(value, -0)
      ? value
      : { d: Object.is(value, -0) ? "-0" : String(value) };
  }
  if (typeof value === "bigint") return { l: String(value) };
  if (value instanceof Int32) return { i: value.value };
  if (value instanceof Date) return { t: value.getTime() };
  if (value instanceof Uint8Array) return { b: Buffer.from(value).toString("base64") };
  if (Array.isArray(value)) return (value as readonly RecordValue[]).map(tagged);
  return { o: Object.entries(value as RecordDocument).map(([field, item]) => [field, tagged(item)]) };
}

/** The value of a text that {@link recordText} made. @throws SyntaxError for another text. */
export function recordValue(text: string): RecordValue {
  return untagged(JSON.parse(text) as Json);
}

function untagged(json: Json): RecordValue {
  if (json === null || typeof json !== "object") return json;
  if (Array.isArray(json)) return (json as readonly Json[]).map(untagged);
  const [[tag, value]] = Object.entries(json) as [[string, Json]];
  switch (tag) {
    case "d":
      return Number(value);
    case "l":
      return BigInt(value as string);
    case "i":
      return new Int32(value as number);
    case "t":
      return new Date(value as number);
    case "b":
      return Uint8Array.from(Buffer.from(value as string, "base64"));
    default: {
      const fields = value as readonly (readonly [string, Json])[];
      return Object.fromEntries(fields.map(([field, item]) => [field, untagged(item)]));
    }
  }
}

/** Where a page of documents ended: the value of the sort field, then the key. */
export type CursorPlace = readonly RecordValue[];

export function writeCursor(place: CursorPlace): string {
  return recordText(place);
}

/** @throws ContangoError `RECORD_VALUE` for a text that no page gave. */
export function readCursor(cursor: string): CursorPlace {
  try {
    const place = recordValue(cursor);
    if (Array.isArray(place)) return place as CursorPlace;
  } catch {
    // falls through to the refusal
  }
  throw new ContangoError(
    "RECORD_VALUE",
    "storage",
    `"${cursor}" is not a cursor; pass the cursor of the previous page of the same query`,
  );
}
