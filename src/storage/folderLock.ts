import { createHash, randomUUID } from "node:crypto";
import { open, readdir, rm, stat, utimes } from "node:fs/promises";
import { ContangoError } from "../errors/contangoError.js";
import type { ProcessIdentity } from "./host.js";
import { nodeHost } from "./nodeHost.js";

const PREFIX = ".lock~";

/** How often a holder shows that it is alive, in milliseconds. */
const SIGN_OF_LIFE = 10_000;

export interface FolderLockOptions {
  /** How long to wait for a holder that is alive, in milliseconds. */
  readonly patience?: number;
  /** How long a holder that cannot be seen from here may give no sign of life before it counts as gone, in milliseconds. */
  readonly silence?: number;
}

/**
 * Takes the lock on a folder; gives the function that gives it back. Whoever wants it makes a file of a name of its
 * own, and has the lock when it then sees no other such file; else it removes its own, waits and tries again. Of two
 * processes the one that looks last sees the other's file, so two never hold it; a name is never used twice, so a
 * file of a process that is gone can be removed by anyone.
 *
 * A process of this machine is gone when it does not run. One that cannot be seen, on another machine or on this one before it
 * was started anew, is gone when the time of its file, which a holder sets every ten seconds, has stood still for a minute and a
 * half.
 *
 * @throws ContangoError `STORE_BUSY` (retryable) where others that are alive hold it for 30 seconds.
 */
export async function folderLock(
  folder: string,
  { patience = 30_000, silence = 90_000 }: FolderLockOptions = {},
): Promise<() => Promise<void>> {
  const self = await nodeHost.self();
  const start = nodeHost.monotonic();
  const signs: Signs = new Map();
  for (let attempt = 0; ; attempt++) {
    const file = `${folder}/${lockName(self)}`;
    await (await open(file, "wx")).close();
    let holder: Holder | undefined;
    try {
      holder = await otherHolder(folder, file, self, signs, silence);
      if (holder === undefined) return keepLock(file);
    } catch (error) {
      await rm(file, { force: true });
      throw error;
    }
    await rm(file, { force: true });
    const mayBeGone = holder.seen === "silent";
    const waited = nodeHost.monotonic() - start;
    // One after the other may be silent, where each has just come.
    if (waited > (mayBeGone ? patience + silence : patience)) throw busy(folder, holder);
    await nodeHost.sleep(Math.min(2 ** attempt, mayBeGone ? 200 : 20) * (0.5 + Math.random()));
  }
}

/** Shows signs of life until the lock is given back. */
function keepLock(file: string): () => Promise<void> {
  const timer = setInterval(() => {
    const now = new Date();
    // Where the lock was taken over, the file is gone.
    utimes(file, now, now).catch(() => undefined);
  }, SIGN_OF_LIFE);
  timer.unref();
  return () => {
    clearInterval(timer);
    return rm(file, { force: true });
  };
}

/** The name holds who made it, so that it is complete as soon as it is there. */
function lockName({ host, pid, start }: ProcessIdentity): string {
  const name = encodeURIComponent(host.split("/")[0] ?? "").slice(0, 60);
  return `${PREFIX}${name}~${hostMark(host)}~${pid}~${encodeURIComponent(start)}~${randomUUID()}`;
}

const hostMark = (host: string): string => createHash("sha256").update(host).digest("hex").slice(0, 16);

/** The time of a lock file as it was first seen, and since when it has been the same. */
type Signs = Map<string, { readonly first: bigint; readonly last: bigint; readonly since: number }>;

interface Holder {
  readonly file: string;
  readonly pid: string;
  readonly host: string;
  /** `silent`: it cannot be seen from here, and has given no sign of life yet. */
  readonly seen: "running" | "alive" | "silent";
}

/** Another holder that may be at work; files of holders that are gone are removed. */
async function otherHolder(
  folder: string,
  mine: string,
  self: ProcessIdentity,
  signs: Signs,
  silence: number,
): Promise<Holder | undefined> {
  for (const name of await readdir(folder)) {
    const file = `${folder}/${name}`;
    if (!name.startsWith(PREFIX) || file === mine) continue;
    const [host = "", mark, pid = "", start = ""] = name.slice(PREFIX.length).split("~");
    const seen =
      mark === hostMark(self.host)
        ? await lookHere(self.host, Number(pid), decodeURIComponent(start))
        : await lookFromAfar(file, signs, silence);
    if (seen !== "gone") return { file, pid, host, seen };
    await rm(file, { force: true });
  }
  return undefined;
}

async function lookHere(host: string, pid: number, start: string): Promise<"running" | "gone"> {
  return (await nodeHost.look({ host, pid, start, thread: 0 })) === "gone" ? "gone" : "running";
}

async function lookFromAfar(
  file: string,
  signs: Signs,
  silence: number,
): Promise<"alive" | "silent" | "gone"> {
  const last = await stat(file, { bigint: true }).then(
    ({ mtimeNs }) => mtimeNs,
    () => undefined,
  );
  if (last === undefined) return "gone";
  const now = nodeHost.monotonic();
  const before = signs.get(file);
  if (before?.last !== last) {
    signs.set(file, { first: before?.first ?? last, last, since: now });
    return before === undefined ? "silent" : "alive";
  }
  if (now - before.since >= silence) return "gone";
  return before.first === last ? "silent" : "alive";
}

function busy(folder: string, { file, pid, host, seen }: Holder): ContangoError {
  const what =
    seen === "running"
      ? `process ${pid} holds ${folder}; let it end, or end it, and repeat`
      : `process ${pid} on ${decodeURIComponent(host)} holds ${folder} and is alive; let it end, and repeat. Only if that process is certainly gone, remove ${file}`;
  return new ContangoError("STORE_BUSY", "csv", what, { retryable: true, details: { folder, holder: file } });
}
