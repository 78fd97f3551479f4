import { type Column, cell, floatColumn, stringColumn } from "../series/column.js";
import { Frame } from "../series/frame.js";
import { takeRows } from "../series/takeRows.js";

/** What turns one frame of numbers and texts into another: few rows where they are much alike. */
export interface FrameDifference {
  /** Times that go. */
  readonly dropped: readonly number[];
  /** Rows that come, or take the place of others. */
  readonly rows: Frame;
}

/** What turns `from` into `to`. Columns that differ make everything different. */
export function frameDifference(from: Frame, to: Frame): FrameDifference {
  if (from.names.join() !== to.names.join()) return { dropped: [...from.time], rows: to };
  const dropped: number[] = [];
  const changed: number[] = [];
  const columns = to.names.map((name) => [from.column(name), to.column(name)] as const);
  let old = 0;
  for (let row = 0; row < to.length; row++) {
    while (old < from.length && from.time[old]! < to.time[row]!) dropped.push(from.time[old++]!);
    const stays = old < from.length && from.time[old] === to.time[row];
    if (!stays || !columns.every(([a, b]) => Object.is(cell(a, old), cell(b, row)))) changed.push(row);
    if (stays) old++;
  }
  for (; old < from.length; old++) dropped.push(from.time[old]!);
  const rows = Int32Array.from(changed);
  return {
    dropped,
    rows: takeRows(
      to,
      Float64Array.from(rows, (row) => to.time[row]!),
      rows,
    ),
  };
}

/** The frame that `from` was to be turned into. */
export function applyDifference(from: Frame, { dropped, rows }: FrameDifference): Frame {
  const gone = new Set([...dropped, ...rows.time]);
  const picked: { readonly time: number; readonly source: Frame; readonly row: number }[] = [];
  for (const [source, keep] of [
    [from, (time: number) => !gone.has(time)],
    [rows, () => true],
  ] as const) {
    for (const [row, time] of source.time.entries()) if (keep(time)) picked.push({ time, source, row });
  }
  picked.sort((a, b) => a.time - b.time);
  const columns = rows.names.map((name): [string, Column] => {
    const cells = picked.map(({ source, row }) => cell(source.column(name), row));
    return [
      name,
      rows.column(name).kind === "string"
        ? stringColumn(cells as (string | undefined)[])
        : floatColumn(Float64Array.from(cells as number[])),
    ];
  });
  return new Frame(
    Float64Array.from(picked, ({ time }) => time),
    new Map(columns),
    rows.meta,
  );
}
