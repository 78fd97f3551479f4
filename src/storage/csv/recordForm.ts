import type { Collection, RecordDocument, RecordKey } from "../recordStore.js";

/** Files in which people read the documents of a collection, in a store as in a back-up. */
export interface RecordForm {
  readonly collection: Collection;
  /** Where the files lie, below the folder of the store. */
  readonly folder: string;
  /** The name of the file for the document of a key; undefined for a key that has no place in any. */
  fileOf(key: RecordKey | RecordDocument): string | undefined;
  /** True for the name of such a file. */
  isFile(name: string): boolean;
  /** A file without a document. */
  empty(name: string): RecordFile;
  /** @throws ContangoError `CSV_SYNTAX`, `CSV_LAYOUT` with the line. */
  read(bytes: Uint8Array, name: string): Promise<RecordFile>;
}

/** The documents of one file, by the value of their key. It does not change. */
export interface RecordFile {
  keys(): Iterable<string>;
  get(key: string): RecordDocument | undefined;
  /**
   * The file after some documents were put and others (`null`) taken out; the same one where that changes nothing. A document
   * that would not come back whole is not in it.
   */
  with(changes: ReadonlyMap<string, RecordDocument | null>): RecordFile;
  bytes(): Uint8Array;
}

/** Everything in a file. */
export const documentsOf = (file: RecordFile): readonly RecordDocument[] =>
  [...file.keys()].map((key) => file.get(key)!);
