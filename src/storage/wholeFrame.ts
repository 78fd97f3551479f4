import type { Frame } from "../series/frame.js";
import { lowerBound, upperBound } from "../series/search.js";
import type { ReadOptions, SeriesInfo, StoredFrame } from "./seriesStore.js";

/** The rows and columns that the options name, of a frame that is at hand. @throws ContangoError `COLUMN_MISSING`. */
export function selectRows(frame: Frame, { from, to, last, columns }: ReadOptions): Frame {
  const end = to === undefined ? frame.length : upperBound(frame.time, to);
  const start = from === undefined ? 0 : Math.min(end, lowerBound(frame.time, from));
  const first = last === undefined ? start : Math.max(start, end - last);
  const rows = first === 0 && end === frame.length ? frame : frame.rows(first, end);
  return columns === undefined ? rows : rows.select(columns);
}

/** What a store says of a frame that is at hand. */
export function frameInfo(library: string, symbol: string, { frame, version }: StoredFrame): SeriesInfo {
  const { time, meta } = frame;
  const columns = [...frame.columns].map(([name, { kind }]) => ({ name, kind }));
  const [first, last] = [time[0] ?? Number.NaN, time.at(-1) ?? Number.NaN];
  return { library, symbol, version, rows: time.length, first, last, columns, meta };
}
