import type { FileSystem } from "../files.js";
import type { RecordFile, RecordForm } from "./recordForm.js";
import { replaceFile } from "./replaceFile.js";

/** The files of a form in the folder of a store. */
export interface TableStore {
  list(): Promise<readonly string[]>;
  /** A file that is not there has no documents. */
  load(name: string): Promise<RecordFile>;
  /** Only while no other writer is at work. */
  save(name: string, file: RecordFile): Promise<void>;
}

export function tableStore(files: FileSystem, root: string, form: RecordForm): TableStore {
  const folder = `${root}/${form.folder}`;
  /** By file, the bytes that were read last, and what they hold. */
  const known = new Map<string, { readonly bytes: Uint8Array; readonly content: Promise<RecordFile> }>();
  return {
    list: async () => (await files.files(folder)).filter(form.isFile),
    async load(name) {
      const found = await files.read(`${folder}/${name}`);
      if (found === undefined) return form.empty(name);
      const { bytes } = found;
      const before = known.get(name);
      // The bytes, not the time of the last write: another program may write twice within a tick of the clock.
      if (before !== undefined && Buffer.compare(before.bytes, bytes) === 0) return before.content;
      const content = form.read(bytes, name);
      known.set(name, { bytes, content });
      return content;
    },
    async save(name, file) {
      await replaceFile(files, folder, name, file.bytes());
    },
  };
}
