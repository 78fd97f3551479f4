import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundle } from "./bundle.js";
import { type CompositionName, openFolder } from "./compositions.js";
import type { CrashOrder } from "./crashChild.js";
import { contentChecksum, LOAD, type Step, UPDATE } from "./work.js";

/**
 * Kills a process before its 1st, 2nd, 3rd … write until it ends untouched (`stride`: only before every so many),
 * and each time looks at what it left: everything that it acknowledged is there and nothing is torn, nothing is left
 * staged, and doing the work again ends as if it had never been killed. Gives the number of kills.
 */
export async function killEverywhere(
  composition: CompositionName,
  work: "load" | "update",
  stride = 1,
): Promise<number> {
  await using child = await bundle("crashChild");
  const root = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "contango-crash-"));
  try {
    return await killAll(child.path, root, composition, work, stride);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

async function killAll(
  child: string,
  root: string,
  composition: CompositionName,
  work: "load" | "update",
  stride: number,
): Promise<number> {
  const steps = work === "load" ? LOAD : UPDATE;
  const fresh = async (name: string): Promise<string> => {
    const folder = join(root, name);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder);
    if (work === "update") await statesOf(composition, folder, LOAD);
    return folder;
  };
  const states = await statesOf(composition, await fresh("untouched"), steps);
  assert.equal(new Set(states).size, steps.length + 1, "every step changes something");
  for (let killAt = 1, kills = 0; ; killAt += stride, kills++) {
    const folder = await fresh("killed");
    const { killed, acknowledged, boundaries } = await run(child, { composition, folder, work, killAt });
    const where = `${composition}, ${work} killed before write ${killAt}, after ${acknowledged} steps`;
    await using storage = await openFolder(composition, folder);
    const found = states.indexOf(await contentChecksum(storage));
    assert.ok(found === acknowledged || found === acknowledged + 1, `${where}: finds state ${found}`);
    for (const step of steps) await step(storage);
    assert.equal(await contentChecksum(storage), states.at(-1), `${where}: repeating ends otherwise`);
    assert.deepEqual(await storage.series.leftovers(), [], `${where}: something is left staged`);
    if (killed) continue;
    assert.ok(boundaries < killAt, `${where}: was not killed`);
    return kills;
  }
}

/** Runs the child; the signal that ended it, the steps it acknowledged and, where it ended by itself, its boundaries. */
async function run(
  child: string,
  order: Omit<CrashOrder, "log">,
): Promise<{
  readonly killed: boolean;
  readonly acknowledged: number;
  readonly boundaries: number;
}> {
  const log = `${order.folder}.log`;
  rmSync(log, { force: true });
  const process = spawn(globalThis.process.execPath, [child, JSON.stringify({ ...order, log })], {
    stdio: ["ignore", "inherit", "inherit"],
  });
  const signal = await new Promise<NodeJS.Signals | null>((resolve, reject) => {
    process.on("error", reject);
    process.on("exit", (code, ended) => {
      if (code !== null && code !== 0) reject(new Error(`the child failed with ${code}`));
      else resolve(ended);
    });
  });
  const [steps = "", boundaries = "0"] = readFileSync(log, "utf8").split(" ");
  return { killed: signal === "SIGKILL", acknowledged: steps.length, boundaries: Number(boundaries) };
}

/** The checksum of everything before the work and after each of its steps. */
async function statesOf(
  composition: CompositionName,
  folder: string,
  steps: readonly Step[],
): Promise<readonly string[]> {
  await using storage = await openFolder(composition, folder);
  const states = [await contentChecksum(storage)];
  for (const step of steps) {
    await step(storage);
    states.push(await contentChecksum(storage));
  }
  return states;
}
