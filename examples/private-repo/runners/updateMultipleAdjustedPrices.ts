/** Multiple and adjusted prices from contract prices. */
import { runScript, updateMultipleAdjustedPrices } from "contango";
import { openMyDesk } from "./desk.js";

await runScript(openMyDesk, updateMultipleAdjustedPrices);
