import type { BackupOptions, BackupWriter } from "../backup.js";
import { frameChecksum } from "../checksum.js";
import type { FileSystem } from "../files.js";
import type { Collection } from "../recordStore.js";
import type { SeriesVersion } from "../seriesStore.js";
import { openBackupFiles } from "./backupFiles.js";
import type { BackupEntry } from "./backupManifest.js";
import { addedBytes, seriesBytes, seriesPath } from "./backupSeries.js";
import { shaOf } from "./backupState.js";
import { backupTables } from "./backupTables.js";

/** Opens a back-up to write. */
export async function csvBackupWriter(
  files: FileSystem,
  root: string,
  options: BackupOptions,
): Promise<BackupWriter> {
  const folder = await openBackupFiles(files, root, options);
  const { entries } = folder;

  /** Writes a file where it differs; its line in any case. */
  const put = async (entry: BackupEntry, bytes: Uint8Array): Promise<boolean> => {
    const before = entries.get(entry.path);
    if (before !== undefined && (await folder.isThere(entry.path)) && isSameFile(before, entry)) {
      folder.note(entry);
      return false;
    }
    await folder.put(entry, bytes);
    return true;
  };

  return {
    id: folder.header.id,
    mark: folder.header.mark,
    begin: (mark) => folder.begin(mark),
    async versions(library) {
      const versions = new Map<string, SeriesVersion>();
      for (const { path, series } of entries.values()) {
        if (series?.library !== library) continue;
        versions.set(series.symbol, (await folder.isThere(path)) ? series.version : NO_FILE);
      }
      return versions;
    },
    async putSeries(library, symbol, { frame, version }) {
      const path = seriesPath(library, symbol);
      const checksum = frameChecksum(frame);
      const before = entries.get(path);
      const place = { library, symbol, version, rows: frame.length, checksum };
      if (before?.series?.checksum === checksum && (await folder.isThere(path))) {
        folder.note({ ...before, series: { ...before.series, version } });
        return "unchanged";
      }
      const longer = await appended(before, frame);
      if (longer !== undefined) {
        const series = { ...before!.series!, ...place };
        await folder.put({ path, sha: shaOf(longer), series }, longer);
        return "written";
      }
      const { bytes, note } = await seriesBytes(library, symbol, frame);
      const series = note === undefined ? place : { ...place, note };
      return (await put({ path, sha: shaOf(bytes), series }, bytes)) ? "written" : "unchanged";
    },
    async removeSeries(library, symbol) {
      await folder.remove(seriesPath(library, symbol));
    },
    async putRecords(collection: Collection, documents) {
      const tables = backupTables(collection, documents);
      const paths = new Set(tables.map(({ path }) => path));
      const gone = [...entries.values()].filter(
        ({ path, records }) => records?.collection === collection.name && !paths.has(path),
      );
      let written = 0;
      for (const { path, bytes, records } of tables) {
        if (await put({ path, sha: shaOf(bytes), records }, bytes)) written++;
      }
      for (const { path } of gone) await folder.remove(path);
      return { files: tables.length, written, removed: gone.length };
    },
    end: (mark) => folder.end(mark),
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };

  async function appended(before: BackupEntry | undefined, frame: Parameters<typeof addedBytes>[2]) {
    if (before?.series === undefined || frame.length <= before.series.rows) return undefined;
    const old = await folder.read(before.path);
    return old === undefined ? undefined : addedBytes(old, { ...before, series: before.series }, frame);
  }
}

/** The version of a series whose file was taken away: one that no store gives. */
const NO_FILE = "";

/** True where two lines tell of the same bytes, to be read in the same way. */
const isSameFile = (a: BackupEntry, b: BackupEntry): boolean =>
  a.sha === b.sha &&
  JSON.stringify([a.series?.note, a.records]) === JSON.stringify([b.series?.note, b.records]);
