import { resolve } from "node:path";
import type { FileSystem } from "../files.js";
import { nodeFiles } from "../nodeFiles.js";
import type { StorageEngine } from "../storage.js";
import { exclusive } from "./exclusive.js";
import { guardedFiles } from "./guardedFiles.js";
import { FUTURES_FOLDERS, libraryLayouts } from "./libraryLayouts.js";
import { readOnlyFiles } from "./readOnlyFiles.js";
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
  /** True: nothing can be written (`STORE_READ_ONLY`), and the folder must be there (`STORE_MISSING`). */
  readonly readOnly?: boolean;
  /** The file system to use; Node's where this is absent. */
  readonly files?: FileSystem;
}

/**
 * Opens a folder of CSV files in pysystemtrade's layout as a storage engine: one file a series (`multiple_prices_csv/CORN.csv`);
 * tables of configuration, contracts, roll states and fills; every other collection, and documents that do not fit their table,
 * as lines of JSON in `records`. Nothing is made before the first write: a folder that is not there is empty, unless it is opened
 * to be read only.
 *
 * A file that is written back unchanged keeps its bytes. A frame that its text alone does not bring back whole (other
 * column kinds, metadata of another store) gets a hidden note beside its file.
 *
 * @example
 * const csv = openCsv("pysystemtrade/data/futures", { readOnly: true });
 * (await csv.series.read("futures_adjusted_prices", "CORN"))?.frame;
 */
export function openCsv(folder: string, options: OpenCsvOptions = {}): StorageEngine {
  const root = resolve(folder);
  const all = guardedFiles(options.files ?? nodeFiles);
  const files = options.readOnly === true ? readOnlyFiles(all, root) : all;
  const layouts = libraryLayouts({ ...FUTURES_FOLDERS, ...options.folders }, options.strategies ?? []);
  const alone = exclusive(files, root);
  return {
    name: "csv",
    series: csvSeriesStore(files, root, layouts, alone, options),
    records: csvRecordStore(files, root, alone),
  };
}
