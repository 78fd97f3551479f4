import { ContangoError } from "../../errors/contangoError.js";
import { mergeNewer } from "../../prices/mergeNewer.js";
import { Frame } from "../../series/frame.js";
import type { Series } from "../../series/series.js";
import type { SeriesRepository } from "../../storage/repositories/seriesRepository.js";
import type { ReadOptions, SeriesInfo } from "../../storage/seriesStore.js";
import type { Batch, Storage } from "../../storage/storage.js";

/** One column of a stored series, or as much of it as the options say. */
export async function readColumn(
  storage: Storage,
  info: SeriesInfo,
  column: string,
  options: ReadOptions = {},
): Promise<Series> {
  return (await readRows(storage, info, { ...options, columns: [column] })).series(column);
}

/** Rows of a stored series as they lie in the store. */
export async function readRows(
  storage: Storage,
  { library, symbol, version }: SeriesInfo,
  options: ReadOptions = {},
): Promise<Frame> {
  const stored = await storage.series.read(library, symbol, options);
  if (stored?.version === version) return stored.frame;
  throw changed(symbol);
}

/** The error of a series that another process wrote since it was looked at: the item is begun anew. */
export function changed(symbol: string): ContangoError {
  return new ContangoError(
    "STORE_VERSION_CONFLICT",
    "production",
    `${symbol} was written while it was worked on; repeat`,
    { details: { symbol }, retryable: true },
  );
}

/** Writes a series that is not there yet. The commit refuses where there is one by then. */
export async function beginSeries<Key, Value>(
  repository: SeriesRepository<Key, Value>,
  key: Key,
  value: Value,
  batch: Batch,
): Promise<void> {
  const begin = (stored: Value | undefined): Value => {
    if (stored === undefined) return value;
    throw changed(JSON.stringify(key));
  };
  await repository.update(key, begin, batch);
}

/**
 * Puts rows after those of a stored series: appended where its columns are the same, else all is written anew. The commit
 * refuses where another version came since `info` was read.
 */
export async function addRows(storage: Storage, info: SeriesInfo, rows: Frame, batch: Batch): Promise<void> {
  const { library, symbol, version } = info;
  const named = underStoredName(info, rows);
  if (hasStoredKinds(info, named)) {
    batch.appendSeries(library, symbol, named, version);
    return;
  }
  batch.writeSeries(library, symbol, joined(await readRows(storage, info), named), version);
}

/** Writes a stored series anew. The commit refuses where another version came since `info` was read. */
export function replaceRows({ library, symbol, version }: SeriesInfo, frame: Frame, batch: Batch): void {
  batch.writeSeries(library, symbol, frame, version);
}

/** A single column may be called otherwise in the store. */
function underStoredName({ columns }: SeriesInfo, rows: Frame): Frame {
  const [only] = rows.columns.values();
  if (columns.length !== 1 || rows.columns.size !== 1 || only === undefined) return rows;
  return new Frame(rows.time, { [columns[0]!.name]: only }, rows.meta);
}

const hasStoredKinds = ({ columns }: SeriesInfo, rows: Frame): boolean =>
  rows.columns.size === columns.length &&
  columns.every(({ name, kind }) => rows.columns.get(name)?.kind === kind);

/** Rows, and later ones of the same columns. */
export function joined(rows: Frame, later: Frame): Frame {
  const merge = mergeNewer(rows, later, { maxSpike: Number.POSITIVE_INFINITY });
  return merge.status === "spike" ? merge.refused : merge.merged;
}
