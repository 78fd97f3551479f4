import type { RecordStore } from "./recordStore.js";
import type { SeriesStore } from "./seriesStore.js";
import type { StorageEngine } from "./storage.js";

/** Two stores that make up an engine. */
export interface StorePair {
  readonly series: SeriesStore;
  readonly records: RecordStore;
  readonly name?: string;
}

/**
 * An engine of a series store and a record store of different kinds. Writes to both are made one by a journal in the
 * record store: processes that share the series must share these records too.
 *
 * @example
 * const engine = compose({ series: csv.series, records: sqlite.records });
 */
export function compose({ series, records, name = "composed" }: StorePair): StorageEngine {
  return { name, series, records };
}
