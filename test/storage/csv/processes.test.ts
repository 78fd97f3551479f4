import { spawn } from "node:child_process";
import { mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { openCsv } from "../../../src/storage/csv/openCsv.js";
import { folderLock } from "../../../src/storage/folderLock.js";
import { assertRejects } from "../../../src/testing/storeCase.js";

const base = await mkdtemp(join(tmpdir(), "contango-csv-"));
afterAll(() => rm(base, { recursive: true }));
let root = "";
beforeEach(async () => {
  root = await mkdtemp(join(base, "data-"));
});

const counter = fileURLToPath(new URL("./countUp.ts", import.meta.url));

/** Runs `countUp.ts` in a process of its own. */
function countUp(times: number): Promise<number | null> {
  const child = spawn(process.execPath, ["--import", "tsx", counter, root, String(times)], {
    stdio: "inherit",
  });
  return new Promise((resolve) => child.on("close", resolve));
}

test("processes that add to one series lose nothing of each other", async () => {
  const times = 40;
  expect(await Promise.all([countUp(times), countUp(times)])).toEqual([0, 0]);
  const { series } = openCsv(root);
  expect((await series.read("counts", "n"))?.frame.length).toBe(2 * times);
  expect((await readdir(root)).filter((name) => name.startsWith("."))).toEqual([]);
});

describe("the lock on a folder", () => {
  test("is held by one at a time", async () => {
    let holders = 0;
    const turns = Array.from({ length: 8 }, async () => {
      const release = await folderLock(root);
      expect(++holders).toBe(1);
      await new Promise((resolve) => setTimeout(resolve, 5));
      holders--;
      await release();
    });
    await Promise.all(turns);
    expect(await readdir(root)).toEqual([]);
  });

  test("of a process that was killed is no lock", async () => {
    const program = fileURLToPath(new URL("./lockChild.ts", import.meta.url));
    const child = spawn(process.execPath, ["--import", "tsx", program, root], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await new Promise((resolve) => child.stdout.once("data", resolve));
    expect(await readdir(root)).toHaveLength(1);
    const busy = await assertRejects(folderLock(root, { patience: 50 }), "STORE_BUSY");
    expect(busy.message).toMatch(new RegExp(`process ${child.pid} holds ${root}; let it end`));
    const gone = new Promise((resolve) => child.once("close", resolve));
    child.kill("SIGKILL");
    await gone;
    expect(await readdir(root)).toHaveLength(1);
    await (await folderLock(root, { patience: 50 }))();
    expect(await readdir(root)).toEqual([]);
  });

  test("of a process whose number another has now is no lock", async () => {
    const release = await folderLock(root);
    const [name] = await readdir(root);
    const [host, mark, pid] = name!.split("~").slice(1);
    await release();
    await writeFile(join(root, `.lock~${host}~${mark}~${pid}~1~a`), "");
    await (await folderLock(root, { patience: 50 }))();
    expect(await readdir(root)).toEqual([]);
  });

  /** As a power-off leaves it, or another machine makes it. */
  const elsewhere = async (): Promise<string> => {
    const file = join(root, ".lock~desk-2~0123456789abcdef~4711~1~a");
    await writeFile(file, "");
    return file;
  };

  test("of a machine that went down is taken over when it has given no sign of life", async () => {
    await elsewhere();
    const start = performance.now();
    const release = await folderLock(root, { patience: 50, silence: 300 });
    expect(performance.now() - start).toBeGreaterThanOrEqual(300);
    expect(await readdir(root)).toEqual([expect.stringMatching(/^\.lock~(?!desk-2~)/)]);
    await release();
  });

  test("of another machine that is alive is left, and whoever waits is told what to remove", async () => {
    const file = await elsewhere();
    let sign = 0;
    const alive = setInterval(() => void utimes(file, ++sign, sign), 20);
    try {
      const error = await assertRejects(folderLock(root, { patience: 400, silence: 300 }), "STORE_BUSY");
      expect(error.message).toContain(`process 4711 on desk-2 holds ${root} and is alive`);
      expect(error.message).toContain(`Only if that process is certainly gone, remove ${file}`);
      expect(error.retryable).toBe(true);
    } finally {
      clearInterval(alive);
    }
  });
});
