/** Where the positions at the broker, in the books and of the strategies differ. */
import { positionBreaks, runScript } from "contango";
import { openMyDesk } from "./desk.js";

await runScript(openMyDesk, positionBreaks);
