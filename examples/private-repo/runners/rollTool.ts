/** Roll states, and rolling the priced contract, with a preview. */
import { rollTool } from "contango";
import { atTheTerminal } from "./terminal.js";

await atTheTerminal(rollTool);
