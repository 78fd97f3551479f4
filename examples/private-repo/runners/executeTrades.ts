/** Hands trades to the broker, for strategies whose automation is automatic; does nothing where there are none. */
import { executeTrades, runScript } from "contango";
import { openMyDesk } from "./desk.js";

await runScript(openMyDesk, executeTrades);
