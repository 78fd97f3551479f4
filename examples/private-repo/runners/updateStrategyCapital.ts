/** Total capital, shared out among the strategies. */
import { runScript, updateStrategyCapital } from "contango";
import { openMyDesk } from "./desk.js";

await runScript(openMyDesk, updateStrategyCapital);
