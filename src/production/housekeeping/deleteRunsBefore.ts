import { COLLECTIONS } from "../../storage/libraries.js";
import type { RecordDocument } from "../../storage/recordStore.js";
import type { Work } from "../work.js";

/** How many records go in one commit. */
const TOGETHER = 500;

/** Deletes the records of runs that started before an instant, except the last of each process; gives their number. */
export async function deleteRunsBefore(work: Work, before: number): Promise<number> {
  const { records } = work.desk.storage;
  const { documents } = await records.find(COLLECTIONS.runs, {
    range: { field: "started", to: new Date(before), toExclusive: true },
    sort: { field: "started", descending: true },
  });
  const later = await records.find(COLLECTIONS.runs, { range: { field: "started", from: new Date(before) } });
  const old = withoutLast(documents, new Set(later.documents.map(({ process }) => process)));
  let deleted = 0;
  for (; deleted < old.length && !work.signal.aborted; deleted += TOGETHER) {
    const part = old.slice(deleted, deleted + TOGETHER);
    await work.commit((batch) => {
      for (const { id } of part) batch.deleteRecord(COLLECTIONS.runs, { id: String(id) });
    });
  }
  return Math.min(deleted, old.length);
}

/** Runs, the last one first, without the first of each process that has no later one. */
function withoutLast(
  runs: readonly RecordDocument[],
  haveLater: ReadonlySet<RecordDocument[string] | undefined>,
): readonly RecordDocument[] {
  const seen = new Set(haveLater);
  return runs.filter(({ process }) => {
    const another = seen.has(process);
    seen.add(process);
    return another;
  });
}
