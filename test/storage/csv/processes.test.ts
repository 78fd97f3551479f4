import { spawn } from "node:child_process";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { openCsv } from "../../../src/storage/csv/openCsv.js";
import { folderLock } from "../../../src/storage/folderLock.js";

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

  test("of a process that is gone is no lock", async () => {
    const release = await folderLock(root);
    const [name] = await readdir(root);
    const [mark, pid, start] = name!.slice(".lock~".length).split("~");
    await release();
    // No process has this number; and this one did not start at that moment.
    await writeFile(join(root, `.lock~${mark}~999999999~${start}~a`), "");
    await writeFile(join(root, `.lock~${mark}~${pid}~1~b`), "");
    await (await folderLock(root))();
    expect(await readdir(root)).toEqual([]);
  });
});
