import { processText } from "../../storage/host.js";
import { leaseChange, readLease } from "../../storage/leaseDocument.js";
import { COLLECTIONS } from "../../storage/libraries.js";
import { nodeHost } from "../../storage/nodeHost.js";
import { formatTime } from "../../time/text.js";
import { runDocument, runOf } from "../runs.js";
import type { Work } from "../work.js";
import { type CheckItem, cleared, fine } from "./checkItem.js";
import { clearClientIds } from "./clearClientIds.js";

/** Frees the leases of processes that are gone. */
export async function checkLeases({ desk }: Work): Promise<CheckItem> {
  const { records } = desk.storage;
  const { documents } = await records.find(COLLECTIONS.leases);
  const freed: string[] = [];
  const held: string[] = [];
  for (const { name } of documents) {
    const lease = await readLease(records, String(name));
    if (lease.holder === null) continue;
    const { process } = lease.holder;
    if ((await nodeHost.look(process)) !== "gone") {
      held.push(`${lease.name} by ${processText(process)}`);
      continue;
    }
    const free = { ...lease, fence: lease.fence + 1n, beat: lease.beat + 1, holder: null };
    if (await records.compareAndSet(leaseChange(lease, free)))
      freed.push(`${lease.name} of ${processText(process)}`);
  }
  if (freed.length > 0)
    return cleared("leases", `freed, because their processes are gone: ${freed.join(", ")}`);
  return fine("leases", `none is left behind; held: ${held.join(", ") || "none"}`);
}

/** Marks the runs that never ended as failed. */
export async function checkRuns(work: Work): Promise<CheckItem> {
  const { desk } = work;
  const { documents } = await desk.storage.records.find(COLLECTIONS.runs, { equals: { status: "running" } });
  const ended: string[] = [];
  for (const document of documents) {
    const run = runOf(document);
    const { host, pid, processStart: start } = run;
    if ((await nodeHost.look({ host, pid, start, thread: 0 })) !== "gone") continue;
    const message = "its process ended without a word; the next run takes up where it was";
    const failed = runDocument({ ...run, status: "failed", message });
    await work.commit((batch) => batch.putRecord(COLLECTIONS.runs, failed, { status: "running" }));
    ended.push(`${run.process} of ${formatTime(desk.wallTime(run.started)).slice(0, 16)}`);
  }
  if (ended.length === 0) return fine("runs", "none was broken off");
  return cleared(
    "runs",
    `broken off, and marked as failed: ${ended.join(", ")}; see why in their echo files`,
  );
}

/** Clears client ids that nobody is connected under. */
export async function checkClientIds(work: Work): Promise<CheckItem> {
  const items = await clearClientIds(work, false);
  const gone = items.filter(({ status }) => status === "cleared").map(({ name }) => name);
  if (gone.length > 0) return cleared("broker client ids", `cleared: ${gone.join(", ")}`);
  return fine("broker client ids", items.length === 0 ? "none is used" : `${items.length} in use`);
}
