/** `npm run repl`: a prompt with the desk, its data by name, and everything that contango exports. */
import { startRepl } from "contango/repl";
import { openMyDesk } from "./desk.js";

await startRepl(openMyDesk);
