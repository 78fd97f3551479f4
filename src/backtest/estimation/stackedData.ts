import { type Column, floatColumn } from "../../series/column.js";
import { Frame } from "../../series/frame.js";
import { joinAll, unionTimes } from "../../series/joinTimes.js";
import { reindex } from "../../series/reindex.js";
import { trustTimeIndex } from "../../series/timeIndex.js";
import { estimationError } from "./estimationError.js";

/** Data of several instruments under each other, as if it were a single longer history of the same columns. */
export interface StackedData {
  /** Float64 columns; a row of each instrument for each time, told apart by a microsecond or so. */
  readonly frame: Frame;
  /** How many instruments are stacked. */
  readonly pooledLength: number;
}

/** 1/1024 ms: a microsecond that float64 times hold exactly, so that differences of times are exact too. */
const MICROSECOND = 2 ** -10;

/**
 * Puts frames of the same columns under each other: each is moved to the times that any of them has (missing where it
 * has none itself), and frame n counts as n microseconds later. Columns come in alphabetical order.
 *
 * @throws ContangoError `ESTIMATION` where there is no frame.
 * @example
 * stack([cornReturns, wheatReturns]); // { frame, pooledLength: 2 }
 */
export function stack(frames: readonly Frame[]): StackedData {
  const pooledLength = frames.length;
  if (pooledLength === 0)
    throw estimationError("pool_instruments", "there is no data to stack; give at least one instrument");
  const names = [...new Set(frames.flatMap((frame) => frame.names))].sort();
  if (pooledLength === 1) return { frame: frames[0]!.select(names), pooledLength };
  const times = joinAll(
    frames.map((frame) => frame.time),
    unionTimes,
  );
  const stacked = new Float64Array(times.length * pooledLength);
  for (let row = 0; row < stacked.length; row++) {
    const instrument = row % pooledLength;
    stacked[row] = times[(row - instrument) / pooledLength]! + instrument * MICROSECOND;
  }
  const parts = frames.map((frame) => reindex(frame, times));
  const columns = new Map<string, Column>();
  for (const name of names) {
    const values = new Float64Array(stacked.length).fill(Number.NaN);
    parts.forEach((part, instrument) => {
      if (!part.columns.has(name)) return;
      const own = part.floats(name);
      for (let row = 0; row < own.length; row++) values[row * pooledLength + instrument] = own[row]!;
    });
    columns.set(name, floatColumn(values));
  }
  return { frame: new Frame(trustTimeIndex(stacked), columns), pooledLength };
}
