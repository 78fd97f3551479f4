import type { Frequency } from "../../series/bins.js";
import { type Column, floatColumn } from "../../series/column.js";
import { Frame } from "../../series/frame.js";
import { type BinValue, resample } from "../../series/resample.js";

/**
 * A frame of numbers by bins of time: one row for each bin from that of the frame's first row to that of its last, in
 * every column. A bin without a value gives NaN, but 0 for the sum. As pandas resample of a frame.
 */
export function resampleFrame(frame: Frame, frequency: Frequency, value: BinValue): Frame {
  const columns = new Map<string, Column>();
  let time = frame.time;
  for (const name of frame.names) {
    const resampled = resample(frame.series(name), frequency, value);
    if (columns.size === 0) time = resampled.time;
    columns.set(name, floatColumn(resampled.values));
  }
  return new Frame(time, columns);
}
