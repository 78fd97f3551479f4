import { type Column, floatColumn } from "../../series/column.js";
import { contractLabel } from "./contractLabel.js";
import { decimalQuotient, isWhole, POWERS, parseNumber } from "./decimal.js";

export const LF = 10;
export const CR = 13;
export const COMMA = 44;
const MINUS = 45;
const POINT = 46;
const ZERO = 48;

/** Most decimal digits that always fit a 32-bit integer. */
const INT_DIGITS = 9;

/** What the reader of one column found. */
export interface PlainColumn {
  readonly column: Column;
  /** Numbers: there are some, and all are written without a point. Labels: all are written with one. */
  readonly uniform: boolean;
  /** True where a cell is empty. */
  readonly gaps: boolean;
}

/** Reads the cells of one column, row by row. */
export interface PlainCells {
  /** Reads the cell that starts at `at`; gives the offset of its end, -1 where it is not of the plain layout. */
  read(at: number, row: number): number;
  /** The first `rows` cells. */
  column(rows: number): PlainColumn;
}

/** What all columns share: bytes that end with a line end, and how many rows to make room for at first. */
export interface PlainSource {
  readonly bytes: Buffer;
  readonly view: DataView;
  readonly capacity: number;
}

const isEnd = (byte: number): boolean => byte === COMMA || byte === LF || byte === CR;

/** Offset of the first comma or line end at or after `at`. */
function cellEnd(bytes: Uint8Array, at: number): number {
  let end = at;
  while (!isEnd(bytes[end]!)) end++;
  return end;
}

/** Decimal numbers; empty is missing. */
export function numberCells({ bytes, capacity }: PlainSource): PlainCells {
  let values = new Float64Array(capacity);
  let gaps = false;
  let whole = false;
  let broken = false;
  return {
    read(start, row) {
      if (row === values.length) values = grown(values, new Float64Array(row * 2));
      let at = start;
      let byte = bytes[at]!;
      if (isEnd(byte)) {
        gaps = true;
        values[row] = Number.NaN;
        return at;
      }
      const negative = byte === MINUS;
      if (negative) byte = bytes[++at]!;
      const digits = at;
      let digit = byte - ZERO;
      let head = 0;
      for (const stop = at + INT_DIGITS; digit >>> 0 < 10 && at < stop; digit = bytes[++at]! - ZERO) {
        head = (head * 10 + digit) | 0;
      }
      if (at === digits) return -1;
      let tail = 0;
      let shift = 0;
      let decimals = 0;
      if (digit === POINT - ZERO) {
        broken = true;
        const point = ++at;
        digit = bytes[at]! - ZERO;
        for (
          const stop = head === 0 ? at + INT_DIGITS : digits + 1 + INT_DIGITS;
          digit >>> 0 < 10 && at < stop;
          digit = bytes[++at]! - ZERO
        ) {
          head = (head * 10 + digit) | 0;
        }
        if (digit >>> 0 < 10) {
          const middle = at;
          for (const stop = at + INT_DIGITS; digit >>> 0 < 10 && at < stop; digit = bytes[++at]! - ZERO) {
            tail = (tail * 10 + digit) | 0;
          }
          shift = at - middle;
        }
        decimals = at - point;
        if (decimals === 0) return -1;
      }
      let value: number;
      if (isEnd(digit + ZERO)) {
        if (decimals === 0) whole = true;
        const mantissa = shift === 0 ? head : head * POWERS[shift]! + tail;
        value =
          mantissa <= Number.MAX_SAFE_INTEGER
            ? mantissa / POWERS[decimals]!
            : decimalQuotient(head, shift, tail, decimals);
        if (!Number.isNaN(value)) {
          values[row] = negative ? -value : value;
          return at;
        }
      }
      const end = cellEnd(bytes, at);
      const text = bytes.toString("latin1", start, end);
      const number = parseNumber(text);
      if (number === undefined) return -1;
      if (isWhole(text)) whole = true;
      else broken = true;
      values[row] = number;
      return end;
    },
    column: (rows) => ({ column: floatColumn(values.slice(0, rows)), uniform: whole && !broken, gaps }),
  };
}

/** Contract dates; empty is missing. A label that repeats the one above costs two comparisons. */
export function contractCells({ bytes, view, capacity }: PlainSource): PlainCells {
  let values = new Int32Array(capacity);
  const dictionary = new Map<string, number>();
  const written = new Map<string, number>();
  let gaps = false;
  let whole = false;
  let decimal = false;
  // The last label of eight bytes.
  let first = 0;
  let second = 0;
  let repeated = -1;
  return {
    read(at, row) {
      if (row === values.length) values = grown(values, new Int32Array(row * 2));
      if (
        repeated >= 0 &&
        at + 8 < bytes.length &&
        view.getInt32(at, true) === first &&
        view.getInt32(at + 4, true) === second &&
        isEnd(bytes[at + 8]!)
      ) {
        values[row] = repeated;
        return at + 8;
      }
      const end = cellEnd(bytes, at);
      if (end === at) {
        gaps = true;
        values[row] = -1;
        return at;
      }
      const text = bytes.toString("latin1", at, end);
      let code = written.get(text);
      if (code === undefined) {
        const label = contractLabel(text);
        if (label === undefined) return -1;
        code = dictionary.get(label) ?? dictionary.size;
        dictionary.set(label, code);
        written.set(text, code);
        if (text === label) whole = true;
        else decimal = true;
      }
      if (end - at === 8) {
        first = view.getInt32(at, true);
        second = view.getInt32(at + 4, true);
        repeated = code;
      }
      values[row] = code;
      return end;
    },
    column: (rows) => ({
      column: { kind: "string", values: values.slice(0, rows), dictionary: [...dictionary.keys()] },
      uniform: decimal && !whole,
      gaps,
    }),
  };
}

function grown<Values extends Float64Array | Int32Array>(from: Values, into: Values): Values {
  into.set(from);
  return into;
}
