/** Spikes in FX prices, one by one. */
import { checkFxPrices } from "contango";
import { atTheTerminal } from "./terminal.js";

await atTheTerminal(checkFxPrices);
