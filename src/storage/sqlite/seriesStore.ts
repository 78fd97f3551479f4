import type { SeriesChange, SeriesStore, SeriesVersion } from "../seriesStore.js";
import type { Database } from "./database.js";
import { layoutRows } from "./layout.js";
import { readFrame } from "./readFrame.js";
import { addStaged, listStaged, takeStaged } from "./staged.js";
import {
  forgetVersion,
  headVersion,
  prepareChange,
  readLayout,
  showVersion,
  versionText,
} from "./versions.js";

/** Does one change; only within `database.write`. */
export function changeSeries(database: Database, change: SeriesChange): SeriesVersion | null {
  const prepared = prepareChange(database, change);
  showVersion(database, prepared);
  return versionText(prepared.next);
}

/** Series in an SQLite file: values in blocks, versions as lists of blocks, symbols as pointers to versions. */
export function sqliteSeriesStore(database: Database): SeriesStore {
  return {
    list: async (library) =>
      database.read(() =>
        database
          .statement("SELECT symbol FROM contango_series WHERE library = ?")
          .all(library)
          .map(({ symbol }) => String(symbol))
          .sort(),
      ),
    info: async (library, symbol) =>
      database.read(() => {
        const place = { library, symbol };
        const version = headVersion(database, place);
        if (version === null) return undefined;
        const layout = readLayout(database, version, place);
        return {
          ...place,
          version: versionText(version),
          rows: layoutRows(layout),
          first: layout.chunks[0]?.first ?? Number.NaN,
          last: layout.chunks.at(-1)?.last ?? Number.NaN,
          columns: layout.columns.map(({ name, kind }) => ({ name, kind })),
          meta: layout.meta,
        };
      }),
    read: async (library, symbol, options = {}) =>
      database.read(() => {
        const place = { library, symbol };
        const version = headVersion(database, place);
        if (version === null) return undefined;
        const layout = readLayout(database, version, place);
        return { frame: readFrame({ database, layout }, options), version: versionText(version) };
      }),
    apply: async (change) => database.write(() => changeSeries(database, change)),
    stage: async (change) => database.write(() => addStaged(database, prepareChange(database, change))),
    publish: async (staged) =>
      database.write(() => {
        const prepared = takeStaged(database, staged);
        if (prepared !== undefined) showVersion(database, prepared);
      }),
    discard: async (staged) =>
      database.write(() => {
        const prepared = takeStaged(database, staged);
        if (prepared !== undefined) forgetVersion(database, prepared);
      }),
    leftovers: async () => database.read(() => listStaged(database)),
    close: async () => database.close(),
  };
}
