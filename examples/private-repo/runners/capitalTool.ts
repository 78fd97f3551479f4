/** Total capital: set up, update, deposits and withdrawals, corrections. */
import { capitalTool } from "contango";
import { atTheTerminal } from "./terminal.js";

await atTheTerminal(capitalTool);
