/** Looking at prices, capital, positions, logs, backtests. */
import { diagnostics } from "contango";
import { atTheTerminal } from "./terminal.js";

await atTheTerminal(diagnostics);
