/** What to trade, from optimal positions and those held. */
import { runScript, tradesToDo } from "contango";
import { openMyDesk } from "./desk.js";

await runScript(openMyDesk, tradesToDo);
