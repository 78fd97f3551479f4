import { randomUUID } from "node:crypto";
import { ContangoError } from "../../errors/contangoError.js";
import { appendFrame } from "../appendFrame.js";
import type { FileStat, FileSystem } from "../files.js";
import type { SeriesChange, StagedSeries } from "../seriesStore.js";
import { seriesConflict } from "../storeErrors.js";
import { checkedToken } from "./leftovers.js";
import { noteBytes } from "./note.js";
import { type EncodedSeries, encodeSeries, type FiledSeries, type SeriesPlace } from "./seriesFile.js";
import { noteFile, stagedFile, versionOf, writeNew } from "./seriesFiles.js";

/** The three steps of a change. Each must be done alone in the folder. */
export interface SeriesChanges {
  stage(change: SeriesChange): Promise<StagedSeries>;
  publish(staged: StagedSeries): Promise<void>;
  discard(staged: StagedSeries): Promise<void>;
}

export function seriesChanges(
  files: FileSystem,
  placeOf: (library: string, symbol: string) => SeriesPlace,
  load: (library: string, symbol: string) => Promise<FiledSeries | undefined>,
): SeriesChanges {
  /** The latest time of writing of any version made here. */
  let latest = 0n;

  /** The change as bytes (none for a deletion), and what it replaces. */
  const prepare = async (
    change: SeriesChange,
    place: SeriesPlace,
  ): Promise<{ readonly now: FileStat | undefined; readonly after: EncodedSeries | undefined }> => {
    const { library, symbol, expected } = change;
    const stored = change.kind === "append" ? await load(library, symbol) : undefined;
    const now = change.kind === "append" ? stored?.stat : await files.stat(place.path);
    const base = now === undefined ? null : versionOf(now);
    if (expected !== undefined && expected !== base) throw seriesConflict(library, symbol, expected, base);
    if (change.kind === "delete") return { now, after: undefined };
    if (stored === undefined) return { now, after: await encodeSeries(change.frame, place) };
    const whole = appendFrame(stored.frame, change.frame, library, symbol);
    return { now, after: await encodeSeries(whole, place, stored, change.frame) };
  };

  const discard = async ({ library, symbol, next, token }: StagedSeries): Promise<void> => {
    const { folder, name } = placeOf(library, symbol);
    const path = `${folder}/${checkedToken(token)}`;
    if ((await files.stat(path)) === undefined) return;
    await files.remove(path);
    if (next !== null) await files.remove(`${folder}/${noteFile(name, next)}`);
  };

  return {
    discard,
    async stage(change) {
      const { library, symbol } = change;
      const place = placeOf(library, symbol);
      const { folder, name } = place;
      refuseForeign(place);
      refuseLongName(place);
      const { now, after } = await prepare(change, place);
      const base = now === undefined ? null : versionOf(now);
      const token = stagedFile({ deletion: after === undefined, base, name }, randomUUID());
      await files.makeFolder(folder);
      const bytes = after?.bytes ?? new Uint8Array(0);
      const stat = await writeNew(files, `${folder}/${token}`, bytes, now?.modified ?? latest);
      if (stat.modified > latest) latest = stat.modified;
      const staged = { library, symbol, base, next: after === undefined ? null : versionOf(stat), token };
      try {
        if (after?.note !== undefined) {
          await writeNew(files, `${folder}/${noteFile(name, versionOf(stat))}`, noteBytes(after.note));
        }
        await files.syncFolder(folder);
      } catch (error) {
        await discard(staged).catch(() => undefined);
        throw error;
      }
      return staged;
    },
    async publish({ library, symbol, base, next, token }) {
      const { folder, name, path } = placeOf(library, symbol);
      const stagedPath = `${folder}/${checkedToken(token)}`;
      const isStaged = (await files.stat(stagedPath)) !== undefined;
      const stat = await files.stat(path);
      const now = stat === undefined ? null : versionOf(stat);
      if (now !== next) {
        if (!isStaged) return;
        if (now !== base) throw seriesConflict(library, symbol, base, now);
        if (next === null) await files.remove(path);
        else await files.rename(stagedPath, path);
      }
      await files.syncFolder(folder);
      if (isStaged && next === null) await files.remove(stagedPath);
      if (base !== null && base !== next) await files.remove(`${folder}/${noteFile(name, base)}`);
    },
  };
}

/** @throws ContangoError `STORE_ROUTE`. */
function refuseForeign({ library, foreign }: SeriesPlace): void {
  if (foreign === undefined) return;
  const what = `files of "${library}" were made elsewhere and are only read; write to a store of their own`;
  throw new ContangoError("STORE_ROUTE", "csv", what, { details: { library } });
}

/** Most bytes of a name that leave room, within the usual 255, for what the names of hidden files add. */
const LONGEST_NAME = 140;

/** @throws ContangoError `CSV_LAYOUT`. */
function refuseLongName({ library, symbol, name }: SeriesPlace): void {
  if (Buffer.byteLength(name) <= LONGEST_NAME) return;
  const what = `the symbol "${symbol.slice(0, 40)}…" of "${library}" is too long for the name of a file; shorten it`;
  throw new ContangoError("CSV_LAYOUT", "csv", what, { details: { library, symbol } });
}
