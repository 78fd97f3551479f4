import { type Column, cell } from "../../series/column.js";
import type { Frame } from "../../series/frame.js";

/** True where two frames hold the same, to the sign of a zero: times, columns in order, kinds, cells, metadata. */
export function sameFrame(a: Frame, b: Frame): boolean {
  return (
    sameValues(a.time, b.time) &&
    JSON.stringify(a.names) === JSON.stringify(b.names) &&
    a.names.every((name) => sameColumn(a.column(name), b.column(name))) &&
    JSON.stringify(a.meta) === JSON.stringify(b.meta)
  );
}

function sameColumn(a: Column, b: Column): boolean {
  if (a.kind !== b.kind) return false;
  if (a.kind !== "string" || b.kind !== "string") return sameValues(a.values, b.values);
  if (sameTexts(a.dictionary, b.dictionary)) return sameValues(a.values, b.values);
  return a.values.length === b.values.length && a.values.every((_, row) => cell(a, row) === cell(b, row));
}

/** True for equal dictionaries in which equal text has one code. */
function sameTexts(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((text, code) => text === b[code]) && new Set(a).size === a.length;
}

function sameValues(a: ArrayLike<unknown>, b: ArrayLike<unknown>): boolean {
  if (a.length !== b.length) return false;
  for (let row = 0; row < a.length; row++) if (!Object.is(a[row], b[row])) return false;
  return true;
}
