import { alignOuter } from "./align.js";
import { floatColumn } from "./column.js";
import { Frame } from "./frame.js";
import type { Series } from "./series.js";

/**
 * One frame from several series: a column each, on the union of their times. As pandas concat(axis=1).
 *
 * @example
 * toFrame({ price, carry });
 */
export function toFrame(named: Readonly<Record<string, Series>> | ReadonlyMap<string, Series>): Frame {
  const entries: (readonly [string, Series])[] = named instanceof Map ? [...named] : Object.entries(named);
  const aligned = alignOuter(entries.map(([, series]) => series));
  const time = aligned[0]?.time ?? new Float64Array(0);
  return new Frame(time, new Map(entries.map(([name], k) => [name, floatColumn(aligned[k]!.values)])));
}
