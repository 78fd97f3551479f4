/** `npm run day`: every process of a day once, in order; `npm run day -- --dry-run` only says what they would do. */
import { EXIT_CODES, runDay } from "contango";
import { openMyDesk } from "./desk.js";

await using desk = await openMyDesk();
const outcomes = await runDay(desk, {
  dryRun: process.argv.includes("--dry-run"),
  onOutcome: (outcome) => console.log(String(outcome)),
});
process.exitCode = Math.max(...outcomes.map(({ status }) => EXIT_CODES[status]));
