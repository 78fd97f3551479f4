import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { ContangoError } from "../errors/contangoError.js";
import type { DeskFiles } from "../production/files.js";

/** The files of the machine. */
export const nodeDeskFiles: DeskFiles = {
  async list(folder) {
    try {
      return (await readdir(folder)).sort();
    } catch (error) {
      if (isMissing(error)) return [];
      throw cannot("list", folder, error);
    }
  },
  async read(file) {
    try {
      return await readFile(file);
    } catch (error) {
      throw cannot("read", file, error);
    }
  },
  async write(file, content) {
    const temporary = join(dirname(file), `.${process.pid}-${Math.random().toString(36).slice(2)}.tmp`);
    try {
      await mkdir(dirname(file), { recursive: true });
      await writeFile(temporary, content, { flush: true });
      await rename(temporary, file);
    } catch (error) {
      await rm(temporary, { force: true });
      throw cannot("write", file, error);
    }
  },
  async remove(file) {
    try {
      await rm(file, { force: true, recursive: true });
    } catch (error) {
      throw cannot("remove", file, error);
    }
  },
};

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === "ENOENT";

const cannot = (what: string, path: string, cause: unknown): ContangoError =>
  new ContangoError(
    "STORE_IO",
    "desk",
    `cannot ${what} ${path}: ${cause instanceof Error ? cause.message : String(cause)}; check the path and its permissions`,
    { details: { path }, cause },
  );
