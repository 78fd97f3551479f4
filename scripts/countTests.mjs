// Closes `.ci/run`: adds up the test reports and the steps, prints one line, and fails where anything failed or, in CI,
// was skipped.
import { existsSync, readdirSync, readFileSync } from "node:fs";

const [folder, stepsPassed, stepsFailed, failedNames = ""] = process.argv.slice(2);
let passed = Number(stepsPassed);
let failed = Number(stepsFailed);
let skipped = 0;
for (const file of readdirSync(folder).filter((name) => name.endsWith(".json"))) {
  const report = JSON.parse(readFileSync(`${folder}/${file}`, "utf8"));
  passed += report.numPassedTests;
  failed += report.numFailedTests;
  skipped += report.numPendingTests + report.numTodoTests;
  for (const suite of report.testResults) {
    for (const test of suite.assertionResults) {
      if (test.status === "pending" || test.status === "skipped" || test.status === "todo") {
        console.log(`skipped: ${test.fullName}`);
      }
    }
  }
}
if (failedNames.trim() !== "") console.log(`\nfailed steps:${failedNames}`);
console.log(`\n${passed} passed, ${failed} failed, ${skipped} skipped`);
// A skip is a failure wherever everything is at hand to run the test.
const everything =
  process.env.CONTANGO_GOLDEN !== undefined || existsSync(new URL("../../shared/golden", import.meta.url));
process.exitCode = failed > 0 || (everything && skipped > 0) ? 1 : 0;
