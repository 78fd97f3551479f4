/** Runs the unit tests under four time zones: stored times are wall times, so the machine's zone may not matter. */
import { spawnSync } from "node:child_process";

const ZONES = ["UTC", "America/Chicago", "Asia/Tokyo", "Pacific/Apia"];
const [reports] = process.argv.slice(2);
let failed = 0;
for (const zone of ZONES) {
  const report =
    reports === undefined
      ? []
      : ["--reporter=json", `--outputFile.json=${reports}/zone-${zone.replaceAll("/", "-")}.json`];
  const started = performance.now();
  const { status } = spawnSync("npx", ["vitest", "run", "--reporter=dot", ...report], {
    stdio: "inherit",
    env: { ...process.env, TZ: zone, CONTANGO_UNIT_ONLY: "1" },
  });
  console.log(
    `TZ=${zone}: ${status === 0 ? "passed" : "FAILED"} (${((performance.now() - started) / 1000).toFixed(0)} s)`,
  );
  if (status !== 0) failed++;
}
process.exitCode = failed === 0 ? 0 : 1;
