import type { Column } from "./column.js";
import type { Frame } from "./frame.js";
import { requireOneOf } from "./parameters.js";
import { Series } from "./series.js";
import { takeFloats, takeRows } from "./takeRows.js";
import { trustTimeIndex } from "./timeIndex.js";

/**
 * The rows that are not missing; of a frame, the rows without any missing cell. Give `rows: "all"` to drop only
 * the rows in which every cell is missing. As pandas dropna.
 *
 * @throws ContangoError `SERIES_PARAMETER`.
 */
export function dropMissing<T extends Series | Frame>(
  data: T,
  options: { readonly rows?: "any" | "all" } = {},
): T {
  const rule = requireOneOf("rows", options.rows ?? "any", ["any", "all"]);
  const columns: Column[] =
    data instanceof Series
      ? [{ kind: "float64", values: data.values }]
      : [...(data as Frame).columns.values()];
  const missing = missingCells(columns, data.length);
  const limit = rule === "any" ? 1 : Math.max(1, columns.length);
  const rows = new Int32Array(data.length);
  let kept = 0;
  for (let row = 0; row < data.length; row++) if (missing[row]! < limit) rows[kept++] = row;
  if (kept === data.length) return data;
  const left = rows.subarray(0, kept);
  return takeRows(data, trustTimeIndex(takeFloats(data.time, left)), left);
}

/** How many cells each row misses. */
function missingCells(columns: readonly Column[], length: number): Uint32Array {
  const missing = new Uint32Array(length);
  for (const column of columns) {
    const { kind, values } = column;
    if (kind === "float64" || kind === "time") {
      for (let row = 0; row < length; row++) if (Number.isNaN(values[row]!)) missing[row]!++;
    } else if (kind === "string") {
      for (let row = 0; row < length; row++) if (values[row]! < 0) missing[row]!++;
    }
  }
  return missing;
}
