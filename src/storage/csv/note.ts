import { ContangoError } from "../../errors/contangoError.js";
import type { Column } from "../../series/column.js";
import type { Frame, FrameMeta } from "../../series/frame.js";
import { contractLabel } from "./contractLabel.js";
import type { CsvKind, CsvShape } from "./table.js";

/**
 * What the text of a file cannot say about its frame: the kinds of its columns where they do not follow from the
 * text, and metadata. It lies beside the file, hidden, under the file's version; most files need none.
 */
export interface SeriesNote {
  readonly kinds: readonly (readonly [column: string, kind: CsvKind])[];
  readonly meta: FrameMeta;
}

export function noteOf(frame: Frame): SeriesNote {
  return {
    kinds: [...frame.columns].map(([name, column]) => [name, kindOf(column)] as const),
    meta: frame.meta,
  };
}

/** The shape of the library, with columns as the note has them. */
export function notedShape(shape: CsvShape, { kinds }: SeriesNote): CsvShape {
  const known = new Map(kinds);
  const renamed = new Map(
    [...shape.renamed].filter(([theirs, ours]) => known.has(ours) && !known.has(theirs)),
  );
  return { ...shape, renamed, required: [], kind: (column) => known.get(column) ?? "inferred" };
}

export const noteBytes = (note: SeriesNote): Uint8Array => Buffer.from(JSON.stringify(note));

/** @throws ContangoError `STORE_CORRUPT`. */
export function readNote(bytes: Uint8Array, path: string): SeriesNote {
  try {
    return JSON.parse(Buffer.from(bytes).toString("utf8")) as SeriesNote;
  } catch (cause) {
    const what = `${path} cannot be read; remove it to read the file beside it without`;
    throw new ContangoError("STORE_CORRUPT", "csv", what, { cause, details: { path } });
  }
}

/** False where a reader of the shape cannot bring the frame back: it asks for other columns or other kinds. */
export function suits(frame: Frame, { required, kind }: CsvShape): boolean {
  return (
    required.every((name) => frame.columns.has(name)) &&
    [...frame.columns].every(([name, column]) => {
      const read = kind(name);
      return (
        read === "inferred" || read === kindOf(column) || (read === "string" && column.kind === "string")
      );
    })
  );
}

function kindOf(column: Column): CsvKind {
  if (column.kind === "float64") return "float";
  if (column.kind !== "string") return column.kind;
  return column.dictionary.every((text) => contractLabel(text) === text) ? "contract" : "string";
}
