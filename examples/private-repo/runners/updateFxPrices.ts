/** FX prices from the broker; a spike is refused, and mailed. */
import { runScript, updateFxPrices } from "contango";
import { openMyDesk } from "./desk.js";

await runScript(openMyDesk, updateFxPrices);
