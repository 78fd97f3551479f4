import { ContangoError, isContangoError } from "../../errors/contangoError.js";
import type { BackupReader } from "../backup.js";
import type { FileSystem } from "../files.js";
import { findDocuments } from "../findDocuments.js";
import type { Collection, RecordDocument } from "../recordStore.js";
import { hasFields } from "../recordValues.js";
import type { StorageEngine } from "../storage.js";
import { frameInfo, selectRows } from "../wholeFrame.js";
import type { BackupEntry } from "./backupManifest.js";
import { decodeSeries } from "./backupSeries.js";
import { readState, shaOf } from "./backupState.js";
import { readBackupTable } from "./backupTables.js";

/** Opens a back-up to read; undefined where there is none. */
export async function csvBackupReader(files: FileSystem, root: string): Promise<BackupReader | undefined> {
  const state = await readState(files, root);
  if (state === undefined) return undefined;
  const { header, entries, complete } = state;
  const bytesOf = async ({ path, sha }: BackupEntry): Promise<Uint8Array> => {
    const found = await files.read(`${root}/${path}`);
    if (found === undefined) throw damaged(root, path, "it is not there");
    if (shaOf(found.bytes) !== sha) throw damaged(root, path, "it is not what was backed up");
    return found.bytes;
  };
  const read = async (entry: BackupEntry): Promise<void> => {
    const bytes = await bytesOf(entry);
    const { path, series, records } = entry;
    if (series !== undefined) await decodeSeries(bytes, series.library, path, series.note);
    if (records !== undefined) await readBackupTable(path, bytes, records);
  };
  return {
    timezone: header.timezone,
    complete,
    files: entries.size,
    id: header.id,
    mark: header.mark,
    versions: async (library) =>
      new Map(
        [...entries.values()].flatMap(({ series }) =>
          series?.library === library ? [[series.symbol, series.version] as const] : [],
        ),
      ),
    engine: backupEngine([...entries.values()], bytesOf),
    async check({ signal } = {}) {
      const faults: string[] = [];
      for (const entry of entries.values()) {
        signal?.throwIfAborted();
        try {
          await read(entry);
        } catch (error) {
          if (!isContangoError(error)) throw error;
          faults.push(error.message.replace(`[contango] [${error.component}] `, ""));
        }
      }
      return faults;
    },
  };
}

/** A store that can only be read. */
function backupEngine(
  entries: readonly BackupEntry[],
  bytesOf: (entry: BackupEntry) => Promise<Uint8Array>,
): StorageEngine {
  const libraries = new Map<string, Map<string, BackupEntry>>();
  const collections = new Map<string, BackupEntry[]>();
  for (const entry of entries) {
    const { series, records } = entry;
    if (series !== undefined) {
      const symbols = libraries.get(series.library) ?? new Map<string, BackupEntry>();
      libraries.set(series.library, symbols.set(series.symbol, entry));
    }
    if (records !== undefined) {
      const those = collections.get(records.collection) ?? [];
      collections.set(records.collection, [...those, entry]);
    }
  }
  const load = async (library: string, symbol: string) => {
    const entry = libraries.get(library)?.get(symbol);
    if (entry === undefined) return undefined;
    const { path, sha, series } = entry;
    const frame = await decodeSeries(await bytesOf(entry), library, path, series?.note);
    return { frame, version: sha };
  };
  const loaded = new Map<string, Promise<readonly RecordDocument[]>>();
  const all = (collection: Collection): Promise<readonly RecordDocument[]> => {
    const documents = loaded.get(collection.name) ?? loadAll(collection);
    loaded.set(collection.name, documents);
    return documents;
  };
  const loadAll = async (collection: Collection): Promise<readonly RecordDocument[]> => {
    const documents: RecordDocument[] = [];
    for (const entry of collections.get(collection.name) ?? [])
      documents.push(...(await readBackupTable(entry.path, await bytesOf(entry), entry.records!)));
    return documents;
  };
  return {
    name: "backup",
    series: {
      list: async (library) => [...(libraries.get(library)?.keys() ?? [])].sort(),
      async info(library, symbol) {
        const stored = await load(library, symbol);
        return stored && frameInfo(library, symbol, stored);
      },
      async read(library, symbol, options = {}) {
        const stored = await load(library, symbol);
        return stored && { frame: selectRows(stored.frame, options), version: stored.version };
      },
      apply: refuse,
      stage: refuse,
      publish: refuse,
      discard: refuse,
      leftovers: async () => [],
      close: async () => undefined,
    },
    records: {
      get: async (collection, key) => (await all(collection)).find((document) => hasFields(document, key)),
      find: async (collection, query = {}) => findDocuments(await all(collection), collection, query),
      put: refuse,
      delete: refuse,
      compareAndSet: refuse,
      close: async () => undefined,
    },
  };
}

const refuse = async (): Promise<never> => {
  throw new ContangoError("STORE_READ_ONLY", "csv", "a back-up is only read; write to the store itself");
};

const damaged = (root: string, path: string, what: string): ContangoError =>
  new ContangoError(
    "BACKUP",
    "csv",
    `${root}/${path}: ${what}; take the file from another copy of the back-up`,
    {
      details: { file: path },
    },
  );
