/** Daily and hourly prices of the sampled contracts; a spike is refused, and mailed. */
import { runScript, updateHistoricalPrices } from "contango";
import { openMyDesk } from "./desk.js";

await runScript(openMyDesk, updateHistoricalPrices);
