/**
 * Runs the tests under time zones other than the machine's usual UTC: stored times are wall times, so the machine's zone may not
 * matter. All but what has no clock in the zone that is furthest off; in the others those that read a clock or text with times.
 */
import { spawnSync } from "node:child_process";

const folders = (names: readonly string[]): readonly string[] => names.map((name) => `test/${name}/`);
const TIMELESS = folders(["backtest", "charts", "docs", "examples", "reports"]);
const CLOCKS = folders([
  ...["broker", "desk", "launchers", "log", "mail", "prices", "schedule", "series", "storage/csv", "time"],
  ...["production/housekeeping", "production/positions", "production/prices"],
]);
const ZONES: Readonly<Record<string, readonly string[]>> = {
  "Pacific/Apia": TIMELESS.flatMap((folder) => ["--exclude", `${folder}**`]),
  "America/Chicago": CLOCKS,
  "Asia/Tokyo": CLOCKS,
};
const [reports] = process.argv.slice(2);
let failed = 0;
for (const [zone, which] of Object.entries(ZONES)) {
  const report =
    reports === undefined
      ? []
      : ["--reporter=json", `--outputFile.json=${reports}/zone-${zone.replaceAll("/", "-")}.json`];
  const started = performance.now();
  const { status } = spawnSync("npx", ["vitest", "run", "--reporter=dot", ...which, ...report], {
    stdio: "inherit",
    env: { ...process.env, TZ: zone },
  });
  console.log(
    `TZ=${zone}: ${status === 0 ? "passed" : "FAILED"} (${((performance.now() - started) / 1000).toFixed(0)} s)`,
  );
  if (status !== 0) failed++;
}
process.exitCode = failed === 0 ? 0 : 1;
