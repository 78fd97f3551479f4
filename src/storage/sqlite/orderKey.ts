import { createHash } from "node:crypto";
import { Int32, type RecordDocument, type RecordValue } from "../recordStore.js";

/**
 * First byte of an encoded value: types in the order in which records are compared. Its successor comes after
 * every value of the type.
 */
export const TYPE_TAGS = {
  null: 1,
  number: 2,
  text: 3,
  object: 4,
  array: 5,
  bytes: 6,
  boolean: 7,
  date: 8,
} as const;

/** Ends text, bytes, arrays and objects: less than whatever could follow inside. */
const END = 0x00;
/** Follows a zero byte that is content. */
const ESCAPE = 0xff;

/**
 * A value as bytes that compare as values do: by type, then by value, numbers whatever their kind (NaN first,
 * −0 as 0), text by code point. Equal bytes mean equal values, so SQLite can search, sort and tell keys apart by
 * them. Encodings can be joined, first field first.
 */
export function orderKey(...values: readonly RecordValue[]): Uint8Array {
  const out: number[] = [];
  for (const value of values) push(out, value);
  return Uint8Array.from(out);
}

/** Bytes of an index entry that are kept of a longer encoding; a digest of the whole follows them. */
const ENTRY_BYTES = 512;

/** A value as an index entry: {@link orderKey}, but of very long values only the start and a digest. */
export function entryKey(value: RecordValue): Uint8Array {
  const key = orderKey(value);
  if (key.length <= ENTRY_BYTES) return key;
  return Buffer.concat([key.subarray(0, ENTRY_BYTES), createHash("sha256").update(key).digest()]);
}

function push(out: number[], value: RecordValue): void {
  if (value === null) out.push(TYPE_TAGS.null);
  else if (typeof value === "boolean") out.push(TYPE_TAGS.boolean, Number(value));
  else if (typeof value === "number" || typeof value === "bigint") pushNumber(out, TYPE_TAGS.number, value);
  else if (typeof value === "string") pushBytes(out, TYPE_TAGS.text, Buffer.from(value));
  else if (value instanceof Int32) pushNumber(out, TYPE_TAGS.number, value.value);
  else if (value instanceof Date) pushNumber(out, TYPE_TAGS.date, value.getTime());
  else if (value instanceof Uint8Array) pushBytes(out, TYPE_TAGS.bytes, value);
  else if (Array.isArray(value)) pushList(out, TYPE_TAGS.array, value as readonly RecordValue[]);
  else pushList(out, TYPE_TAGS.object, Object.entries(value as RecordDocument).flat());
}

const scratch = new DataView(new ArrayBuffer(8));
const SIGN = 1n << 63n;
const ALL = (1n << 64n) - 1n;

/**
 * Eight bytes for the nearest double, in an order of bytes, then two for what a 64-bit integer differs from it, so
 * that integers beyond 2^53 stay apart.
 */
function pushNumber(out: number[], tag: number, value: number | bigint): void {
  const nearest = Number(value);
  scratch.setFloat64(0, nearest + 0);
  const bits = scratch.getBigUint64(0);
  const ordered = Number.isNaN(nearest) ? 0n : bits & SIGN ? bits ^ ALL : bits | SIGN;
  scratch.setBigUint64(0, ordered);
  const difference = typeof value === "bigint" ? Number(value - BigInt(nearest)) : 0;
  out.push(tag);
  for (let byte = 0; byte < 8; byte++) out.push(scratch.getUint8(byte));
  out.push((difference + 0x8000) >> 8, (difference + 0x8000) & 0xff);
}

function pushBytes(out: number[], tag: number, bytes: Uint8Array): void {
  out.push(tag);
  for (const byte of bytes) {
    out.push(byte);
    if (byte === END) out.push(ESCAPE);
  }
  out.push(END);
}

function pushList(out: number[], tag: number, values: readonly RecordValue[]): void {
  out.push(tag);
  for (const value of values) push(out, value);
  out.push(END);
}
