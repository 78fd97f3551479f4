import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { readRuns } from "../../src/production/runs.js";
import { openStorage } from "../../src/storage/openStorage.js";
import { openSqlite } from "../../src/storage/sqlite/engine.js";

const script = fileURLToPath(new URL("script.ts", import.meta.url));
const started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill("SIGKILL");
});

interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly out: string;
  readonly err: string;
}

function begin(...args: readonly string[]): {
  readonly child: ChildProcess;
  readonly err: () => string;
  readonly end: Promise<Ended>;
} {
  const child = spawn(process.execPath, ["--import", "tsx", script, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  started.push(child);
  let [out, err] = ["", ""];
  child.stdout!.on("data", (text) => {
    out += text;
  });
  child.stderr!.on("data", (text) => {
    err += text;
  });
  const end = once(child, "close").then(([code, signal]): Ended => ({ code, signal, out, err }));
  return { child, err: () => err, end };
}

const run = (...args: readonly string[]): Promise<Ended> => begin(...args).end;

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 10));
}

describe("runScript [row 29] [row 64]", () => {
  const folder = mkdtempSync(join(tmpdir(), "contango-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  let number = 0;
  const file = (): string => join(folder, `desk${number++}.sqlite`);

  it("prints the outcome and ends with 0 when all is done", async () => {
    const { code, out } = await run(file(), "write", "3");
    expect(out).toMatch(/^updateThings, .*: done, 3 written/);
    expect(code).toBe(0);
  });

  it("ends with 1 where a person is needed, 2 where all failed or it threw", async () => {
    const [spike, fail, thrown] = await Promise.all([
      run(file(), "spike", "1"),
      run(file(), "fail", "1"),
      run(file(), "throw"),
    ]);
    expect([spike.code, fail.code, thrown.code]).toEqual([1, 2, 2]);
    expect(thrown.err).toContain("nothing can be done");
  });

  it("ends with 3 while another is at work, and leaves that one alone", async () => {
    const database = file();
    const first = begin(database, "slow", "26");
    await until(() => first.err().includes("at B"));
    const second = await run(database, "write", "3");
    expect(second.code).toBe(3);
    expect(second.out).toContain(`process ${first.child.pid}`);
    first.child.kill("SIGTERM");
    expect((await first.end).out).toContain("stopped");
  });

  it("stops between two items at SIGTERM, closes the desk, and says so", async () => {
    const database = file();
    const { child, err, end } = begin(database, "slow", "20");
    await until(() => err().includes("at B"));
    child.kill("SIGTERM");
    const { code, out } = await end;
    expect(code).toBe(2);
    expect(out).toMatch(/updateThings, .*: stopped, 2 written/);
    const storage = await openStorage(await openSqlite(database));
    expect((await storage.series.list("spotfx_prices")).length).toBe(2);
    expect((await readRuns(storage))[0]).toMatchObject({ status: "stopped", items: 2 });
    await storage.close();
  });

  it("leaves nothing that blocks the next run when it is killed", async () => {
    const database = file();
    const { child, err, end } = begin(database, "slow", "20");
    await until(() => err().includes("at C"));
    child.kill("SIGKILL");
    expect((await end).signal).toBe("SIGKILL");
    const { code, out } = await run(database, "write", "20");
    expect(out).toContain("done, 20 written");
    expect(code).toBe(0);
  });

  it("does a dry run, and keeps quiet, where the command line says so", async () => {
    const database = file();
    expect((await run(database, "write", "3", "--dry-run")).out).toContain("updateThings (dry run)");
    const storage = await openStorage(await openSqlite(database));
    expect(await storage.series.list("spotfx_prices")).toEqual([]);
    await storage.close();
    expect((await run(database, "write", "3", "--quiet")).out).toBe("");
    const wrong = await run(database, "write", "3", "--dryrun");
    expect(wrong).toMatchObject({
      code: 2,
      err: '"--dryrun" is not understood; a script takes --dry-run, --quiet\n',
    });
  });
});
