/** Which contracts are collected, and when they expire. */
import { runScript, updateSampledContracts } from "contango";
import { openMyDesk } from "./desk.js";

await runScript(openMyDesk, updateSampledContracts);
