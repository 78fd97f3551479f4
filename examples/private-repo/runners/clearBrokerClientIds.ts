/** Client ids at the broker are free again: only while nothing is connected. */
import { clearBrokerClientIds, runScript } from "contango";
import { openMyDesk } from "./desk.js";

await runScript(openMyDesk, clearBrokerClientIds);
