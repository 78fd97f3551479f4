/** One soak, in a process of its own: `node --expose-gc --import tsx program.ts '{"kind":"sqlite","seed":"1","days":250}'`. */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runSoak, type SoakOptions } from "./soak.js";

const order = JSON.parse(process.argv[2] ?? "{}") as Partial<Omit<SoakOptions, "folder">>;
const folder = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "contango-soak-"));
try {
  const report = await runSoak({ kind: "sqlite", seed: "1", days: 250, ...order, folder });
  console.log(JSON.stringify(report));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
