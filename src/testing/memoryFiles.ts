import { posix } from "node:path";
import { ContangoError } from "../errors/contangoError.js";
import type { DeskFiles } from "../production/files.js";

/** Files in memory, for desks of tests. */
export function memoryFiles(): DeskFiles {
  const files = new Map<string, Uint8Array>();
  const path = (file: string): string => posix.normalize(file);
  return {
    list: async (folder) => {
      const prefix = `${path(folder)}/`;
      const below = [...files.keys()].filter((file) => file.startsWith(prefix));
      return [...new Set(below.map((file) => file.slice(prefix.length).split("/")[0]!))].sort();
    },
    read: async (file) => {
      const content = files.get(path(file));
      if (content !== undefined) return content.slice();
      throw new ContangoError("STORE_IO", "testing", `cannot read ${file}: there is no such file`, {
        details: { path: file },
      });
    },
    write: async (file, content) => {
      files.set(
        path(file),
        typeof content === "string" ? new TextEncoder().encode(content) : content.slice(),
      );
    },
    remove: async (file) => {
      for (const one of files.keys()) {
        if (one === path(file) || one.startsWith(`${path(file)}/`)) files.delete(one);
      }
    },
  };
}
