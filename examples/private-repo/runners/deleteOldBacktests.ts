/** Old backtests go. */
import { deleteOldBacktests, runScript } from "contango";
import { openMyDesk } from "./desk.js";

await runScript(openMyDesk, deleteOldBacktests);
