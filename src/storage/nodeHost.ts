import { randomUUID } from "node:crypto";
import { readFile, readlink } from "node:fs/promises";
import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { threadId } from "node:worker_threads";
import type { Host, ProcessIdentity } from "./host.js";

let self: Promise<ProcessIdentity> | undefined;

/** The machine that Node runs on. */
export const nodeHost: Host = {
  self() {
    self ??= identify();
    return self;
  },
  async look({ host, pid, start }) {
    if (host !== (await nodeHost.self()).host) return "elsewhere";
    const started = await startOf(pid);
    return (started === undefined ? isRunning(pid) : started === start) ? "running" : "gone";
  },
  monotonic: () => performance.now(),
  now: () => new Date(),
  sleep: async (milliseconds) => {
    await sleep(milliseconds);
  },
  newId: randomUUID,
  random: Math.random,
};

async function identify(): Promise<ProcessIdentity> {
  const { pid } = process;
  return { host: await hostIdentity(), pid, start: (await startOf(pid)) ?? "", thread: threadId };
}

/**
 * The host name, and on Linux what makes process ids comparable: the boot they belong to and their namespace, so
 * that two containers of one name are two hosts.
 */
async function hostIdentity(): Promise<string> {
  try {
    const boot = await readFile("/proc/sys/kernel/random/boot_id", "utf8");
    return `${hostname()}/${boot.trim()}/${await readlink("/proc/self/ns/pid")}`;
  } catch {
    return hostname();
  }
}

/**
 * When a process started: ticks since boot on Linux, a date elsewhere; empty for one that has ended and was not
 * waited for, `undefined` where it cannot be read.
 */
async function startOf(pid: number): Promise<string | undefined> {
  try {
    if (process.platform !== "linux") return await startByPs(pid);
    const stat = await readFile(`/proc/${pid}/stat`, "utf8");
    // The command name stands in parentheses and may hold anything; state and start are the 1st and 20th after it.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" || fields[0] === "X" ? "" : fields[19];
  } catch {
    return undefined;
  }
}

async function startByPs(pid: number): Promise<string | undefined> {
  const { execFile } = await import("node:child_process");
  const { stdout } = await promisify(execFile)("ps", ["-o", "lstart=", "-p", String(pid)]);
  return stdout.trim() || undefined;
}

/** True where a process of this number is at work on this machine. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
