import { HOUR, SECOND } from "../../time/civil.js";
import {
  COMMA,
  CR,
  contractCells,
  LF,
  numberCells,
  type PlainColumn,
  type PlainSource,
} from "./plainCells.js";
import { DIGIT_PAIRS, plainDate } from "./plainTime.js";

const SPACE = 32;
const COLON = 58;
const MINUTE = 60 * SECOND;
const EPOCH = Buffer.from("1970-01-01");

export interface PlainRows {
  readonly time: Float64Array;
  /** True where times are dates. */
  readonly byDay: boolean;
  readonly columns: readonly PlainColumn[];
}

/**
 * Reads the lines after the header; `labels[c]` is true for a column of contract dates, false for numbers. The
 * bytes must end with a line end. `undefined` at the first byte that is not the plain layout.
 */
export function readPlainRows(
  bytes: Uint8Array,
  start: number,
  crlf: boolean,
  labels: readonly boolean[],
): PlainRows | undefined {
  const size = bytes.length;
  const byDay = size > start + 10 && bytes[start + 10] !== SPACE;
  const least = (byDay ? 10 : 19) + labels.length + (crlf ? 2 : 1);
  const firstLine = bytes.indexOf(LF, start) + 1 - start;
  const capacity = Math.ceil((1.05 * (size - start)) / Math.max(least, firstLine)) + 8;

  const view = new DataView(bytes.buffer, bytes.byteOffset, size);
  const source: PlainSource = { bytes: Buffer.from(bytes.buffer, bytes.byteOffset, size), view, capacity };
  const cells = labels.map((label) => (label ? contractCells(source) : numberCells(source)));
  let time = new Float64Array(capacity);
  let row = 0;
  // The date above, as its ten bytes; at first that of time 0.
  let midnight = 0;
  let date1 = EPOCH.readInt32LE(0);
  let date2 = EPOCH.readInt32LE(4);
  let date3 = EPOCH.readInt16LE(8);
  for (let at = start; at < size; row++) {
    if (size - at < least) return undefined;
    if (row === time.length) {
      const longer = new Float64Array(2 * row);
      longer.set(time);
      time = longer;
    }

    const next1 = view.getInt32(at, true);
    const next2 = view.getInt32(at + 4, true);
    const next3 = view.getInt16(at + 8, true);
    if (next3 !== date3 || next2 !== date2 || next1 !== date1) {
      midnight = plainDate(bytes, view, at);
      if (Number.isNaN(midnight)) return undefined;
      date1 = next1;
      date2 = next2;
      date3 = next3;
    }
    at += 10;
    if (byDay) time[row] = midnight;
    else {
      const hour = DIGIT_PAIRS[view.getUint16(at + 1, true)]!;
      const minute = DIGIT_PAIRS[view.getUint16(at + 4, true)]!;
      const second = DIGIT_PAIRS[view.getUint16(at + 7, true)]!;
      const clock = bytes[at] === SPACE && bytes[at + 3] === COLON && bytes[at + 6] === COLON;
      if (!clock || hour > 23 || minute > 59 || second > 59) return undefined;
      time[row] = midnight + hour * HOUR + minute * MINUTE + second * SECOND;
      at += 9;
    }

    for (const column of cells) {
      if (bytes[at] !== COMMA) return undefined;
      at = column.read(at + 1, row);
      if (at < 0) return undefined;
    }
    if (crlf && bytes[at++] !== CR) return undefined;
    if (bytes[at++] !== LF) return undefined;
  }
  return { time: time.slice(0, row), byDay, columns: cells.map((column) => column.column(row)) };
}
