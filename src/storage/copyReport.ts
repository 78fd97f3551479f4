import { printsAs } from "../series/printsAs.js";
import { textTable } from "../series/textTable.js";

/** What was copied of one library or collection. */
export interface CopiedPart {
  /** Name of the library or collection. */
  readonly name: string;
  readonly kind: "series" | "records";
  /** Symbols or documents there. */
  readonly items: number;
  /** Rows of all series, or documents. */
  readonly rows: number;
  /** Items that were written; the others were there and equal. */
  readonly written: number;
  /** SHA-256 of the content, found equal on both sides. */
  readonly checksum: string;
}

/** What {@link copyStorage} did; prints as a table. */
export interface CopyReport {
  readonly parts: readonly CopiedPart[];
  toString(): string;
}

export function copyReport(parts: readonly CopiedPart[]): CopyReport {
  return printsAs({ parts }, () => reportText(parts));
}

function reportText(parts: readonly CopiedPart[]): string {
  if (parts.length === 0) return "nothing to copy";
  const rows = [
    ["", "kind", "items", "written", "rows", "checksum"],
    ...parts.map(({ name, kind, items, written, rows, checksum }) => [
      name,
      kind,
      ...[items, written, rows].map(String),
      checksum.slice(0, 12),
    ]),
  ];
  return textTable(rows, (column) => column >= 2 && column <= 4).join("\n");
}
