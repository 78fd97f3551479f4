import type { FrameDifference } from "../../rolls/frameDifference.js";
import { type Column, cell, floatColumn, stringColumn } from "../../series/column.js";
import { Frame, type FrameMeta } from "../../series/frame.js";
import type { RecordDocument, RecordValue } from "../../storage/recordStore.js";

/** A difference of frames of numbers and texts as a document. */
export function differenceDocument({ dropped, rows }: FrameDifference): RecordDocument {
  return {
    dropped: [...dropped],
    time: [...rows.time],
    columns: [...rows.columns].map(([name, column]) => ({
      name,
      kind: column.kind,
      cells: Array.from(rows.time, (_, row): RecordValue => cell(column, row) ?? null),
    })),
    meta: rows.meta as RecordDocument,
  };
}

/** What {@link differenceDocument} wrote. */
export function differenceOf(document: RecordDocument): FrameDifference {
  const columns = (document.columns as readonly RecordDocument[]).map(
    ({ name, kind, cells }): [string, Column] => [
      String(name),
      kind === "string"
        ? stringColumn((cells as readonly (string | null)[]).map((text) => text ?? undefined))
        : floatColumn(Float64Array.from(cells as readonly number[])),
    ],
  );
  return {
    dropped: (document.dropped as readonly number[]).map(Number),
    rows: new Frame(
      Float64Array.from(document.time as readonly number[]),
      new Map(columns),
      document.meta as FrameMeta,
    ),
  };
}
