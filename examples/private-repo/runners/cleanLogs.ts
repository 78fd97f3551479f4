/** Log entries and run records of more than a year ago go. */
import { cleanLogs, runScript } from "contango";
import { openMyDesk } from "./desk.js";

await runScript(openMyDesk, cleanLogs);
