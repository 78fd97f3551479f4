import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { BenchRow } from "./bench.js";

const entry = fileURLToPath(new URL("../dist/index.js", import.meta.url));

/** What `import "contango"` adds to the start of an empty script, from the built package. */
export async function bench(): Promise<BenchRow[]> {
  if (!existsSync(entry)) throw new Error("run `npm run build` first: this bench measures dist/index.js");
  const folder = mkdtempSync(join(tmpdir(), "contango-import-"));
  const empty = join(folder, "empty.mjs");
  const full = join(folder, "import.mjs");
  writeFileSync(empty, "");
  writeFileSync(full, `import ${JSON.stringify(entry)};\n`);
  const differences: number[] = [];
  for (let run = 0; run < 21; run++) differences.push(milliseconds(full) - milliseconds(empty));
  rmSync(folder, { recursive: true });
  const value = differences.sort((a, b) => a - b)[10]!;
  return [
    { what: 'import "contango" over an empty script, median of 21', value, unit: "ms", bound: "<= 60 ms" },
  ];
}

function milliseconds(file: string): number {
  const start = performance.now();
  spawnSync(process.execPath, [file]);
  return performance.now() - start;
}
