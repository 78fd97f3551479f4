import { createHash } from "node:crypto";
import type { Column } from "../series/column.js";
import type { Frame, FrameMeta, Json } from "../series/frame.js";
import { valueBytes } from "./frameCodec.js";

/**
 * SHA-256 of all that a frame says, equal for equal frames in whatever store: times, column names in order, kinds,
 * values (every NaN alike), metadata in any order of its names. How text is coded does not count.
 */
export function frameChecksum(frame: Frame): string {
  const hash = createHash("sha256");
  const columns = [...frame.columns];
  const kinds = columns.map(([name, { kind }]) => [name, kind]);
  hash.update(JSON.stringify([frame.length, kinds, sortedMeta(frame.meta)]));
  hash.update(valueBytes(frame.time));
  for (const [, column] of columns) {
    if (column.kind === "string") {
      const { codes, texts } = firstSeenCodes(column.values, column.dictionary);
      hash.update(JSON.stringify(texts)).update(valueBytes(codes));
    } else {
      hash.update(valueBytes(plainNaN(column.values)));
    }
  }
  return hash.digest("hex");
}

/** SHA-256 of checksums in a given order. */
export function joinedChecksum(checksums: Iterable<string>): string {
  const hash = createHash("sha256");
  for (const each of checksums) hash.update(each);
  return hash.digest("hex");
}

/** The same values with one bit pattern for every NaN. */
function plainNaN(values: Exclude<Column, { kind: "string" }>["values"]): Column["values"] {
  if (!(values instanceof Float64Array)) return values;
  const plain = new Float64Array(values);
  for (let row = 0; row < plain.length; row++) if (Number.isNaN(plain[row]!)) plain[row] = Number.NaN;
  return plain;
}

/** Text numbered in the order in which it first comes; -1 is missing. */
function firstSeenCodes(
  values: Int32Array,
  dictionary: readonly string[],
): { readonly codes: Int32Array; readonly texts: readonly string[] } {
  const codeOf = new Map<string, number>();
  const codes = new Int32Array(values.length);
  for (let row = 0; row < values.length; row++) {
    const text = dictionary[values[row]!];
    if (text === undefined) {
      codes[row] = -1;
      continue;
    }
    const code = codeOf.get(text) ?? codeOf.size;
    codeOf.set(text, code);
    codes[row] = code;
  }
  return { codes, texts: [...codeOf.keys()] };
}

/** Metadata with the names of every object sorted, so that equal metadata has equal text. */
function sortedMeta(meta: FrameMeta | Json | undefined): Json {
  if (meta === null || meta === undefined || typeof meta !== "object") return meta ?? null;
  if (Array.isArray(meta)) return (meta as readonly Json[]).map(sortedMeta);
  const entries = Object.entries(meta as FrameMeta).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => [name, sortedMeta(value)]),
  );
}
