/** `npm run schedule`: one long-lived program that runs every process at its time; stop it with Ctrl-C or SIGTERM. */
import { ALL_PROCESSES, runSchedule, SUGGESTED_SCHEDULE } from "contango";
import { openMyDesk } from "./desk.js";

const stop = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => stop.abort());

await using desk = await openMyDesk();
await runSchedule(desk, SUGGESTED_SCHEDULE, {
  processes: ALL_PROCESSES,
  signal: stop.signal,
  onOutcome: (outcome) => console.log(String(outcome)),
});
