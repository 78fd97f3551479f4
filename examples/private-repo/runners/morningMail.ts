/** One mail with everything that waits for you. */
import { morningMail, runScript } from "contango";
import { openMyDesk } from "./desk.js";

await runScript(openMyDesk, morningMail);
