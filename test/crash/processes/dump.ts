import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { HOUSEKEEPING } from "../../../src/production/dataNames.js";
import { frameChecksum } from "../../../src/storage/checksum.js";
import { COLLECTIONS, LIBRARIES } from "../../../src/storage/libraries.js";
import { recordText } from "../../../src/storage/recordText.js";
import type { Storage } from "../../../src/storage/storage.js";

/** What a run may leave otherwise than another: when it ran and who ran, not what it knows. */
const BESIDE: ReadonlySet<string> = new Set(
  HOUSEKEEPING.filter((name) => name !== "attention" && name !== "desk"),
);

/** Everything that a storage knows, one line for each series and document. */
export async function dumpOf(storage: Storage): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const library of Object.values(LIBRARIES)) {
    for (const symbol of await storage.series.list(library)) {
      const stored = await storage.series.read(library, symbol);
      lines.push(
        `${library} ${symbol} ${stored?.frame.length} rows ${stored === undefined ? "" : frameChecksum(stored.frame)}`,
      );
    }
  }
  for (const [name, collection] of Object.entries(COLLECTIONS)) {
    if (BESIDE.has(name)) continue;
    const { documents } = await storage.records.find(collection);
    for (const document of documents) lines.push(`${collection.name} ${masked(recordText(document))}`);
  }
  return lines;
}

/** Names and contents of the files below some folders; manifests, which hold versions of the store, by name only. */
export function filesOf(folder: string, below: readonly string[]): readonly string[] {
  const all: string[] = [];
  const walk = (path: string): void => {
    for (const name of readdirSync(path).sort()) {
      const file = join(path, name);
      if (statSync(file).isDirectory()) walk(file);
      else if (/\.(csv|txt)$/.test(name))
        all.push(`${relative(folder, file)}\n${readFileSync(file, "utf8")}`);
      else all.push(relative(folder, file));
    }
  };
  for (const name of below) {
    try {
      walk(join(folder, name));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    }
  }
  return all;
}

/** Text without the random part of ids. */
const masked = (text: string): string => text.replace(/[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/g, "(id)");
