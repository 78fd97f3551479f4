import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { openSqlite } from "../../../src/sqlite.js";
import { COUNTER, COUNTERS, LIBRARY, SYMBOL } from "./contention.js";
import { temporaryFiles } from "./temporaryFiles.js";

const newFile = temporaryFiles();
const contender = fileURLToPath(new URL("contender.ts", import.meta.url));

/** Resolves with what the process wrote to its error stream, and its exit code. */
function contend(
  file: string,
  times: number,
): Promise<{ readonly errors: string; readonly code: number | null }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["--import", "tsx", contender, file, String(times)]);
    let errors = "";
    child.stderr.on("data", (text: Buffer) => {
      errors += text.toString();
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ errors, code }));
  });
}

test("several processes make the same file and write to it, and no write is lost", async () => {
  const [file, processes, times] = [newFile(), 4, 25];
  const ended = await Promise.all(Array.from({ length: processes }, () => contend(file, times)));
  for (const { errors, code } of ended) expect(code, errors).toBe(0);
  const { series, records } = await openSqlite(file);
  expect((await records.get(COUNTERS, COUNTER))?.count).toBe(processes * times);
  const stored = await series.read(LIBRARY, SYMBOL);
  expect([...stored!.frame.time]).toEqual(Array.from({ length: processes * times }, (_, row) => row));
  await series.close();
});
