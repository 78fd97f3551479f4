/** Everything into CSV files. */
import { backupToCsv, runScript } from "contango";
import { openMyDesk } from "./desk.js";

await runScript(openMyDesk, backupToCsv);
