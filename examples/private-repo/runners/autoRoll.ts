/** Rolls that need no decision. */
import { autoRoll, runScript } from "contango";
import { openMyDesk } from "./desk.js";

await runScript(openMyDesk, autoRoll);
