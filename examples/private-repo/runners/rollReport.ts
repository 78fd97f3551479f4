/** What rolls when, mailed. */
import { rollReport, runScript } from "contango";
import { openMyDesk } from "./desk.js";

await runScript(openMyDesk, rollReport);
