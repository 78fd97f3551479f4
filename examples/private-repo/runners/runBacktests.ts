/** The launcher of every strategy: optimal positions for tomorrow. */
import { runBacktests, runScript } from "contango";
import { openMyDesk } from "./desk.js";

await runScript(openMyDesk, runBacktests);
