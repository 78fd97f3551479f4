import { cellText } from "../../series/column.js";
import type { Frame } from "../../series/frame.js";
import { Series } from "../../series/series.js";
import { toFrame } from "../../series/toFrame.js";
import { formatTime } from "../../time/text.js";
import { listing } from "./listing.js";

/** Every row of a series or frame as text, where printing it shows only head and tail. */
export function wholeTable(data: Series | Frame): string {
  const frame = data instanceof Series ? toFrame({ [data.name]: data }) : data;
  const rows = Array.from({ length: frame.length }, (_, row) => row);
  const columns = [...frame.columns].map(([name, column]) => ({
    name,
    right: true,
    text: (row: number) => cellText(column, row),
  }));
  return String(
    listing("rows", rows, [{ name: "", text: (row) => formatTime(frame.time[row]!) }, ...columns]),
  );
}
