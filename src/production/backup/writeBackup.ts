import { type ContangoError, isContangoError } from "../../errors/contangoError.js";
import { concurrently } from "../../launchers/concurrently.js";
import type { Backup, BackupWriter } from "../../storage/backup.js";
import { COLLECTIONS } from "../../storage/libraries.js";
import { nodeHost } from "../../storage/nodeHost.js";
import type { Storage } from "../../storage/storage.js";
import { dayOf } from "../../time/civil.js";
import { formatDay } from "../../time/text.js";
import { errorText } from "../errorText.js";
import type { FailedItem } from "../outcome.js";
import type { Work } from "../work.js";
import { COLLECTIONS_BACKED_UP, LIBRARIES_BACKED_UP } from "./backedUp.js";
import { type BackupItem, collectionItem, type LibraryCounts, libraryItem } from "./backupItem.js";
import { markDocument, storedMark } from "./backupMark.js";
import { goneSymbols, type LibraryStanding, suspiciousLoss } from "./planBackup.js";

/** `20240328`, of a wall time. */
export const compactDay = (time: number): string => formatDay(dayOf(time)).replaceAll("-", "");

/** Writes what has changed since the last time. */
export async function writeBackup(
  work: Work,
  backup: Backup,
  shrink: boolean,
): Promise<readonly (BackupItem | FailedItem)[]> {
  const { storage, timezone } = work.desk;
  await using writer = await backup.write({ timezone, day: compactDay(work.time) });
  const standings = await standingsOf(storage, writer);
  const loss = suspiciousLoss([...standings.values()]);
  if (loss !== undefined && !shrink) return [refusedItem(backup.folder, loss)];

  const trusted = writer.mark !== undefined && writer.mark === (await storedMark(storage, writer.id));
  const mark = nodeHost.newId();
  const setMark = (): Promise<void> =>
    work.commit((batch) => batch.putRecord(COLLECTIONS.desk, markDocument(writer.id, mark)));
  if (trusted) await setMark();
  await writer.begin(trusted ? mark : undefined);
  const series = await work.each(
    LIBRARIES_BACKED_UP.map(([name]) => name),
    async (name) => libraryItem(name, await backUpLibrary(work, writer, standings.get(name)!, trusted)),
  );
  const records = await work.each(
    COLLECTIONS_BACKED_UP.map(([name]) => name),
    async (name) => {
      const [, collection] = COLLECTIONS_BACKED_UP.find((one) => one[0] === name)!;
      const { documents } = await storage.records.find(collection);
      return collectionItem(name, documents.length, await writer.putRecords(collection, documents));
    },
  );
  const items = [...series, ...records];
  const whole = trusted || (!work.signal.aborted && items.every(({ severity }) => severity === "ok"));
  if (whole && !trusted) await setMark();
  await writer.end(whole ? mark : undefined);
  return items;
}

/** What each library holds on both sides. */
export async function standingsOf(
  storage: Storage,
  backup: Pick<BackupWriter, "versions"> | undefined,
): Promise<ReadonlyMap<string, LibraryStanding>> {
  const standings = new Map<string, LibraryStanding>();
  for (const [name, library] of LIBRARIES_BACKED_UP) {
    const stored = await storage.series.list(library);
    standings.set(name, { library, stored, backedUp: (await backup?.versions(library)) ?? new Map() });
  }
  return standings;
}

async function backUpLibrary(
  work: Work,
  writer: BackupWriter,
  standing: LibraryStanding,
  trusted: boolean,
): Promise<LibraryCounts> {
  const { series } = work.desk.storage;
  const { library, stored, backedUp } = standing;
  const failures: string[] = [];
  let written = 0;
  const backUp = async (symbol: string): Promise<void> => {
    if (work.signal.aborted) return;
    try {
      const before = trusted ? backedUp.get(symbol) : undefined;
      if (before !== undefined && (await series.info(library, symbol))?.version === before) return;
      const found = await series.read(library, symbol);
      if (found === undefined) return;
      if ((await writer.putSeries(library, symbol, found)) === "written") written++;
    } catch (error) {
      if (!isOfOneSeries(error)) throw error;
      failures.push(`${symbol}: ${errorText(error)}`);
    }
  };
  await concurrently(stored, backUp);
  const gone = work.signal.aborted ? [] : goneSymbols(standing);
  for (const symbol of gone) await writer.removeSeries(library, symbol);
  return { stored: stored.length, written, removed: gone.length, failures };
}

/** True for what is wrong with one series only: damaged in the store, or of a form that no file can hold. */
const isOfOneSeries = (error: unknown): error is ContangoError =>
  isContangoError(error, "STORE_CORRUPT") || isContangoError(error, "CSV_LAYOUT");

function refusedItem(
  folder: string,
  { gone, of }: { readonly gone: number; readonly of: number },
): BackupItem {
  return {
    name: "back-up",
    status: "refused",
    severity: "attention",
    message: `${gone} of the ${of} series in ${folder} are not in the store, so nothing was written; is it the right store? If it lost them, restore it; if they were meant to go, run it with { shrink: true }`,
    written: 0,
  };
}
