/** Fills from the executions at the broker. */
import { pickUpFills, runScript } from "contango";
import { openMyDesk } from "./desk.js";

await runScript(openMyDesk, pickUpFills);
