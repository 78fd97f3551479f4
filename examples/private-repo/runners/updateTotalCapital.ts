/** Total capital from the account value at the broker; a jump of more than 10% is refused, and mailed. */
import { runScript, updateTotalCapital } from "contango";
import { openMyDesk } from "./desk.js";

await runScript(openMyDesk, updateTotalCapital);
