import type { FileSystem } from "../files.js";
import type { SeriesStore } from "../seriesStore.js";
import { storeClosed } from "../storeErrors.js";
import { frameInfo, selectRows } from "../wholeFrame.js";
import type { CsvPolicies, CsvRepairs } from "./arrange.js";
import type { Exclusive } from "./exclusive.js";
import { fileName, fileSymbol } from "./fileNames.js";
import type { ForeignLayout } from "./foreignLayout.js";
import { findLeftovers } from "./leftovers.js";
import type { LibraryLayouts } from "./libraryLayouts.js";
import { seriesChanges } from "./seriesChanges.js";
import { type FiledSeries, loadSeries, type SeriesPlace } from "./seriesFile.js";

/** What a reader was told to repair in one file. */
export interface CsvRepairReport extends CsvRepairs {
  readonly library: string;
  readonly symbol: string;
}

export interface CsvSeriesOptions extends CsvPolicies {
  /** Is told of every file that was read with a repair. */
  readonly onRepair?: (report: CsvRepairReport) => void;
  /** Libraries whose files were made elsewhere, and how they differ; they can only be read. */
  readonly foreign?: Readonly<Record<string, ForeignLayout>>;
}

/**
 * Series in the files of a folder, one file each. A change is written to a hidden file of the same folder, which is
 * renamed when it is published, so that a file is whole at any moment. `root` is absolute.
 */
export function csvSeriesStore(
  files: FileSystem,
  root: string,
  layouts: LibraryLayouts,
  alone: Exclusive,
  options: CsvSeriesOptions,
): SeriesStore {
  let closed = false;

  const open = (): void => {
    if (closed) throw storeClosed("csv");
  };
  const placeOf = (library: string, symbol: string): SeriesPlace => {
    open();
    const layout = layouts.of(library);
    const folder = `${root}/${layout.folder}`;
    const name = fileName(symbol, layout.names);
    const { foreign = {} } = options;
    return {
      library,
      symbol,
      layout,
      folder,
      name,
      path: `${folder}/${name}.csv`,
      foreign: Object.hasOwn(foreign, library) ? foreign[library] : undefined,
    };
  };
  const load = async (library: string, symbol: string): Promise<FiledSeries | undefined> => {
    const stored = await loadSeries(files, placeOf(library, symbol), options);
    const { duplicates, unsorted } = stored?.repairs ?? { duplicates: [], unsorted: [] };
    if (duplicates.length + unsorted.length > 0)
      options.onRepair?.({ library, symbol, duplicates, unsorted });
    return stored;
  };
  const { stage, publish, discard } = seriesChanges(files, placeOf, load);

  return {
    async list(library) {
      open();
      const { folder, names } = layouts.of(library);
      const found = await files.files(`${root}/${folder}`);
      return found.flatMap((file) => fileSymbol(file, names) ?? []).sort();
    },
    async info(library, symbol) {
      const stored = await load(library, symbol);
      return stored && frameInfo(library, symbol, stored);
    },
    async read(library, symbol, wanted = {}) {
      const stored = await load(library, symbol);
      return stored && { frame: selectRows(stored.frame, wanted), version: stored.version };
    },
    async apply(change) {
      const place = placeOf(change.library, change.symbol);
      return alone(async () => {
        const isAbsent = (await files.stat(place.path)) === undefined;
        if (change.kind === "delete" && isAbsent && !change.expected) return null;
        const staged = await stage(change);
        try {
          await publish(staged);
        } catch (error) {
          await discard(staged).catch(() => undefined);
          throw error;
        }
        return staged.next;
      });
    },
    async stage(change) {
      open();
      return alone(() => stage(change));
    },
    async publish(staged) {
      open();
      return alone(() => publish(staged));
    },
    async discard(staged) {
      open();
      return alone(() => discard(staged));
    },
    async leftovers() {
      open();
      return findLeftovers(files, root, layouts, alone);
    },
    async close() {
      closed = true;
    },
  };
}
