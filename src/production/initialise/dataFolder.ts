import { ContangoError } from "../../errors/contangoError.js";
import { openStorage } from "../../storage/openStorage.js";
import { type Repositories, repositories } from "../../storage/repositories/repositories.js";
import { type CsvLines, openCsvFolder } from "./csvFiles.js";
import { readOnce } from "./readOnce.js";

/** A folder in the layout of pysystemtrade's `data/futures`, open to be read. */
export interface DataFolder extends AsyncDisposable {
  readonly path: string;
  readonly data: Repositories;
  /** What had to be put right in the file of a series that was read: lines out of order, times that stand twice. */
  repairs(library: string, symbol: string): readonly string[];
}

/** Does some work with a folder open, where one was named. */
export async function withDataFolder<T>(
  path: string | undefined,
  work: (folder: DataFolder | undefined) => Promise<T>,
): Promise<T> {
  if (path === undefined) return work(undefined);
  await using folder = await openDataFolder(path);
  return await work(folder);
}

/** Opens a folder; of rows of one time the last is kept, and rows out of order are sorted. */
export async function openDataFolder(path: string): Promise<DataFolder> {
  const repairs = new Map<string, readonly string[]>();
  const csv = await openCsvFolder(path, ({ library, symbol, ...lines }) => {
    repairs.set(`${library}/${symbol}`, repairTexts(lines));
  });
  const storage = await openStorage({ series: csv.series, records: readOnce(csv.records) });
  return {
    path,
    data: repositories(storage),
    repairs: (library, symbol) => repairs.get(`${library}/${symbol}`) ?? [],
    [Symbol.asyncDispose]: () => storage.close(),
  };
}

/** What was put right in a file, in words. */
export function repairTexts({ duplicates, unsorted }: CsvLines): readonly string[] {
  return [
    ...(duplicates.length === 0
      ? []
      : [`left out for a later line of the same time: ${linesText(duplicates)}`]),
    ...(unsorted.length === 0 ? [] : [`sorted, being earlier than the line above: ${linesText(unsorted)}`]),
  ];
}

const linesText = (lines: readonly number[]): string =>
  lines.length === 1
    ? `line ${lines[0]}`
    : lines.length <= 3
      ? `lines ${lines.join(", ")}`
      : `${lines.length} lines, the first being ${lines[0]}`;

/** @throws ContangoError `PROCESS_OPTION` where no folder was named. */
export function requireFolder(process: string, folder: string | undefined): string {
  if (folder !== undefined && folder !== "") return folder;
  throw new ContangoError(
    "PROCESS_OPTION",
    "initialise",
    `${process} needs a folder to read from; say which: ${process}(desk, { folder: "data/futures" })`,
    { details: { process } },
  );
}

/** The error for a folder, or the store where none was given, in which what is wanted cannot be found. */
export function nothingThere(folder: string | undefined, what: string): ContangoError {
  const problem =
    folder === undefined
      ? `there are no ${what} in the store; initialise them first`
      : `there are no ${what} in ${folder}; give a folder laid out as pysystemtrade's data/futures`;
  return new ContangoError("INITIALISE", "initialise", problem, { details: { folder } });
}
