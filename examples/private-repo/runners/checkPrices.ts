/** Spikes in contract prices, one by one: accept, take the previous value, or type one. */
import { checkPrices } from "contango";
import { atTheTerminal } from "./terminal.js";

await atTheTerminal(checkPrices);
