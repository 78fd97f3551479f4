import type { Frame } from "../../series/frame.js";
import { lowerBound } from "../../series/search.js";
import type { Series } from "../../series/series.js";
import { takeRows } from "../../series/takeRows.js";
import { formatTime } from "../../time/text.js";
import { wholeTable } from "../diagnostics/wholeTable.js";
import type { ReviewedRows } from "./reviewSpikes.js";

/** What will be written: how many rows, and those that were asked about before and after. */
export function previewText(label: string, review: ReviewedRows<Series | Frame>): string {
  const { added, source, decisions } = review;
  const head = `${label}: ${rowsText(added)}`;
  if (decisions.length === 0) return head;
  const times = Float64Array.from(new Set(decisions.map(({ spike }) => spike.time)));
  const rows = Int32Array.from(times, (time) => lowerBound(added.time, time));
  const table = (data: Series | Frame): string => wholeTable(takeRows(data, times, rows));
  return [head, "as the source has it", table(source), "as it will be written", table(added)].join("\n");
}

/** `3 new rows, 2024-03-26 23:00:00 to 2024-03-28 23:00:00`. */
export function rowsText({ time }: Series | Frame): string {
  if (time.length === 0) return "no new rows";
  if (time.length === 1) return `1 new row, ${formatTime(time[0]!)}`;
  return `${time.length} new rows, ${formatTime(time[0]!)} to ${formatTime(time.at(-1)!)}`;
}
