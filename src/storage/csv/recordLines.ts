import { ContangoError } from "../../errors/contangoError.js";
import type { FileSystem } from "../files.js";
import type { Collection, RecordDocument } from "../recordStore.js";
import { recordText, recordValue } from "../recordText.js";
import { keyText } from "../recordValues.js";
import { escapeName } from "./fileNames.js";
import { replaceFile } from "./replaceFile.js";
import { versionOf } from "./seriesFiles.js";

/** Where files of lines lie, below the folder of a store or a back-up. */
export const LINES_FOLDER = "records";

/** The file of a collection: whatever documents it has, a line of JSON each. */
export const linesFile = ({ name }: Collection): string => `${escapeName(name)}.jsonl`;

export const linesBytes = (documents: Iterable<RecordDocument>): Uint8Array =>
  Buffer.from([...documents].map((document) => `${recordText(document)}\n`).join(""));

/** @throws ContangoError `STORE_CORRUPT` with file and line. */
export function readLines(bytes: Uint8Array, file: string): readonly RecordDocument[] {
  const lines = Buffer.from(bytes).toString("utf8").split("\n");
  return lines.flatMap((line, at) => (line === "" ? [] : [documentOf(line, file, at + 1)]));
}

function documentOf(text: string, file: string, line: number): RecordDocument {
  try {
    const value = recordValue(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as RecordDocument;
  } catch {
    // falls through to the refusal
  }
  throw new ContangoError(
    "STORE_CORRUPT",
    "csv",
    `${file}, line ${line}: not a document; correct the line, delete it, or restore the file from a back-up`,
    { details: { file, line } },
  );
}

/** The documents of a file by the text of their key. The same map until the file changes. */
export type DocumentLines = ReadonlyMap<string, RecordDocument>;

export interface LinesStore {
  load(): Promise<DocumentLines>;
  /** Only while no other writer is at work. */
  save(documents: DocumentLines): Promise<void>;
}

const NONE: DocumentLines = new Map();

/** The lines of a collection in the folder of a store. Only this package writes them, so that the stat tells one version from another. */
export function linesStore(files: FileSystem, root: string, collection: Collection): LinesStore {
  const folder = `${root}/${LINES_FOLDER}`;
  const name = linesFile(collection);
  let known:
    | { readonly version: string; readonly modified: bigint; readonly documents: DocumentLines }
    | undefined;
  return {
    async load() {
      const path = `${folder}/${name}`;
      const now = await files.stat(path);
      if (now !== undefined && known?.version === versionOf(now)) return known.documents;
      const found = now && (await files.read(path));
      if (found === undefined) {
        known = undefined;
        return NONE;
      }
      const documents = new Map(
        readLines(found.bytes, path).map((document) => [keyText(collection, document), document]),
      );
      const { stat } = found;
      known = { version: versionOf(stat), modified: stat.modified, documents };
      return documents;
    },
    async save(documents) {
      const before = known?.modified;
      known = undefined;
      const stat = await replaceFile(files, folder, name, linesBytes(documents.values()), before);
      known = { version: versionOf(stat), modified: stat.modified, documents };
    },
  };
}
