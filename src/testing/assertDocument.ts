import assert from "node:assert/strict";
import { Int32, type RecordDocument, type RecordValue } from "../storage/recordStore.js";

/** Passes where two documents hold the same fields in the same order, with values of the same kinds. */
export function assertSameDocument(actual: RecordDocument | undefined, expected: RecordDocument): void {
  assert.ok(actual !== undefined, "expected a document, got undefined");
  assert.equal(kindText(actual), kindText(expected));
}

/** Passes where two lists of documents are the same, in order. */
export function assertSameDocuments(
  actual: readonly RecordDocument[],
  expected: readonly RecordDocument[],
): void {
  assert.equal(actual.map(kindText).join("\n"), expected.map(kindText).join("\n"));
}

/** A value as text that tells every kind and every bit that a store must keep. */
export function kindText(value: RecordValue): string {
  if (value === null) return "null";
  if (typeof value === "number") return `double ${Object.is(value, -0) ? "-0" : value}`;
  if (typeof value === "bigint") return `int64 ${value}`;
  if (typeof value === "boolean" || typeof value === "string") return JSON.stringify(value);
  if (value instanceof Int32) return `int32 ${value.value}`;
  if (value instanceof Date) return `date ${value.toISOString()}`;
  if (value instanceof Uint8Array) return `bytes ${Buffer.from(value).toString("hex")}`;
  if (Array.isArray(value)) return `[${value.map(kindText).join(", ")}]`;
  const fields = Object.entries(value as RecordDocument);
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}: ${kindText(field)}`).join(", ")}}`;
}
