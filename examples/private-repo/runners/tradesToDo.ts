/** What to trade, from optimal positions and those held: printed, and mailed if there is anything (`--mail=false`: not mailed). */
import { runScript, tradesToDo } from "contango";
import { openMyDesk } from "./desk.js";

await runScript(openMyDesk, tradesToDo, { options: { mail: true } });
