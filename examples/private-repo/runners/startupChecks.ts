/** What has to be in order before anything else runs: the store, the clock, leases of dead processes, folders, the broker. */
import { runScript, startupChecks } from "contango";
import { openMyDesk } from "./desk.js";

await runScript(openMyDesk, startupChecks);
