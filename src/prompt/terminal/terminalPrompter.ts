import type { Readable, Writable } from "node:stream";
import { linePrompter } from "../linePrompter.js";
import type { Prompter } from "../prompter.js";
import { clackPrompter } from "./clackPrompter.js";
import { loadClack } from "./loadClack.js";
import { readLines } from "./readLines.js";

export interface TerminalPrompterOptions {
  /** Where answers come from; default: standard input. */
  readonly input?: Readable;
  /** Where questions are shown; default: standard output. */
  readonly output?: Writable;
}

/**
 * Asks in the terminal. Where input or output is none (piped answers, a log, CI) questions and answers are plain lines, and
 * the end of the input breaks off.
 *
 * @throws ContangoError `DEPENDENCY_MISSING` from the first question in a terminal, where `@clack/prompts` is not installed.
 * @example
 * await using desk = await openDesk({ storage, prompt: terminalPrompter() });
 * await checkPrices(desk);
 */
export function terminalPrompter(options: TerminalPrompterOptions = {}): Prompter {
  const { input = process.stdin, output = process.stdout } = options;
  if (isTerminal(input) && isScreen(output)) {
    return clackPrompter(loadClack, { input, output });
  }
  const lines = readLines(input, output);
  return { ...linePrompter(lines), close: async () => lines.close() };
}

const isTerminal = (stream: object): boolean => "isTTY" in stream && stream.isTTY === true;

/** A terminal that can move its cursor, and has room for a line. */
const isScreen = (stream: object): boolean =>
  isTerminal(stream) && "columns" in stream && Number(stream.columns) > 0 && process.env.TERM !== "dumb";
