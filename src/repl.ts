import * as contango from "./index.js";
import type { Desk } from "./production/desk.js";
import { requireDesk } from "./production/requireDesk.js";
import { type ReplOptions, startRepl as start } from "./repl/startRepl.js";

export type { ReplOptions } from "./repl/startRepl.js";

/**
 * Opens a prompt with a desk at hand, its data by name, and everything that `contango` exports.
 *
 * @param open what opens the desk, as for `runScript`, or an open desk; it is closed when the prompt is left.
 * @throws ContangoError `PROCESS_OPTION` for anything else.
 * @example
 * await startRepl(openMyDesk);
 */
export async function startRepl(
  open: Desk | (() => Desk | Promise<Desk>),
  options: ReplOptions = {},
): Promise<void> {
  return start(requireDesk(typeof open === "function" ? await open() : open, "startRepl"), {
    ...options,
    context: { ...contango, ...options.context },
  });
}
