import { resolve } from "node:path";
import type { FileSystem } from "../files.js";
import { nodeFiles } from "../nodeFiles.js";
import type { StorageEngine } from "../storage.js";
import { exclusive } from "./exclusive.js";
import { guardedFiles } from "./guardedFiles.js";
import { FUTURES_FOLDERS, libraryLayouts } from "./libraryLayouts.js";
import { csvRecordStore } from "./recordStore.js";
import { type CsvSeriesOptions, csvSeriesStore } from "./seriesStore.js";

export interface OpenCsvOptions extends CsvSeriesOptions {
  /**
   * Folders of libraries, where they are not those of pysystemtrade's `data/futures`; {@link BACKUP_FOLDERS} are
   * those of its back-up.
   */
  readonly folders?: Readonly<Record<string, string>>;
  /** Names of strategies with an underscore, so that `dynamic_TF_GOLD_micro.csv` can be told apart. */
  readonly strategies?: readonly string[];
  /** The file system to use; Node's where this is absent. */
  readonly files?: FileSystem;
}

/**
 * Opens a folder of CSV files in pysystemtrade's layout: one file a series (`multiple_prices_csv/CORN.csv`), and
 * configuration tables in `csvconfig`. Nothing is made before the first write. As record store it knows only those
 * tables: for everything else, and to write to it as a storage (commits, leases and copies need a journal), compose
 * its series with a record store: `openStorage(compose({ series: openCsv(folder).series, records: desk.records }))`.
 *
 * A file that is written back unchanged keeps its bytes. A frame that its text alone does not bring back whole (other
 * column kinds, metadata of another store) gets a hidden note beside its file.
 *
 * @example
 * const csv = openCsv("pysystemtrade/data/futures");
 * (await csv.series.read("futures_adjusted_prices", "CORN"))?.frame;
 */
export function openCsv(folder: string, options: OpenCsvOptions = {}): StorageEngine {
  const root = resolve(folder);
  const files = guardedFiles(options.files ?? nodeFiles);
  const layouts = libraryLayouts({ ...FUTURES_FOLDERS, ...options.folders }, options.strategies ?? []);
  const alone = exclusive(files, root);
  return {
    name: "csv",
    series: csvSeriesStore(files, root, layouts, alone, options),
    records: csvRecordStore(files, `${root}/csvconfig`, alone),
  };
}
