const INSPECT = Symbol.for("nodejs.util.inspect.custom");

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
  const text = (): string => reportText(parts);
  return Object.defineProperty({ parts, toString: text }, INSPECT, { value: text, enumerable: false });
}

function reportText(parts: readonly CopiedPart[]): string {
  if (parts.length === 0) return "nothing to copy";
  const lines = [
    ["", "kind", "items", "written", "rows", "checksum"],
    ...parts.map(({ name, kind, items, written, rows, checksum }) => [
      name,
      kind,
      ...[items, written, rows].map(String),
      checksum.slice(0, 12),
    ]),
  ];
  const widths = lines[0]!.map((_, at) => Math.max(...lines.map((line) => line[at]!.length)));
  const pad = (text: string, at: number): string =>
    at >= 2 && at <= 4 ? text.padStart(widths[at]!) : text.padEnd(widths[at]!);
  return lines.map((line) => line.map(pad).join("  ").trimEnd()).join("\n");
}
