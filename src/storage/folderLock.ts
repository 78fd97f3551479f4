import { createHash, randomUUID } from "node:crypto";
import { open, readdir, rm } from "node:fs/promises";
import { ContangoError } from "../errors/contangoError.js";
import type { ProcessIdentity } from "./host.js";
import { nodeHost } from "./nodeHost.js";

const PREFIX = ".lock~";

/** How long to wait for the holder of a lock, in milliseconds. */
const PATIENCE = 30_000;

/**
 * Takes the lock on a folder; gives the function that gives it back. Whoever wants it makes a file of a name of its
 * own, and has the lock when it then sees no other such file; else it removes its own, waits and tries again. Of two
 * processes the one that looks last sees the other's file, so two never hold it; a name is never used twice, so a
 * file of a process that is gone can be removed by anyone.
 *
 * @throws ContangoError `STORE_BUSY` (retryable) where others hold it for 30 seconds.
 */
export async function folderLock(folder: string): Promise<() => Promise<void>> {
  const self = await nodeHost.self();
  const start = nodeHost.monotonic();
  for (let attempt = 0; ; attempt++) {
    const mine = lockName(self);
    await (await open(`${folder}/${mine}`, "wx")).close();
    const release = (): Promise<void> => rm(`${folder}/${mine}`, { force: true });
    let holder: string | undefined;
    try {
      holder = await otherHolder(folder, mine, self);
    } catch (error) {
      await release();
      throw error;
    }
    if (holder === undefined) return release;
    await release();
    if (nodeHost.monotonic() - start > PATIENCE) throw busy(folder, holder);
    await nodeHost.sleep(Math.min(2 ** attempt, 20) * (0.5 + Math.random()));
  }
}

/** The name holds who made it, so that it is complete as soon as it is there. */
const lockName = ({ host, pid, start }: ProcessIdentity): string =>
  `${PREFIX}${hostMark(host)}~${pid}~${encodeURIComponent(start)}~${randomUUID()}`;

const hostMark = (host: string): string => createHash("sha256").update(host).digest("hex").slice(0, 16);

/** The lock file of another holder that may be at work; files of holders that are gone are removed. */
async function otherHolder(folder: string, mine: string, self: ProcessIdentity): Promise<string | undefined> {
  for (const name of await readdir(folder)) {
    if (!name.startsWith(PREFIX) || name === mine) continue;
    const [mark, pid, start] = name.slice(PREFIX.length).split("~");
    if (mark !== hostMark(self.host)) return name;
    const holder = { host: self.host, pid: Number(pid), start: decodeURIComponent(start ?? ""), thread: 0 };
    if ((await nodeHost.look(holder)) !== "gone") return name;
    await rm(`${folder}/${name}`, { force: true });
  }
  return undefined;
}

function busy(folder: string, holder: string): ContangoError {
  return new ContangoError(
    "STORE_BUSY",
    "csv",
    `another process holds ${folder} by its file ${holder}; repeat, or remove the file where that process is on another machine and gone`,
    { retryable: true, details: { folder, holder } },
  );
}
