/** Recent prices of each source beside one another. */
import { crossCheckPrices, runScript } from "contango";
import { openMyDesk } from "./desk.js";

await runScript(openMyDesk, crossCheckPrices);
