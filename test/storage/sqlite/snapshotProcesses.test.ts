import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { openSqlite } from "../../../src/sqlite.js";
import { restoreSnapshot } from "../../../src/storage/sqlite/restoreSnapshot.js";
import { assertSameFrame, dailyFrame } from "../../../src/testing/assertFrame.js";
import { scratchFolders } from "../composition/scratch.js";
import { COUNTER, COUNTERS, LIBRARY, SYMBOL } from "./contention.js";

const newFolder = scratchFolders();
const script = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const start = (name: string, ...args: readonly string[]) =>
  spawn(process.execPath, ["--import", "tsx", script(name), ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
const ended = (child: ReturnType<typeof start>): Promise<number | null> =>
  new Promise((resolve) => {
    child.on("close", resolve);
  });

test("a snapshot is of one moment while another process writes", async () => {
  const folder = newFolder();
  const file = `${folder}/desk.db`;
  const engine = await openSqlite(file);
  const writer = start("contender.ts", file, "120");
  const done = ended(writer);
  let writing = true;
  void done.then(() => {
    writing = false;
  });
  // The contender counts first and appends a row then: a moment has as many rows as the count, or one less.
  const rows: number[] = [];
  for (let at = 0; writing; at++) {
    await engine.snapshot(`${folder}/${at}.sqlite`);
    const taken = await openSqlite({ file: `${folder}/${at}.sqlite`, readOnly: true });
    const count = Number((await taken.records.get(COUNTERS, COUNTER))?.count ?? 0);
    const length = (await taken.series.info(LIBRARY, SYMBOL))?.rows ?? 0;
    await taken.series.close();
    expect([count, count - 1]).toContain(length);
    rows.push(length);
    await sleep(5);
  }
  expect(await done).toBe(0);
  expect(rows.filter((length) => length > 0 && length < 120).length, `rows seen: ${rows}`).toBeGreaterThan(0);
  await engine.series.close();
});

test("a restore that is killed leaves a whole store or none, and its rest goes with the next one", async () => {
  const folder = newFolder();
  const [snapshot, to] = [`${folder}/snapshot.sqlite`, `${folder}/new.db`];
  const engine = await openSqlite(`${folder}/desk.db`);
  const frame = dailyFrame(0, 400_000);
  await engine.series.apply({ kind: "write", library: LIBRARY, symbol: SYMBOL, frame });
  await engine.snapshot(snapshot);
  await engine.series.close();

  for (const after of [0, 4, 12]) {
    const child = start("snapshotChild.ts", snapshot, to);
    const done = ended(child);
    await new Promise((resolve) => child.stdout.once("data", resolve));
    await sleep(after);
    child.kill("SIGKILL");
    await done;
    if (existsSync(to)) break;
  }
  if (!existsSync(to))
    expect(await restoreSnapshot({ file: snapshot, to })).toMatchObject({ status: "restored" });
  const restored = await openSqlite(to);
  assertSameFrame((await restored.series.read(LIBRARY, SYMBOL))?.frame, frame);
  await restored.series.close();
  expect(readdirSync(folder).sort()).toEqual(["desk.db", "new.db", "snapshot.sqlite"]);
}, 30_000);
