/** A checked copy of the store. */
import { runScript, storeSnapshot } from "contango";
import { openMyDesk } from "./desk.js";

await runScript(openMyDesk, storeSnapshot);
