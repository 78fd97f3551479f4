import * as contango from "./index.js";
import type { Desk } from "./production/desk.js";
import { type ReplOptions, startRepl as start } from "./repl/startRepl.js";

export type { ReplOptions } from "./repl/startRepl.js";

/**
 * Opens a prompt with a desk at hand, its data by name, and everything that `contango` exports.
 *
 * @example
 * await startRepl(await openMyDesk());
 */
export function startRepl(desk: Desk, options: ReplOptions = {}): Promise<void> {
  return start(desk, { ...options, context: { ...contango, ...options.context } });
}
