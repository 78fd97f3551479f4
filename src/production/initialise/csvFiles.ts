/**
 * The one place where initialisation reaches for the reader of CSV files, which is loaded when it is needed. What this folder
 * needs of it is said here.
 */
import type { Frame } from "../../series/frame.js";
import type { CsvDates } from "../../storage/csv/table.js";
import type { StorageEngine } from "../../storage/storage.js";

/** Lines (1-based) of a file that were not taken as they are. */
export interface CsvLines {
  /** Left out, as a later line has the same time. */
  readonly duplicates: readonly number[];
  /** Earlier than the line above. */
  readonly unsorted: readonly number[];
}

/** Rows of one time are the last of them, and rows out of order are sorted. */
const LENIENT = { duplicates: "last", unsorted: "sort" } as const;

/** A folder in the layout of pysystemtrade's `data/futures`. `onRepair` is told of each file in which something was put right. */
export async function openCsvFolder(
  path: string,
  onRepair: (report: CsvLines & { readonly library: string; readonly symbol: string }) => void,
): Promise<StorageEngine> {
  const { openCsv } = await import("../../storage/csv/openCsv.js");
  return openCsv(path, { ...LENIENT, onRepair, readOnly: true });
}

/** Refuses a form of dates that there is not. @throws ContangoError `PROCESS_OPTION`. */
export async function requireDates(dates: CsvDates | undefined): Promise<void> {
  if (dates === undefined) return;
  const { dateReader } = await import("../../storage/csv/dates.js");
  dateReader(dates);
}

/** Reads a file of prices of another layout. `columns` are our names, and what the file calls them. */
export async function readForeignCsv(
  bytes: Uint8Array,
  file: string,
  layout: {
    readonly columns: Readonly<Record<string, string>>;
    readonly numbers: readonly string[];
    readonly dates?: CsvDates;
    readonly skipLines?: number;
  },
): Promise<{ readonly frame: Frame; readonly repairs: CsvLines }> {
  const { parseCsv } = await import("../../storage/csv/parse.js");
  const { numbers, ...foreign } = layout;
  return parseCsv(bytes, {
    ...LENIENT,
    file,
    kinds: Object.fromEntries(numbers.map((name) => [name, "float"])),
    foreign,
  });
}
