import type { Column, StringColumn } from "../series/column.js";
import { Frame } from "../series/frame.js";
import { trustTimeIndex } from "../series/timeIndex.js";
import { checkAppend } from "./checkAppend.js";

/**
 * The rows of a frame, then later rows of the same columns (in any order). Column order and metadata are the
 * first one's.
 *
 * @throws ContangoError `STORE_APPEND` where rows are not later, or a column or its kind differs.
 */
export function appendFrame(stored: Frame, rows: Frame, library: string, symbol: string): Frame {
  const kinds = [...stored.columns].map(([name, { kind }]) => ({ name, kind }));
  checkAppend({ library, symbol, columns: kinds, last: stored.time.at(-1) }, rows);
  if (rows.length === 0) return stored;
  const columns = new Map<string, Column>();
  for (const [name, column] of stored.columns) columns.set(name, joined(column, rows.column(name)));
  const time = new Float64Array(stored.length + rows.length);
  time.set(stored.time);
  time.set(rows.time, stored.length);
  return new Frame(trustTimeIndex(time), columns, stored.meta);
}

function joined(first: Column, second: Column): Column {
  const length = first.values.length + second.values.length;
  switch (first.kind) {
    case "float64":
    case "time":
      return {
        ...first,
        values: joinValues(new Float64Array(length), first.values, second.values as Float64Array),
      };
    case "int64":
      return {
        ...first,
        values: joinValues(new BigInt64Array(length), first.values, second.values as BigInt64Array),
      };
    case "bool":
      return {
        ...first,
        values: joinValues(new Uint8Array(length), first.values, second.values as Uint8Array),
      };
    case "string":
      return joinTexts(first, second as StringColumn);
  }
}

interface Settable<Values> {
  set(values: Values, offset?: number): void;
}

function joinValues<Values extends Settable<Values> & { readonly length: number }>(
  out: Values,
  first: Values,
  second: Values,
): Values {
  out.set(first);
  out.set(second, first.length);
  return out;
}

function joinTexts(first: StringColumn, second: StringColumn): StringColumn {
  const codes = new Map(first.dictionary.map((text, code) => [text, code]));
  const dictionary = [...first.dictionary];
  const recoded = second.dictionary.map((text) => {
    let code = codes.get(text);
    if (code === undefined) {
      code = dictionary.push(text) - 1;
      codes.set(text, code);
    }
    return code;
  });
  const values = new Int32Array(first.values.length + second.values.length);
  values.set(first.values);
  for (let row = 0; row < second.values.length; row++) {
    values[first.values.length + row] = recoded[second.values[row]!] ?? -1;
  }
  return { kind: "string", values, dictionary };
}
