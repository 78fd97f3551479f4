/** Echo files cut to their last 20,000 lines. */
import { runScript, truncateEchoFiles } from "contango";
import { openMyDesk } from "./desk.js";

await runScript(openMyDesk, truncateEchoFiles);
