/** What a process may do with files. Paths are those of configuration, relative to the working folder. */
export interface DeskFiles {
  /** Names in a folder, sorted; none where it does not exist. */
  list(folder: string): Promise<readonly string[]>;
  /** @throws ContangoError `STORE_IO` where it cannot be read. */
  read(file: string): Promise<Uint8Array>;
  /** Replaces the file in one step, folders made as needed: after a crash the old or the new content is there. */
  write(file: string, content: string | Uint8Array): Promise<void>;
  remove(file: string): Promise<void>;
}
