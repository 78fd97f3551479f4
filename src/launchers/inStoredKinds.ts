import { type Column, cell, floatColumn, intColumn } from "../series/column.js";
import type { Frame } from "../series/frame.js";

/**
 * A row whose columns have the kinds that they are stored in, as a store that pysystemtrade wrote keeps whole numbers as
 * integers. The name of the first column that cannot be is given instead.
 */
export function inStoredKinds(row: Frame, stored: Frame): Frame | string {
  const changed: Record<string, Column> = {};
  for (const [name, column] of row.columns) {
    const { kind } = stored.column(name);
    if (kind === column.kind) continue;
    const value = cell(column, 0);
    const number = typeof value === "string" || column.kind === "time" ? Number.NaN : Number(value);
    if (kind === "int64" && Number.isSafeInteger(number))
      changed[name] = intColumn(BigInt64Array.of(BigInt(number)));
    else if (kind === "float64" && !Number.isNaN(number))
      changed[name] = floatColumn(Float64Array.of(number));
    else return name;
  }
  return row.with(changed);
}
