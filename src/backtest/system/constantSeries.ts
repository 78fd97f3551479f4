import { Series } from "../../series/series.js";

/** The same value at every time. */
export const constantSeries = (time: Float64Array, value: number, name: string): Series =>
  new Series(time, new Float64Array(time.length).fill(value), name);
